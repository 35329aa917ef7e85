import type { Problem } from '../../protocol/problem.ts'
import type { Examined, ExaminedSubmission, HeldReason } from './examine.ts'
import { claimIn, keyOf, placeOf, programmeOf, type LedgerRow, type LedgerState } from './ledger-state.ts'

/** What became of one record of a request. */
export type Settled =
  | { readonly kind: 'kept'; readonly row: LedgerRow; readonly duplicate: boolean }
  | { readonly kind: 'refused'; readonly id: string; readonly problem: Required<Problem> }

/**
 * The rules of the ledger: decides about records one after the other and notes in the state what they change.
 * Pure but for the state it is given; everything it needs to know was read before.
 */
export function settle(state: LedgerState, examined: readonly Examined[], now: string): readonly Settled[] {
  return examined.map((one) => settleOne(state, one, now))
}

/** Decides again about held submissions of a subject, oldest first, after something that may let them in. */
export function rejudge(state: LedgerState, programme: string, subject: string): void {
  const held = [...state.rows.values()].filter(
    (row) => row.programme === programme && row.subject === subject && isWaiting(row),
  )
  for (const row of held.sort(bySequence)) rejudgeOne(state, row)
}

/** Decides again about one held submission whose instrument is known by now. */
export function rejudgeOne(state: LedgerState, row: LedgerRow): void {
  const reason = reasonToHold(state, row)
  if (reason === row.held_reason) return
  row.standing = reason === null ? 'accepted' : 'held'
  row.held_reason = reason
  if (reason === null) claim(state, row)
  noteUpdate(state, row)
}

function settleOne(state: LedgerState, examined: Examined, now: string): Settled {
  if (examined.kind === 'refused') return refused(examined.id, examined.code, examined.where)
  const { signed } = examined
  const [programme = ''] = programmeOf(examined)
  if (!state.programmes.has(programme)) return refused(signed.id, 'unknown-programme', 'audience.programme')
  const known = state.rows.get(keyOf(programme, signed.id))
  if (known?.standing === 'withdrawn') return refused(signed.id, 'withdrawn')
  if (known) return { kind: 'kept', row: known, duplicate: true }
  const row = newRow(examined, programme, now)
  const problem = problemOf(state, examined, row)
  if (problem) return refused(signed.id, problem.code, problem.where)
  state.rows.set(keyOf(programme, signed.id), row)
  state.changes.inserted.add(row)
  return { kind: 'kept', row, duplicate: false }
}

/** Settles one new record by its kind; a problem means that the record itself is not kept. */
function problemOf(state: LedgerState, examined: Exclude<Examined, { kind: 'refused' }>, row: LedgerRow) {
  switch (examined.kind) {
    case 'submission':
      return settleSubmission(state, examined, row)
    case 'withdrawal':
      return settleWithdrawal(state, examined, row)
    case 'enrolment':
      return settleEnrolment(state, examined, row)
    case 'unknown':
      return settleUnknown(state, examined, row)
  }
}

function settleSubmission(
  state: LedgerState,
  submission: ExaminedSubmission,
  row: LedgerRow,
): Problem | null {
  if (forgetIfWithdrawn(state, row)) return { code: 'withdrawn', where: '' }
  const reason = submission.instrumentKnown ? reasonToHold(state, row) : 'unknown-instrument'
  row.standing = reason === null ? 'accepted' : 'held'
  row.held_reason = reason
  if (reason === null) claim(state, row)
  return null
}

function settleUnknown(
  state: LedgerState,
  { reason }: Examined & { kind: 'unknown' },
  row: LedgerRow,
): Problem | null {
  if (forgetIfWithdrawn(state, row)) return { code: 'withdrawn', where: '' }
  row.standing = 'held'
  row.held_reason = reason
  return null
}

/** Takes back a submission, or anything held that this build cannot read, whether it has arrived or not. */
function settleWithdrawal(
  state: LedgerState,
  { record }: Examined & { kind: 'withdrawal' },
  row: LedgerRow,
): Problem | null {
  const target = state.rows.get(keyOf(row.programme, record.body.withdraws))
  if (target && target.profile_key !== row.profile_key)
    return { code: 'bad-signature', where: 'body.withdraws' }
  if (target && (target.kind === 'withdrawal' || target.kind === 'enrolment'))
    return { code: 'malformed-record', where: 'body.withdraws' }
  state.withdrawals.set(keyOf(row.programme, record.body.withdraws, row.profile_key), row.record)
  if (target && target.standing !== 'withdrawn') {
    forget(state, target, row.record)
    if (target.subject !== null) rejudge(state, row.programme, target.subject)
  }
  return null
}

function settleEnrolment(
  state: LedgerState,
  { record, codeHash }: Examined & { kind: 'enrolment' },
  row: LedgerRow,
): Problem | null {
  const code = state.codes.get(keyOf(row.programme, codeHash))
  if (!code || code.subject !== record.subject) return { code: 'unknown-code', where: 'body.code' }
  if (code.used_by !== null) return { code: 'code-used', where: 'body.code' }
  if (code.expires_at <= row.received_at) return { code: 'code-expired', where: 'body.code' }
  const key = keyOf(row.programme, record.subject, record.profileKey)
  if (state.enrolments.get(key)?.state === 'revoked') {
    row.standing = 'held'
    row.held_reason = 'revoked'
    return null
  }
  code.used_by = row.record
  state.changes.usedCodes.push(code)
  if (!state.enrolments.has(key)) {
    const enrolment = {
      programme: row.programme,
      subject: record.subject,
      profile_key: record.profileKey,
      state: 'active' as const,
      record: row.record,
      enrolled_at: row.received_at,
    }
    state.enrolments.set(key, enrolment)
    state.changes.enrolled.push(enrolment)
  }
  rejudge(state, row.programme, record.subject)
  return null
}

/** Why a submission whose instrument is known does not count yet; null when it does. */
function reasonToHold(state: LedgerState, row: LedgerRow): HeldReason | null {
  if (!state.openRounds.has(keyOf(row.programme, row.round ?? ''))) return 'round-not-open'
  const enrolment = state.enrolments.get(keyOf(row.programme, row.subject ?? '', row.profile_key))
  if (!enrolment) return 'not-enrolled'
  if (enrolment.state === 'revoked') return 'revoked'
  const others = [...(state.claims.get(placeOf(row)) ?? [])].filter(
    ([profile]) => profile !== row.profile_key,
  )
  return others.some(([, { accepted, withdrawn }]) => accepted > withdrawn) ? 'second-profile' : null
}

function claim(state: LedgerState, row: LedgerRow): void {
  const own = claimIn(state.claims, placeOf(row), row.profile_key)
  own.accepted = Math.max(own.accepted, row.sequence ?? 0)
}

/** True when the profile took this back before it arrived: only its name and place are kept. */
function forgetIfWithdrawn(state: LedgerState, row: LedgerRow): boolean {
  const by = state.withdrawals.get(keyOf(row.programme, row.record, row.profile_key))
  if (by === undefined) return false
  state.rows.set(keyOf(row.programme, row.record), row)
  state.changes.inserted.add(row)
  forget(state, row, by)
  return true
}

/**
 * Deletes what a record said and keeps that it was withdrawn. Its sequence stays: what it had replaced does not come
 * back, least of all at the higher consent tier it may have had.
 */
function forget(state: LedgerState, row: LedgerRow, by: string): void {
  row.standing = 'withdrawn'
  row.held_reason = null
  row.withdrawn_by = by
  row.bytes = null
  row.signature = null
  if (row.instrument !== null) {
    const own = claimIn(state.claims, placeOf(row), row.profile_key)
    own.withdrawn = Math.max(own.withdrawn, row.sequence ?? 0)
  }
  noteUpdate(state, row)
}

function noteUpdate(state: LedgerState, row: LedgerRow): void {
  if (!state.changes.inserted.has(row)) state.changes.updated.add(row)
}

/** Held for a reason that enrolling, withdrawing or opening a round can end. */
function isWaiting(row: LedgerRow): boolean {
  return row.standing === 'held' && waitingReasons.includes(row.held_reason ?? '')
}

const waitingReasons: readonly string[] = ['not-enrolled', 'second-profile', 'round-not-open']

function bySequence(a: LedgerRow, b: LedgerRow): number {
  return (a.sequence ?? 0) - (b.sequence ?? 0) || (a.record < b.record ? -1 : 1)
}

function newRow(
  examined: Exclude<Examined, { kind: 'refused' }>,
  programme: string,
  receivedAt: string,
): LedgerRow {
  const { signed } = examined
  const record = examined.kind === 'unknown' ? null : examined.record
  const submission = examined.kind === 'submission' ? examined.record : null
  return {
    programme,
    record: signed.id,
    kind: examined.kind,
    profile_key: examined.kind === 'unknown' ? examined.profileKey : examined.record.profileKey,
    subject: record?.subject ?? null,
    instrument: submission?.instrument.id ?? null,
    instrument_version: submission?.instrument.version ?? null,
    round: submission?.round ?? null,
    sequence: record?.sequence ?? null,
    withdraws: examined.kind === 'withdrawal' ? examined.record.body.withdraws : null,
    standing: 'accepted',
    held_reason: null,
    withdrawn_by: null,
    received_at: receivedAt,
    audit_head: null,
    bytes: Buffer.from(signed.bytes),
    signature: Buffer.from(signed.signature),
  }
}

function refused(id: string, code: Problem['code'], where = ''): Settled {
  return { kind: 'refused', id, problem: { code, where } }
}
