/** An organization of the sandbox, looked at as often as a test likes. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll } from 'vitest'
import {
  type AppliedToMany,
  applyOrganization,
  type ApplyOrganizationOptions,
  auditOrganization,
  type AuditOrganizationOptions,
  type Finding,
  type Notice,
  type Plan,
  planOrganization,
  type PlanOrganizationOptions,
  undoOrganization,
} from '../../src/index.ts'
import type { ReportHead, ReportTail } from '../../src/model/index.ts'
import { createSandbox, makeScenario, type Sandbox, type World } from '../../src/sandbox/index.ts'
import { began } from './audit.ts'

const top = mkdtempSync(join(tmpdir(), 'neverroot-organization-'))
const open: Sandbox[] = []
afterAll(async () => {
  await Promise.all(open.map((sandbox) => sandbox.close()))
  rmSync(top, { recursive: true, force: true })
})

export interface Looked {
  head: ReportHead
  findings: readonly Finding[]
  tail: ReportTail
  notices: readonly Notice[]
  /** The finding of a control about an account or the organization. */
  of(control: string, subject: string): Finding | undefined
}

export interface OrganizationStage {
  sandbox: Sandbox
  world: World
  folder: string
  look(options?: Partial<AuditOrganizationOptions>): Promise<Looked>
  plan(options?: Partial<PlanOrganizationOptions>): Promise<Plan>
  /** The organization's id is given, unless `confirmed` is set otherwise. */
  apply(plan: Plan | 'resume', options?: Partial<ApplyOrganizationOptions>): Promise<AppliedToMany>
  undo(options?: Partial<ApplyOrganizationOptions>): Promise<AppliedToMany>
}

/** Opens a scenario, or a world that a test describes. */
export async function organizationOf(given: string | World): Promise<OrganizationStage> {
  const world = typeof given === 'string' ? await makeScenario(given, began) : given
  const sandbox = await createSandbox({ world, now: began, port: false })
  open.push(sandbox)
  const folder = mkdtempSync(join(top, 'state-'))
  const how = () => ({
    endpoint: sandbox.url,
    requestHandler: sandbox.requestHandler,
    region: 'us-east-1',
    credentials: async () => sandbox.credentials(),
    now: sandbox.clock.now(),
    folder,
  })
  return {
    sandbox,
    world,
    folder,
    plan: (options = {}) => planOrganization({ ...how(), ...options }),
    apply: (plan, options = {}) =>
      applyOrganization({ ...how(), settleMs: 0, confirmed: world.organization!.id, ...options, plan }),
    undo: (options = {}) =>
      undoOrganization({ ...how(), settleMs: 0, confirmed: world.organization!.id, ...options }),
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
