import * as v from 'valibot'
import type { Contribution } from '../domain/round/contribution.ts'
import {
  encodeRecord,
  knownRecord,
  recordVersion,
  type EnrolmentRecord,
  type SignedRecord,
  type SubmissionRecord,
  type WithdrawalRecord,
} from '../protocol/record.ts'
import { recordIdOf, toBase64url, type Signer } from '../protocol/signature.ts'

/** As many unpredictable bytes as asked for. */
export type RandomBytes = (length: number) => Uint8Array

/** What freezing adds. */
type Frozen = 'version' | 'profileKey' | 'sequence' | 'salt'

export type SubmissionDraft = Omit<SubmissionRecord, Frozen | 'body'> & { readonly body: Contribution }
export type RecordDraft = SubmissionDraft | Omit<WithdrawalRecord, Frozen> | Omit<EnrolmentRecord, Frozen>

const saltLength = 16

/**
 * Freezes a record: adds what tells it apart, encodes it once, and signs those bytes. From here on it is bytes.
 *
 * The salt (128 bit) keeps anyone who sees an id from finding the record by trying likely contents.
 * @throws ValiError when the draft holds anything that a hub-bound record may not: a mistake of ours.
 */
export async function freezeRecord(
  draft: RecordDraft,
  sequence: number,
  signer: Signer,
  random: RandomBytes,
): Promise<SignedRecord> {
  const record = v.parse(knownRecord, {
    ...draft,
    version: recordVersion,
    profileKey: signer.publicKey,
    sequence,
    salt: toBase64url(random(saltLength)),
  })
  const bytes = encodeRecord(record)
  return { id: await recordIdOf(bytes), bytes, signature: await signer.sign(bytes) }
}

/**
 * Hash of what a draft says, whenever it says it: two drafts of one content are the same hand-in. It has no salt, so it
 * never leaves the phone and is kept sealed there.
 */
export function contentHash(draft: RecordDraft): Promise<string> {
  const { claimedAt: _claimedAt, ...said } = draft
  const content = 'supersedes' in said ? { ...said, supersedes: null } : said
  return recordIdOf(new TextEncoder().encode(JSON.stringify(sorted(content))))
}

/** The same value with the keys of every object in order. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, part]) => [key, sorted(part)]),
  )
}
