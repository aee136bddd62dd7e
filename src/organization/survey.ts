import { assess, type Assessment } from '../engine/assess.ts'
import {
  beginOrganizationRun,
  type OrganizationRun,
  resumeOrganizationRun,
  unfinishedRun,
} from '../store/organization-run.ts'
import { ahead } from './ahead.ts'
import { chosen } from './arriving.ts'
import { slipsOf } from './inherit.ts'
import type { Look, OrganizationOptions, Place } from './look.ts'
import { lookAt } from './one.ts'
import { placeOf } from './place.ts'
import { forEach, laneOf } from './pool.ts'
import { Progress } from './progress.ts'
import { readUnits } from './units.ts'
import { assessWhole } from './whole.ts'

/** For each member that is being asked so many may wait for AWS: for a report to be made, or for their turn at the centre. */
const mostWaiting = 4

/**
 * Members that only the centre can be asked about, at once: enough for its ten contacts a second. Hundreds more would wait
 * for their turn with all that is already known of them in memory.
 */
const mostCentral = 24

/** An organization that was looked at: what was found about each account lies on the disk. */
export interface Surveyed extends Omit<Look, 'own'> {
  own: Assessment
  /** The organization as a whole. */
  whole: Assessment
}

/**
 * Looks at every account of an organization, or at a choice of them. What was found is on the disk as soon as it is found;
 * whoever has told it finishes the run, since until then it may have to be carried on with, and closes it. Throws UserError where it cannot begin.
 */
export async function survey(options: OrganizationOptions): Promise<Surveyed> {
  const { source, host } = options
  const place = await placeOf(options)
  const run = await openRun(options, place)
  try {
    // CloudTrail answers two questions a second: nobody waits for that. Where it fails, whoever needs it hears of it.
    const looking = assess({
      sight: source,
      source,
      catalogue: options.catalogue,
      profile: options.profile,
      only: options.only,
      section: options.section,
      oneOfMany: true,
      ...(options.planOf ? { toMend: true } : {}),
    })
    looking.catch(() => undefined)
    const units = await readUnits(source)
    const notes = [...slipsOf(options.configuration, units)]
    for (const note of notes) host.notify({ code: 'note', data: { text: note } })
    const progress = new Progress(host, () => Date.now())
    const look: Look = {
      options,
      place,
      run,
      units,
      own: looking,
      notes,
      progress,
      learnt: new Set(),
      central: laneOf(mostCentral),
    }
    const { width } = options
    await forEach(ahead(chosen(look)), { width, most: mostWaiting * width }, (account, slot) =>
      lookAt(look, account, slot),
    )
    progress.end()
    const own = await looking
    const whole = await assessWhole(place.organization, own, {
      source,
      controls: options.catalogue.controls,
      only: options.only,
      section: options.section,
      records: await options.records(place.organization),
    })
    return { ...look, own, whole }
  } catch (error) {
    run.close()
    throw error
  }
}

async function openRun(given: OrganizationOptions, { organization }: Place): Promise<OrganizationRun> {
  const { folder, host, source } = given
  const { choice, only, section, all, rootSessions } = given
  const head = {
    organization,
    choice: JSON.stringify([choice, only, section, all, rootSessions, given.planOf !== undefined]),
    at: source.now.toISOString(),
    whole: Object.keys(choice).length === 0,
  }
  if (given.resume) return resumeOrganizationRun(folder, head)
  const before = await unfinishedRun(folder)
  if (before)
    host.notify({
      code: 'note',
      data: {
        text: `A look of ${before.at.slice(0, 16).replace('T', ' ')} UTC was not finished; this one begins anew (--resume would have carried on with it).`,
      },
    })
  return beginOrganizationRun(folder, head)
}
