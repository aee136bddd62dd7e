/** An organization of the sandbox, looked at as often as a test likes, and mended where it declares something. */
import {
  auditOrganization,
  type AuditOrganizationOptions,
  type Finding,
  type Notice,
} from '../../src/index.ts'
import type { ReportHead, ReportTail } from '../../src/model/index.ts'
import type { World } from '../../src/sandbox/index.ts'
import { type Company, companyOf } from './applying-to-many.ts'
import { began } from './audit.ts'

export interface Looked {
  head: ReportHead
  findings: readonly Finding[]
  tail: ReportTail
  notices: readonly Notice[]
  /** The finding of a control about an account or the organization. */
  of(control: string, subject: string): Finding | undefined
}

export interface OrganizationStage extends Company {
  look(options?: Partial<AuditOrganizationOptions>): Promise<Looked>
}

/** Opens a scenario, or a world that a test describes; nothing is declared unless a call says so. */
export async function organizationOf(given: string | World): Promise<OrganizationStage> {
  const company = await companyOf(given, { configuration: {} })
  const { sandbox, folder } = company
  return {
    ...company,
    async look(options = {}) {
      const notices: Notice[] = []
      const report = await auditOrganization({
        endpoint: sandbox.url,
        requestHandler: sandbox.requestHandler,
        region: 'us-east-1',
        credentials: async () => sandbox.credentials(),
        now: new Date(began),
        folder,
        all: true,
        host: { notify: (notice) => void notices.push(notice) },
        ...options,
      })
      const findings: Finding[] = []
      for await (const finding of report.findings) findings.push(finding)
      return {
        head: report.head,
        findings,
        tail: await report.tail(),
        notices,
        of: (control, subject) => findings.find((f) => f.control === control && f.subject.id === subject),
      }
    },
  }
}

/** What a report says, without when it was made and what it took. */
export const saidBy = ({ head, findings, tail }: Looked) => ({
  subjects: head.subjects,
  findings: findings.map(({ evidence: _, ...finding }) => finding),
  clusters: tail.clusters,
  posture: tail.posture,
})
