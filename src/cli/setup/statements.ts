import { controls, statementOf, UserError } from '../../index.ts'
import { append } from '../../store/ledger.ts'
import type { Journey } from './context.ts'

const dayMs = 86_400_000

/**
 * Records what the configuration states and the ledger does not hold yet. A statement counts from its own day, so that a
 * file that nobody touches lapses as a word does.
 */
export async function recordConfigured(journey: Journey): Promise<number> {
  const { session } = journey
  const account = journey.caller!.account
  const records = await session.records(account)
  let recorded = 0
  for (const { control, by, on, holds = true, note } of session.configured.configuration.statements ?? []) {
    const known = controls.find((c) => c.id === control)
    const asked = known && statementOf(known)
    if (!asked)
      throw new UserError(
        'not-stated',
        `${session.configured.path}: statements: ${known ? `nobody's word counts for ${control}` : `there is no control "${control}"`}.`,
        'What can be stated: neverroot explain lists the controls, and each says so.',
      )
    const day = new Date(`${on}T00:00:00Z`)
    const said = records.attestation(control)
    const expires = new Date(day.getTime() + asked.days * dayMs)
    const isFuture = day.getTime() > journey.now().getTime()
    const isOld =
      expires.getTime() <= journey.now().getTime() || (said && Date.parse(said.at) >= day.getTime())
    if (isFuture || isOld) continue
    await append(
      session.folder,
      {
        kind: 'attestation',
        subject: account,
        control,
        by,
        holds,
        said: day.toISOString(),
        expires: expires.toISOString(),
        ...(note === undefined ? {} : { note }),
      },
      journey.now(),
    )
    recorded++
  }
  return recorded
}
