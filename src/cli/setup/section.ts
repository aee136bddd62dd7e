import { controls, type Finding, type Section, sections } from '../../index.ts'
import { briefly } from '../../report/terminal.ts'
import { print } from '../output.ts'
import type { Journey } from './context.ts'
import { offer } from './offer.ts'
import { isSettled, walk } from './walk.ts'
import { byAdministratorOnly, minutesFor, why } from './words.ts'

/** Where in the journey a screen is. */
export interface Place {
  section: Section
  /** Minutes that what comes after this section will take. */
  after: number
}

/**
 * One section of the mission: what it looks like, what is needed to fix it, the plan for what an API can fix, and then
 * the findings that only people can put right, one by one.
 */
export async function walkSection(journey: Journey, { section, after }: Place): Promise<void> {
  const ids = controls.filter((c) => c.section === section).map((c) => c.id)
  let seen = await journey.look(ids)
  const number = `${sections.indexOf(section) + 1} of ${sections.length}`
  const place = (open: readonly Finding[]) =>
    `${why[section].title}  ${number}   ${journey.profile}, about ${after + open.reduce((sum, f) => sum + minutesFor(f), 0)} min left`
  await header(journey, section, place(seen.findings.filter(isOpen)), seen.findings)
  if (!seen.findings.some(isOpen)) return
  const offered = await offer(journey, section, ids)
  if (offered.applied) seen = await journey.look(ids)
  const open = seen.findings.filter(isOpen)
  for (const [i, finding] of open.entries()) {
    if (journey.caller?.root && needsTheAdministrator(finding))
      await journey.say('', `${finding.control}: comes when you are signed in as the administrator.`)
    else if (offered.declined.has(finding.control))
      await journey.say('', `${finding.control}: neverroot apply does it, whenever you like.`)
    else if (!journey.prompter.interactive) await journey.say(`  ${finding.control}: ${briefly(finding)}`)
    else await walk(journey, finding, place(open.slice(i)))
  }
}

/** What nobody can settle while root is signed in; an administrator who does not exist yet is made by root. */
const needsTheAdministrator = ({ control, status }: Finding): boolean =>
  byAdministratorOnly.has(control) || (control === 'administrator-exists' && status === 'review')

/** What a person can still do something about. */
export const isOpen = (finding: Finding): boolean =>
  !isSettled(finding) && (finding.status !== 'unknown' || finding.needs !== undefined)

async function header(
  journey: Journey,
  section: Section,
  place: string,
  findings: readonly Finding[],
): Promise<void> {
  const p = journey.palette
  const rule = '-'.repeat(Math.min(journey.style.width, 78))
  await print(`\n ${p.faint(rule)}\n ${p.bold(place)}\n`)
  await journey.say(why[section].because, '')
  const shown = findings.filter((f) => f.status !== 'not-applicable')
  const lines = shown.flatMap((f) => journey.behind(`  ${p.sign(f.status)} `, `${f.control}: ${briefly(f)}`))
  await print(lines.length > 0 ? `${lines.join('\n')}\n` : '  Nothing of it concerns this account.\n')
}
