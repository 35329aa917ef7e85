import * as v from 'valibot'
import { profileKey, programmeId, subject } from './fields.ts'
import { inGroups, plainText, readCrockford } from './typed-text.ts'

export { crockfordAlphabet } from './typed-text.ts'

/** What an operator hands to whoever answers for a subject. It can be used once; the hub keeps only a hash of the secret. */
export interface EnrolmentCode {
  /** `KEN` or `KEN/ministry-of-health`. */
  readonly subject: string
  /** 16 symbols of Crockford's base 32: 80 bits. */
  readonly secret: string
}

/** A code as a link: it also says for which programme and hub, so that the phone can pin the hub's key. */
export interface Invitation extends EnrolmentCode {
  readonly programme: string
  readonly hub: string
}

const secretLength = 16

/** Longer texts are no code, and are not searched for one. */
const longestText = 1000

/** For paper and for reading aloud: `KEN-7Q4M-X2NA-9RTB-5K2D`. */
export function formatEnrolmentCode({ subject, secret }: EnrolmentCode): string {
  return `${subject}-${inGroups(secret)}`
}

/** The fragment of an invitation link, which no browser sends: `#join=default.KEN.7Q4MX2NA9RTB5K2D.<hub key>`. */
export function formatInvitation({ programme, subject, secret, hub }: Invitation): string {
  return `#join=${[programme, subject, secret, hub].join('.')}`
}

/** Reads a code as typed, pasted or linked; an {@link Invitation} from a link. Null when it is none. */
export function readEnrolmentCode(text: string): EnrolmentCode | Invitation | null {
  if (text.length > longestText) return null
  return text.includes('#join=') ? readInvitation(text) : readTyped(text)
}

/** Reads a fragment, or a whole address that ends with one. Null when it is no invitation. */
export function readInvitation(address: string): Invitation | null {
  const fragment = /#join=(\S*)/.exec(address)?.[1] ?? ''
  const [programme, subjectText, secretText, hub, ...more] = decode(fragment).split('.')
  const code = check(subjectText ?? '', secretText ?? '')
  const isWhole = more.length === 0 && v.is(programmeId, programme) && v.is(profileKey, hub)
  return code && isWhole ? { ...code, programme, hub } : null
}

/** Messengers like to encode the slash of a subject. */
function decode(fragment: string): string {
  try {
    return decodeURIComponent(fragment)
  } catch {
    return fragment
  }
}

/**
 * The secret is the last 16 symbols, the subject what stands before. Behind an institution it must be whole or in
 * fours, and set apart: with a symbol forgotten, the end of the institution's name would else pass for the missing one.
 */
function readTyped(text: string): EnrolmentCode | null {
  const typed = plainText(text)
    .trim()
    .replace(/[\p{Pd}\u2212]/gu, '-')
  const match = typed.includes('/')
    ? /^(.+?)[\s-]+((?:[a-z0-9]{4}[\s-]+){3}[a-z0-9]{4}|[a-z0-9]{16})$/i.exec(typed)
    : /^(.+?)((?:[\s-]*[a-z0-9]){16})$/i.exec(typed)
  return match ? check(readSubject(match[1] ?? ''), match[2] ?? '') : null
}

function readSubject(text: string): string {
  const [country = '', ...institution] = text.trim().split(/\s*\/\s*/)
  return [country.toUpperCase(), ...institution.map((id) => id.toLowerCase().replace(/\s+/g, '-'))].join('/')
}

function check(subjectText: string, secretText: string): EnrolmentCode | null {
  const secret = readCrockford(secretText)
  return secret?.length === secretLength && v.is(subject, subjectText)
    ? { subject: subjectText, secret }
    : null
}
