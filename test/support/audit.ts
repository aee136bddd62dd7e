/** Runs a whole audit against a world of the sandbox: through the SDK, over loopback, as a user would. */
import {
  auditAccount,
  type AuditAccountOptions,
  type Finding,
  type ReportHead,
  type ReportTail,
} from '../../src/index.ts'
import { createSandbox, type SandboxOptions, type World } from '../../src/sandbox/index.ts'

export const began = '2026-11-23T06:30:00.000Z'

export interface Audited {
  head: ReportHead
  findings: Finding[]
  tail: ReportTail
  /** The finding of a control. */
  of(control: string): Finding
}

export async function auditWorld(
  world: World,
  options: Partial<AuditAccountOptions> & {
    sandbox?: never
    serve?: Partial<SandboxOptions>
    accessKeyId?: string
  } = {},
): Promise<Audited> {
  const { serve, accessKeyId, ...rest } = options
  const sandbox = await createSandbox({ world, now: began, ...serve })
  try {
    const credentials = sandbox.credentials(accessKeyId)
    return await gather(
      await auditAccount({
        endpoint: sandbox.url,
        region: 'us-east-1',
        credentials: async () => credentials,
        now: new Date(began),
        ...rest,
      }),
    )
  } finally {
    await sandbox.close()
  }
}

export async function gather(report: Awaited<ReturnType<typeof auditAccount>>): Promise<Audited> {
  const findings: Finding[] = []
  for await (const finding of report.findings) findings.push(finding)
  const of = (control: string) => {
    const found = findings.find((f) => f.control === control)
    if (!found) throw new Error(`no finding of ${control}`)
    return found
  }
  return { head: report.head, findings, tail: await report.tail(), of }
}
