/**
 * The hub's tables, as queries see them. Keys are text, instants are ISO 8601 text (they stand in signed receipts and
 * must come back byte for byte), and every table that belongs to a programme starts its key with it.
 */
export interface Tables {
  meta: MetaRow
  programme: ProgrammeRow
  round: RoundRow
  record: RecordRow
  enrolment: EnrolmentRow
  enrolment_code: EnrolmentCodeRow
  release: ReleaseRow
}

/** Facts about this store: schema version, epoch, hub key, whether it holds demonstration data. */
export interface MetaRow {
  name: string
  value: string
}

export interface ProgrammeRow {
  programme: string
  name: string
  /** The round phones are told to answer for. */
  round: string
}

/** Rounds in which submissions are gathered. A round without a row is not open. */
export interface RoundRow {
  programme: string
  round: string
  state: 'open' | 'closed'
  opened_at: string
}

export type Standing = 'accepted' | 'held' | 'withdrawn'

/** One row per record id. What is null was not readable (unknown kinds) or has been withdrawn (bytes, signature). */
export interface RecordRow {
  programme: string
  record: string
  /** As the sender wrote it: `submission`, `withdrawal`, `enrolment`, or a kind this build does not know. */
  kind: string
  profile_key: string
  subject: string | null
  instrument: string | null
  instrument_version: string | null
  round: string | null
  sequence: number | null
  /** Withdrawals only: the record they take back, whether it has arrived or not. */
  withdraws: string | null
  standing: Standing
  held_reason: string | null
  /** Withdrawn records only: the withdrawal that did it. */
  withdrawn_by: string | null
  received_at: string
  audit_head: string | null
  bytes: Buffer | null
  signature: Buffer | null
}

/** Which profile keys speak for a subject. */
export interface EnrolmentRow {
  programme: string
  subject: string
  profile_key: string
  state: 'active' | 'revoked'
  /** The enrolment record that bound the key. */
  record: string
  enrolled_at: string
}

/** A single-use code. Only the hash of its secret is kept. */
export interface EnrolmentCodeRow {
  programme: string
  code_hash: string
  subject: string
  issued_at: string
  expires_at: string
  /** The enrolment record that used it; null while it is unused. */
  used_by: string | null
}

export interface ReleaseRow {
  programme: string
  instrument: string
  round: string
  number: number
  instrument_version: string
  published_on: string
  /** Ids of the submissions that were counted, as a JSON list in order of subject. */
  contributions: string
  bytes: Buffer
  signature: Buffer
}
