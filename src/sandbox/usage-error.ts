/** A mistake of whoever starts the sandbox: one sentence of what is wrong, one of what to do. */
export class SandboxUsageError extends Error {
  override readonly name = 'SandboxUsageError'
  constructor(
    message: string,
    readonly hint: string,
  ) {
    super(message)
  }
}
