import { createHash } from 'node:crypto'
import { readSubjectCode } from '../../domain/assessment/subject.ts'
import { heldReasons } from '../../protocol/receipt.ts'
import type { Problem } from '../../protocol/problem.ts'
import {
  readRecord,
  type EnrolmentRecord,
  type SignedRecord,
  type SubmissionRecord,
  type WithdrawalRecord,
} from '../../protocol/record.ts'
import { checkContribution } from '../check-contribution.ts'
import type { Instruments } from '../content.ts'
import { verify } from './verify.ts'

export type HeldReason = (typeof heldReasons)[number]

/** A record as far as its bytes alone decide: refused by name, or readable, genuine and meant for this hub. */
export type Examined =
  | ({ readonly kind: 'refused'; readonly id: string } & Required<Problem>)
  | ExaminedSubmission
  | { readonly kind: 'withdrawal'; readonly signed: SignedRecord; readonly record: WithdrawalRecord }
  | {
      readonly kind: 'enrolment'
      readonly signed: SignedRecord
      readonly record: EnrolmentRecord
      readonly codeHash: string
    }
  | {
      readonly kind: 'unknown'
      readonly signed: SignedRecord
      readonly reason: HeldReason
      readonly programme: string
      readonly profileKey: string
    }

export interface ExaminedSubmission {
  readonly kind: 'submission'
  readonly signed: SignedRecord
  readonly record: SubmissionRecord
  /** False holds the submission until this hub has the instrument. */
  readonly instrumentKnown: boolean
}

/** What a hub knows before it looks into its ledger. */
export interface Knowledge {
  /** Public key of this hub: the only audience whose records it takes. */
  readonly hub: string
  readonly instruments: Instruments
  readonly isCountry: (alpha3: string) => boolean
}

/** Examines one record. Never throws: whatever the bytes are, one of the outcomes says so. */
export async function examine(signed: SignedRecord, knowledge: Knowledge): Promise<Examined> {
  const refuse = (code: Problem['code'], where = ''): Examined => ({
    kind: 'refused',
    id: signed.id,
    code,
    where,
  })
  if (hashOf(signed.bytes) !== signed.id) return refuse('id-mismatch', 'id')
  const read = readRecord(signed.bytes)
  if (read.kind === 'unreadable') return refuse(read.problem, read.where)
  const { audience, profileKey } = read.kind === 'known' ? read.record : read
  if (audience.hub !== knowledge.hub) return refuse('wrong-audience', 'audience.hub')
  if (!(await verify(profileKey, signed.bytes, signed.signature))) return refuse('bad-signature', 'signature')
  if (read.kind === 'unknown')
    return { kind: 'unknown', signed, reason: read.reason, programme: audience.programme, profileKey }
  const { record } = read
  const country = readSubjectCode(record.subject)?.country
  if (country === undefined || !knowledge.isCountry(country)) return refuse('unknown-country', 'subject')
  if (record.kind === 'withdrawal') return { kind: 'withdrawal', signed, record }
  if (record.kind === 'enrolment')
    return { kind: 'enrolment', signed, record, codeHash: hashOf(Buffer.from(record.body.code)) }
  const instrument = knowledge.instruments.find(record.instrument.id, record.instrument.version)
  const problem = instrument && checkContribution(instrument, record)
  if (problem) return refuse(problem.code, problem.where)
  return { kind: 'submission', signed, record, instrumentKnown: instrument !== null }
}

/** Base64url of the SHA-256: a record's id, and what is kept of a code. WebCrypto's digest takes thirty times as long. */
export function hashOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('base64url')
}
