import * as v from 'valibot'
import { profileKey, programmeId, subject } from './fields.ts'

/** Crockford's base 32: no I, L, O or U, so that a code read aloud or from paper is not misread. */
export const crockfordAlphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'

/** What an operator hands to whoever speaks for a subject. */
export interface EnrolmentCode {
  readonly subject: string
  /** 16 characters of {@link crockfordAlphabet}: 80 bits, single use. */
  readonly secret: string
}

/** A code as a link: it also says which programme and hub it is for, so that the phone can pin the hub's key. */
export interface Invitation extends EnrolmentCode {
  readonly programme: string
  readonly hub: string
}

/** For paper and for reading aloud: `KEN-7Q4M-X2NA-9RTB-5K2D`. */
export function formatEnrolmentCode({ subject, secret }: EnrolmentCode): string {
  return [subject, ...(secret.match(/.{4}/g) ?? [])].join('-')
}

/**
 * Reads what a person typed: case, blanks and missing hyphens do not matter, I and L count as 1, O as 0.
 * Null when it is no code.
 */
export function readEnrolmentCode(text: string): EnrolmentCode | null {
  const compact = text.replaceAll(/\s/g, '')
  const match = /^([A-Za-z]{3})((?:\/[A-Za-z0-9-]+?)?)-?((?:[0-9A-Za-z]{4}-?){3}[0-9A-Za-z]{4})$/.exec(
    compact,
  )
  if (!match) return null
  const [, country = '', institution = '', groups = ''] = match
  return check({
    subject: country.toUpperCase() + institution.toLowerCase(),
    secret: groups.replaceAll('-', '').toUpperCase().replaceAll(/[IL]/g, '1').replaceAll('O', '0'),
  })
}

/** The fragment of an invitation link; a fragment never leaves the phone that opens it. */
export function formatInvitation({ programme, subject, secret, hub }: Invitation): string {
  return `#join=${[programme, subject, secret, hub].join('.')}`
}

/** Null when the fragment is no invitation. */
export function readInvitation(fragment: string): Invitation | null {
  const match = /^#join=([^.]+)\.([^.]+)\.([^.]+)\.([^.]+)$/.exec(fragment)
  if (!match) return null
  const [, programme = '', subject = '', secret = '', hub = ''] = match
  const code = check({ subject, secret })
  return code && v.is(programmeId, programme) && v.is(profileKey, hub) ? { ...code, programme, hub } : null
}

function check(code: EnrolmentCode): EnrolmentCode | null {
  return v.is(subject, code.subject) && /^[0-9A-HJKMNP-TV-Z]{16}$/.test(code.secret) ? code : null
}
