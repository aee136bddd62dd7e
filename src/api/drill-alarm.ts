/** A drill of the alarm on root: what it would go through, and sending it. */
import { endOfAlarm } from '../controls/support/root-alarm.ts'
import { sourceOf } from '../engine/collect.ts'
import { drillDetail, drillDetailType, drillSource } from '../facts/drill-event.ts'
import { organizationPlace } from '../facts/organization-place.ts'
import { enabledRegions } from '../facts/regions.ts'
import { rootAlarm } from '../facts/root-alarm.ts'
import { type AwsAction, type Caller, UserError } from '../model/index.ts'
import { type DrillRoute, drillRoute } from '../watch/alarm-route.ts'
import { assessOptions, connect, type LookOptions } from './connect.ts'

/** IAM actions with which a drill looks where it goes. */
export const alarmDrillReads: readonly AwsAction[] = [
  ...new Set([
    ...rootAlarm.reads.filter((action) => !action.startsWith('cloudtrail:')),
    ...organizationPlace.reads,
  ]),
]

/** What stands behind an alarm that is about to be drilled. */
export interface AlarmBefore {
  caller: Caller
  organization?: string
  routes: readonly DrillRoute[]
  /** These are all Regions that the account can use. */
  everywhere: boolean
  /** Sends the code through each of the Regions, once. Gives why it could not, by Region. */
  send(code: string): Promise<readonly SendFailure[]>
}

/** Where a drill would end, in a sentence. */
export const brokenDrill = ({
  region,
  link,
  waiting,
}: Extract<DrillRoute, { because: 'reaches-nobody' }>): string =>
  endOfAlarm({ result: 'broken', link, region, event: 'a drill', kind: 'call', waiting, regions: [] })

export interface SendFailure {
  region: string
  message: string
}

export interface AlarmDrillOptions extends LookOptions {
  /** Default: the Region that records sign-in. `all`: each that the account can use. */
  regions?: readonly string[] | 'all'
}

/** Looks where a drill would go, and hands out the means to send it. Nothing is sent before. `work` is done meanwhile. */
export async function withAlarm<T>(
  options: AlarmDrillOptions,
  work: (before: AlarmBefore) => Promise<T>,
): Promise<T> {
  const connected = await connect(options, options.host)
  const { caller, door } = connected
  try {
    const { sight } = await assessOptions(options, connected)
    const source = sourceOf(sight)
    const [place, enabled] = await Promise.all([source.get(organizationPlace), source.get(enabledRegions)])
    const usable = enabled.state === 'known' ? enabled.value : undefined
    if (options.regions === 'all' && !usable)
      throw new UserError(
        'regions-not-seen',
        'Which Regions the account can use could not be seen.',
        'Allow account:ListRegions, or name them: --regions us-east-1,eu-west-1',
      )
    const regions =
      options.regions === 'all' ? usable! : [...new Set(options.regions ?? [source.globalRegion])]
    const closed = usable && regions.find((region) => !usable.includes(region))
    if (closed !== undefined)
      throw new UserError(
        'region-not-enabled',
        `The account cannot use ${closed}.`,
        `It can use: ${usable!.join(', ')}.`,
      )
    const organization = place.state === 'known' ? place.value.organization?.id : undefined
    const routes: DrillRoute[] = []
    for (const region of regions) routes.push(await drillRoute(source, region))
    return await work({
      caller,
      ...(organization === undefined ? {} : { organization }),
      routes,
      everywhere: usable?.every((region) => regions.includes(region)) ?? false,
      async send(code) {
        const voice = connected.voice()
        try {
          const detail = drillDetail({
            account: caller.account,
            ...(organization === undefined ? {} : { organization }),
            code,
          })
          const failures: SendFailure[] = []
          for (const region of regions) {
            const answer = await voice.call(
              'events:PutEvents',
              {
                Entries: [
                  { Source: drillSource, DetailType: drillDetailType, Detail: JSON.stringify(detail) },
                ],
              },
              { region },
            )
            const failed = answer.ok ? answer.output.Entries?.find(({ ErrorCode }) => ErrorCode) : undefined
            if (!answer.ok) failures.push({ region, message: answer.unknown.message })
            else if (failed || (answer.output.FailedEntryCount ?? 0) > 0)
              failures.push({
                region,
                message: `EventBridge refused it: ${failed?.ErrorCode ?? 'it does not say why'}`,
              })
          }
          return failures
        } finally {
          voice.close()
        }
      },
    })
  } finally {
    door.close()
  }
}
