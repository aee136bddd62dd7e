/** A mistake of the user, or a circumstance that only the user can change: two lines, no stack, exit code 2. */
export class UserError extends Error {
  constructor(
    readonly code: string,
    message: string,
    readonly hint: string,
  ) {
    super(message)
    this.name = 'UserError'
  }
}
