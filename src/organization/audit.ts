import type { Report } from '../model/index.ts'
import { arrivedSince } from './arrived.ts'
import { accountsOf } from './arriving.ts'
import type { OrganizationOptions } from './look.ts'
import { type AccountResult, resultOf } from './member.ts'
import { reportOf } from './report.ts'
import { survey } from './survey.ts'

/** Looks at an organization and reports. Throws UserError where it cannot begin. */
export async function auditOrganization(options: OrganizationOptions): Promise<Report> {
  const { run, own, place, units, notes, whole } = await survey(options)
  const { source, catalogue } = options
  const accounts = accountsOf(run).filter((account) => run.has(account.id))
  const arrived = arrivedSince(run.before, accounts)
  const findings = whole.judged.map(({ finding }) => finding)
  return reportOf({
    head: {
      schema: 'neverroot/report/1',
      at: source.now.toISOString(),
      tool: options.tool,
      caller: options.caller,
      profile: own.circumstances.profile,
      profileBecause: own.profileBecause,
      vantage: place.vantage,
      partition: source.partition,
      ...(options.sandbox ? { sandbox: options.sandbox } : {}),
      ...(own.incident ? { incident: own.incident } : {}),
      notes: [...own.notes, ...notes],
      ...(arrived ? { arrived } : {}),
    },
    organization: resultOf(whole.circumstances.subject, 'from the centre', findings, true),
    accounts,
    read: (id) => run.read(id) as AccountResult,
    placeOf: (path) => units.pathOf(path),
    owners: options.configuration.organization?.ownerTag !== undefined,
    controls: catalogue.controls,
    ...(options.domainSays ? { domainSays: options.domainSays } : {}),
    calls: options.calls,
    finish: () => run.finish(),
    close: () => run.close(),
  })
}
