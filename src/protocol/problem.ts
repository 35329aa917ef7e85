/**
 * The catalogue of everything that can go wrong between people, phone, files and hub. Decide from `code`, never from
 * text: the hub maps codes to HTTP status here, the app maps them to locale keys (`problem.<code>`).
 */
export const problems = {
  // the message
  'malformed-json': { status: 400, retry: false },
  'malformed-record': { status: 400, retry: false },
  'malformed-request': { status: 400, retry: false },
  'id-mismatch': { status: 400, retry: false },
  'too-large': { status: 413, retry: false },
  'wrong-content-type': { status: 415, retry: false },
  // the sender
  'bad-signature': { status: 403, retry: false },
  'wrong-audience': { status: 403, retry: false },
  'unknown-country': { status: 422, retry: false },
  'unknown-instrument': { status: 422, retry: false },
  'unknown-programme': { status: 404, retry: false },
  'unknown-code': { status: 403, retry: false },
  'code-expired': { status: 403, retry: false },
  'code-used': { status: 403, retry: false },
  'not-in-instrument': { status: 422, retry: false },
  'tier-exceeded': { status: 422, retry: false },
  withdrawn: { status: 410, retry: false },
  // the hub
  'no-release': { status: 404, retry: true },
  'not-found': { status: 404, retry: false },
  'method-not-allowed': { status: 405, retry: false },
  'too-many-requests': { status: 429, retry: true },
  busy: { status: 503, retry: true },
  'storage-full': { status: 507, retry: true },
  internal: { status: 500, retry: true },
  // seen only from the phone
  offline: { status: 0, retry: true },
  'not-our-hub': { status: 0, retry: true },
  'hub-changed': { status: 0, retry: false },
  'receipt-invalid': { status: 0, retry: true },
  'pack-invalid': { status: 0, retry: true },
  'release-invalid': { status: 0, retry: true },
  'file-unreadable': { status: 0, retry: false },
  'file-newer': { status: 0, retry: false },
  'file-altered': { status: 0, retry: false },
  'wrong-passphrase': { status: 0, retry: true },
  'device-full': { status: 0, retry: true },
  'storage-unavailable': { status: 0, retry: true },
  'insecure-address': { status: 0, retry: false },
} as const satisfies Record<string, { status: number; retry: boolean }>

export type ProblemCode = keyof typeof problems

export interface Problem {
  readonly code: ProblemCode
  /** Where it went wrong (a field path, a file name): for people who repair things, never shown as the message. */
  readonly where?: string
}

/** Thrown at edges only, and caught at the next one. */
export class ProblemError extends Error {
  readonly code: ProblemCode
  readonly where: string
  constructor(code: ProblemCode, where = '', options?: ErrorOptions) {
    super(where ? `${code}: ${where}` : code, options)
    this.name = 'ProblemError'
    this.code = code
    this.where = where
  }
}

/** True when doing the same again later can help. */
export function canRetry(code: ProblemCode): boolean {
  return problems[code].retry
}
