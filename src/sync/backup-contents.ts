import * as v from 'valibot'
import { stakeholderGroups } from '../domain/assessment/assessment.ts'
import { base64url, instant, profileKey, recordId, signature } from '../protocol/fields.ts'
import { ProblemError } from '../protocol/problem.ts'
import { readRecord } from '../protocol/record.ts'
import { fromBase64url, recordIdOf, toBase64url, verifySignature } from '../protocol/signature.ts'
import type { KeptRecord, OpaqueMessage, ProfileCopy, RecordState } from '../storage/device-store.ts'
import { readJson } from './read-json.ts'

/** What a file copy holds: one profile, its label included, its keys not. */
export interface BackupContents {
  readonly label: string
  readonly copy: ProfileCopy
}

const message = v.strictObject({ bytes: base64url, signature: base64url })
const state = v.variant('kind', [
  v.strictObject({ kind: v.literal('waiting'), attempts: v.number(), lastProblem: v.nullable(v.string()) }),
  v.strictObject({ kind: v.literal('received'), receipt: message }),
  v.strictObject({ kind: v.literal('held'), reason: v.string(), receipt: message }),
  v.strictObject({ kind: v.literal('refused'), problem: v.string(), where: v.string() }),
])

const answer = v.strictObject({
  response: v.variant('kind', [
    v.strictObject({ kind: v.literal('level'), level: v.pipe(v.number(), v.safeInteger(), v.minValue(0)) }),
    v.strictObject({ kind: v.literal('dont-know') }),
    v.strictObject({ kind: v.literal('not-applicable'), reason: v.string() }),
    v.strictObject({ kind: v.literal('withheld') }),
    v.strictObject({ kind: v.literal('not-asked') }),
  ]),
  evidence: v.nullable(
    v.strictObject({
      grade: v.picklist(['E0', 'E1', 'E2', 'E3']),
      date: v.nullable(v.string()),
      firstRound: v.string(),
    }),
  ),
  note: v.string(),
  at: instant,
})

const assessment = v.strictObject({
  head: v.strictObject({
    id: v.pipe(v.string(), v.minLength(1)),
    instrument: v.strictObject({ id: v.string(), version: v.string() }),
    subject: v.nullable(
      v.variant('kind', [
        v.strictObject({ kind: v.literal('country'), country: v.string() }),
        v.strictObject({
          kind: v.literal('institution'),
          country: v.string(),
          id: v.string(),
          name: v.string(),
        }),
      ]),
    ),
    group: v.nullable(v.picklist(stakeholderGroups)),
    round: v.string(),
    createdAt: instant,
  }),
  /** Pairs, since an object decoder drops keys such as `constructor`. */
  revisions: v.array(v.tuple([v.string(), v.array(answer)])),
})

const record = v.strictObject({
  id: recordId,
  bytes: base64url,
  signature,
  kind: v.string(),
  sequence: v.pipe(v.number(), v.safeInteger(), v.minValue(1)),
  assessment: v.nullable(v.string()),
  content: v.string(),
  profileKey,
  state,
})
type WrittenRecord = v.InferOutput<typeof record>

const contents = v.strictObject({
  label: v.string(),
  assessments: v.array(assessment),
  records: v.array(record),
  place: v.nullable(v.string()),
  /** Room for a succession grant, with which the old key will name its successor. */
  grant: v.unknown(),
})

export function encodeContents({ label, copy }: BackupContents): Uint8Array {
  const written = {
    label,
    assessments: copy.assessments.map(({ head, revisions }) => ({
      head,
      revisions: Object.entries(revisions),
    })),
    records: copy.records.map((it) => ({ ...it, ...asText(it), state: writeState(it.state) })),
    place: copy.place,
    grant: null,
  }
  return new TextEncoder().encode(JSON.stringify(written))
}

/**
 * @throws ProblemError `file-unreadable` when these are no contents; `file-altered` when a record is not what its id and
 * signature say.
 */
export async function decodeContents(bytes: Uint8Array): Promise<BackupContents> {
  const read = v.safeParse(contents, readJson(bytes))
  if (!read.success) {
    const [issue] = read.issues
    throw new ProblemError('file-unreadable', v.getDotPath(issue) ?? 'contents')
  }
  const { label, assessments, records, place } = read.output
  return {
    label,
    copy: {
      assessments: assessments.map(({ head, revisions }) => ({
        head,
        revisions: Object.fromEntries(revisions),
      })),
      records: await Promise.all(records.map(readKeptRecord)),
      place,
    },
  }
}

async function readKeptRecord(written: WrittenRecord): Promise<KeptRecord> {
  const { bytes, signature } = asBytes(written)
  const isItself = (await recordIdOf(bytes)) === written.id
  const isSigned = await verifySignature(written.profileKey, bytes, signature)
  if (!isItself || !isSigned || !isNumbered(bytes, written))
    throw new ProblemError('file-altered', `record ${written.id}`)
  return { ...written, bytes, signature, state: readState(written.state) }
}

/** Its own key and number, not those of another record; what a later version wrote cannot be looked into. */
function isNumbered(bytes: Uint8Array, { profileKey, sequence }: WrittenRecord): boolean {
  const read = readRecord(bytes)
  if (read.kind === 'unknown') return read.profileKey === profileKey
  return read.kind === 'known' && read.record.profileKey === profileKey && read.record.sequence === sequence
}

function writeState(it: RecordState) {
  return 'receipt' in it ? { ...it, receipt: asText(it.receipt) } : it
}

function readState(it: WrittenRecord['state']): RecordState {
  return 'receipt' in it ? { ...it, receipt: asBytes(it.receipt) } : it
}

function asText({ bytes, signature }: OpaqueMessage) {
  return { bytes: toBase64url(bytes), signature: toBase64url(signature) }
}

function asBytes({
  bytes,
  signature,
}: {
  readonly bytes: string
  readonly signature: string
}): OpaqueMessage {
  const decoded = { bytes: fromBase64url(bytes), signature: fromBase64url(signature) }
  if (!decoded.bytes || !decoded.signature) throw new ProblemError('file-unreadable', 'base64url')
  return { bytes: decoded.bytes, signature: decoded.signature }
}
