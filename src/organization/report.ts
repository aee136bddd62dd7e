import { PostureCounter, worse } from '../engine/posture.ts'
import type { AnyControl, CallCount, Report, ReportHead, Whereabouts } from '../model/index.ts'
import type { KeptAccount } from '../store/organization-run.ts'
import { Clusters } from './clusters.ts'
import { Groups } from './groups.ts'
import type { AccountResult } from './member.ts'

export interface ReportParts {
  head: Omit<ReportHead, 'subjects'>
  organization: AccountResult
  /** The accounts that were looked at, as they were listed. */
  accounts: readonly KeptAccount[]
  /** What was found about one of them: read when it is its turn. */
  read(id: string): AccountResult
  placeOf(path: readonly string[]): string
  /** True: accounts are told by who answers for them too. */
  owners: boolean
  controls: readonly AnyControl[]
  calls: () => CallCount
  /** Called once everything was read. */
  finish(): Promise<void>
  /** Called when nobody reads any more. */
  close(): void
}

/**
 * A report over what lies on the disk: the organization first, then its management account, then the members in the order
 * in which AWS lists them. Each account's findings are in memory only while they pass.
 */
export function reportOf(parts: ReportParts): Report {
  const { head, organization, read, controls, calls } = parts
  const accounts = [...parts.accounts].sort((a, b) => Number(b.management) - Number(a.management))
  const clusters = new Clusters(controls)
  const counter = new PostureCounter()
  const centre = new PostureCounter()
  const units = new Groups('unit')
  const owners = new Groups('owner')
  const places: Record<string, Whereabouts> = {}
  return {
    head: {
      ...head,
      subjects: [
        organization.subject,
        ...accounts.map(({ id, name, management, state }) => ({
          kind: 'account' as const,
          id,
          name,
          ...(management ? { management: true } : {}),
          ...(state === 'ACTIVE' ? {} : { state }),
        })),
      ],
    },
    findings: (async function* () {
      try {
        counter.merge(organization.tally)
        yield* organization.findings
        for (const { id, management, path } of accounts) {
          const { findings, tally, owner } = read(id)
          const unit = parts.placeOf(path)
          units.add(unit || 'unknown unit', findings)
          places[id] = { ...(unit ? { unit } : {}), ...(owner === undefined ? {} : { owner }) }
          if (parts.owners) owners.add(owner ?? 'no owner', findings)
          counter.merge(tally)
          if (management) centre.merge(tally)
          for (const finding of findings) {
            clusters.add(finding)
            yield finding
          }
        }
        await parts.finish()
      } finally {
        parts.close()
      }
    })(),
    async tail() {
      const posture = counter.posture()
      const pathOf = new Map(accounts.map(({ id, path }) => [id, path]))
      const hasCentre = accounts.some(({ management }) => management)
      return {
        clusters: clusters.result((id) => parts.placeOf(pathOf.get(id) ?? []) || 'unknown unit', accounts),
        groups: [...units.result(), ...owners.result()],
        places,
        posture: hasCentre ? { ...posture, grade: worse(posture.grade, centre.posture().grade) } : posture,
        calls: calls(),
      }
    },
  }
}
