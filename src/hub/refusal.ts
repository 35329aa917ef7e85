/**
 * Something the operator asked for that cannot be done, and why: one sentence a tired person can act on. Printed on
 * standard error without a stack; the process ends with a non-zero exit.
 */
export class Refusal extends Error {
  constructor(sentence: string, options?: ErrorOptions) {
    super(sentence, options)
    this.name = 'Refusal'
  }
}

/** The system's own words for a failure, such as `EACCES`, when it has any. */
export function systemCode(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : ''
}
