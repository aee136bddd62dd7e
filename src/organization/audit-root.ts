import type { Answer, Input, Operation, Source } from '../aws/index.ts'
import { type EnterOptions, openRoot } from './enter.ts'

/** A session of a member's root that may only read root's credentials. */
export interface AuditRoot {
  call: Source['call']
  close(): void
}

/**
 * Opened with the first question and not before: each such session leaves events of root in the member's CloudTrail (IAM
 * user guide, "Track privileged tasks in AWS CloudTrail").
 */
export function auditRoot(
  account: string,
  options: Pick<EnterOptions, 'door' | 'caller' | 'as'> & { now: Date },
): AuditRoot {
  let opening: ReturnType<typeof openRoot> | undefined
  const call = async <O extends Operation>(
    operation: O,
    input: Input<O>,
    where?: { region?: string },
  ): Promise<Answer<never>> => {
    const { door, gap } = await (opening ??= openRoot({ id: account }, options))
    if (door) return door.call(operation, input, where) as Promise<Answer<never>>
    const unknown = gap!
    return { ok: false, code: 'NotEntered', message: unknown.message, unknown, at: options.now.toISOString() }
  }
  return {
    call: call as Source['call'],
    close: () => void opening?.then(({ door }) => door?.close()),
  }
}
