import * as v from 'valibot'
import { submissionBody } from './submission.ts'
import {
  base64url,
  instant,
  instrumentReference,
  profileKey,
  programmeId,
  recordId,
  roundId,
  subject,
} from './fields.ts'

/**
 * A record: what left a phone, frozen, salted and signed. Its bytes are UTF-8 JSON made once and never serialised
 * again; its id is the base64url SHA-256 of those bytes; the signature (ECDSA P-256 with SHA-256, 64 raw bytes) is detached.
 */
export interface SignedRecord {
  readonly id: string
  readonly bytes: Uint8Array
  readonly signature: Uint8Array
}

export const recordVersion = 1

const head = {
  version: v.literal(recordVersion),
  audience: v.strictObject({ hub: profileKey, programme: programmeId }),
  subject,
  profileKey,
  /** Counts a profile's records from 1; the higher one is the newer one, whatever the clocks say. */
  sequence: v.pipe(v.number(), v.safeInteger(), v.minValue(1)),
  /** What the phone's clock said. A label, never a reason. */
  claimedAt: instant,
  salt: v.pipe(base64url, v.length(22)),
}

export const submissionRecord = v.strictObject({
  kind: v.literal('submission'),
  ...head,
  instrument: instrumentReference,
  round: roundId,
  /** The submission of the same profile, subject, instrument and round that this one replaces. */
  supersedes: v.nullable(recordId),
  tiers: v.record(v.pipe(v.string(), v.regex(/^[a-z][a-z-]{0,30}$/)), v.picklist(['B0', 'B1', 'B2', 'B3'])),
  body: submissionBody,
})

export const withdrawalRecord = v.strictObject({
  kind: v.literal('withdrawal'),
  ...head,
  body: v.strictObject({ withdraws: recordId }),
})

/** Binds a profile key to the subject that the operator's single-use code was issued for. */
export const enrolmentRecord = v.strictObject({
  kind: v.literal('enrolment'),
  ...head,
  body: v.strictObject({ code: v.pipe(v.string(), v.regex(/^[0-9A-HJKMNP-TV-Z]{16}$/)) }),
})

export const knownRecord = v.variant('kind', [submissionRecord, withdrawalRecord, enrolmentRecord])

export type SubmissionRecord = v.InferOutput<typeof submissionRecord>
export type WithdrawalRecord = v.InferOutput<typeof withdrawalRecord>
export type EnrolmentRecord = v.InferOutput<typeof enrolmentRecord>
export type KnownRecord = v.InferOutput<typeof knownRecord>

/** What a hub must be able to read of any record, even one of a kind or version it does not know. */
const anyRecord = v.object({
  kind: v.pipe(v.string(), v.regex(/^[a-z][a-z-]{0,30}$/)),
  version: v.pipe(v.number(), v.safeInteger(), v.minValue(1)),
  audience: v.object({ hub: profileKey, programme: programmeId }),
  profileKey,
})

export type ReadRecord =
  | { readonly kind: 'known'; readonly record: KnownRecord }
  /** Kept byte for byte and shown, not refused: a later version will understand it. */
  | {
      readonly kind: 'unknown'
      readonly reason: 'unknown-kind' | 'newer-version'
      readonly profileKey: string
      readonly audience: { hub: string; programme: string }
    }
  | {
      readonly kind: 'unreadable'
      readonly problem: 'malformed-json' | 'malformed-record'
      readonly where: string
    }

/** Longest record a hub or phone reads, in bytes. A pulse takes about 1.2 KB, a national assessment about 4. */
export const longestRecord = 64 * 1024

const kinds: readonly string[] = ['submission', 'withdrawal', 'enrolment']

/** Reads a record's bytes. Never throws: whatever the bytes are, one of the outcomes says so. */
export function readRecord(bytes: Uint8Array): ReadRecord {
  let json: unknown
  try {
    json = JSON.parse(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes))
  } catch {
    return { kind: 'unreadable', problem: 'malformed-json', where: '' }
  }
  const any = v.safeParse(anyRecord, json)
  if (!any.success) return { kind: 'unreadable', problem: 'malformed-record', where: firstPath(any.issues) }
  const { kind, version, audience, profileKey } = any.output
  if (version > recordVersion) return { kind: 'unknown', reason: 'newer-version', profileKey, audience }
  if (!kinds.includes(kind)) return { kind: 'unknown', reason: 'unknown-kind', profileKey, audience }
  const known = v.safeParse(knownRecord, json)
  if (!known.success)
    return { kind: 'unreadable', problem: 'malformed-record', where: firstPath(known.issues) }
  return { kind: 'known', record: known.output }
}

export function encodeRecord(record: KnownRecord): Uint8Array {
  return new TextEncoder().encode(JSON.stringify(record))
}

function firstPath(issues: readonly v.BaseIssue<unknown>[]): string {
  const issue = issues[0]
  return issue ? (v.getDotPath(issue) ?? '') : ''
}
