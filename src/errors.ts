/**
 * A problem that the person who meets it can put right.
 *
 * `message` says what happened and what was expected, `hint` what to do next. Neither holds SQL, a stack, a password or
 * another customer's data: every shell shows both as they are. Anything else that is thrown is a fault of ours, logged
 * whole and shown as a reference number.
 *
 *     throw new UserError('There is no setting called “timezone”.', 'Did you mean time_zone?')
 */
export class UserError extends Error {
  override readonly name = 'UserError'
  readonly hint: string | undefined

  constructor(message: string, hint?: string, options?: ErrorOptions) {
    super(message, options)
    this.hint = hint
  }
}

/** A command typed in a way that it does not understand: shown like a `UserError`, but the exit code is 2. */
export class UsageError extends UserError {}
