/** Findings of ours, put into Security Hub of the account that looks: the one that may be asked to keep them. */
import { setTimeout as wait } from 'node:timers/promises'
import type { Answer } from '../aws/index.ts'
import { type AwsAction, UserError } from '../model/index.ts'
import { type Host, silent } from '../ports.ts'
import { connect, type Connection } from './connect.ts'

/** What an import calls, and all that it needs. */
export const importAction: AwsAction = 'securityhub:BatchImportFindings'

/** Security Hub API reference, BatchImportFindings: findings in one call, and ten calls a second. */
const inOneCall = 100
const betweenCallsMs = 100

export interface Imported {
  taken: number
  /** Those that Security Hub did not take, with its reason. */
  refused: readonly { id: string; because: string }[]
}

/** Takes findings as they come, and sends them on in batches. */
export interface FindingImport {
  account: string
  region: string
  add(finding: object): Promise<void>
  /** Sends what is left. Throws UserError where Security Hub took nothing at all. */
  end(): Promise<Imported>
  close(): void
}

/** Opens the way to Security Hub of the caller's account, in the Region of the connection. Nothing is sent yet. */
export async function importFindings(connection: Connection, host: Host = silent): Promise<FindingImport> {
  const { door, caller, voice } = await connect(connection, host)
  const { region } = door.place
  door.close()
  const out = voice()
  const refused: { id: string; because: string }[] = []
  let batch: object[] = []
  let taken = 0
  let last = 0
  let stopped: UserError | undefined

  async function send(): Promise<void> {
    const Findings = batch as { Id: string }[]
    batch = []
    if (stopped || Findings.length === 0) return
    await wait(Math.max(0, last + betweenCallsMs - Date.now()), undefined, { signal: connection.signal })
    last = Date.now()
    const answer = await out.call('securityhub:BatchImportFindings', { Findings: Findings as never })
    if (!answer.ok) {
      stopped = notTaken(answer, caller.account, region)
      return
    }
    taken += answer.output.SuccessCount ?? 0
    for (const { Id = '', ErrorCode, ErrorMessage } of answer.output.FailedFindings ?? [])
      refused.push({ id: Id, because: [ErrorCode, ErrorMessage].filter(Boolean).join(': ') })
  }

  return {
    account: caller.account,
    region,
    async add(finding) {
      batch.push(finding)
      if (batch.length === inOneCall) await send()
    },
    async end() {
      await send()
      if (stopped) throw stopped
      return { taken, refused }
    },
    close: () => out.close(),
  }
}

function notTaken(
  { code, unknown: { why, message, needs } }: Extract<Answer<never>, { ok: false }>,
  account: string,
  region: string,
): UserError {
  const place = `Security Hub of ${account} in ${region}`
  if (code === 'InvalidAccessException')
    return new UserError(
      'no-security-hub',
      `${place} is not switched on, so that it took no findings.`,
      `Switch it on, or choose the Region in which it is: aws securityhub enable-security-hub --region ${region}`,
    )
  return new UserError(
    'not-imported',
    `${place} took no more findings: ${message}`,
    why === 'denied'
      ? `Allow ${needs.join(', ')}: neverroot permissions import`
      : 'Send them again later: they are updated, and not doubled.',
  )
}
