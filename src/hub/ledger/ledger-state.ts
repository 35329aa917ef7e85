import { sql, type Transaction } from 'kysely'
import type { EnrolmentCodeRow, EnrolmentRow, RecordRow, Tables } from '../database/tables.ts'
import type { Examined } from './examine.ts'

/** A record as the ledger keeps it, without its bytes when it was read back. */
export type LedgerRow = RecordRow

/** Highest sequences of one profile in one place; 0 where there is none. */
export interface Claim {
  accepted: number
  withdrawn: number
}

/**
 * What the ledger knows about the records of one group, read under the programme's lock. Rules change it in memory;
 * {@link writeChanges} takes it to the tables.
 */
export interface LedgerState {
  readonly programmes: ReadonlySet<string>
  readonly openRounds: ReadonlySet<string>
  /** By programme and record id. */
  readonly rows: Map<string, LedgerRow>
  /** Withdrawal records by programme, target and profile key: only the profile itself can take something back. */
  readonly withdrawals: Map<string, string>
  /** By place, then profile key. */
  readonly claims: Map<string, Map<string, Claim>>
  readonly enrolments: Map<string, EnrolmentRow>
  readonly codes: Map<string, EnrolmentCodeRow>
  readonly changes: {
    readonly inserted: Set<LedgerRow>
    readonly updated: Set<LedgerRow>
    readonly enrolled: EnrolmentRow[]
    readonly usedCodes: EnrolmentCodeRow[]
  }
}

/** No part of a key holds a space. */
export function keyOf(...parts: readonly string[]): string {
  return parts.join(' ')
}

/** Place for which profiles compete: one current submission per programme, instrument, round and subject. */
export function placeOf(row: Pick<LedgerRow, 'programme' | 'instrument' | 'round' | 'subject'>): string {
  return keyOf(row.programme, row.instrument ?? '', row.round ?? '', row.subject ?? '')
}

/**
 * Locks the programmes of these records and reads all that decides about them. The lock makes writers of a programme
 * take turns, also those of other hub processes; group commit makes the turns few.
 * @param rejudged Held rows to decide again, beside the examined ones.
 */
export async function loadState(
  tx: Transaction<Tables>,
  examined: readonly Examined[],
  rejudged: readonly LedgerRow[] = [],
): Promise<LedgerState> {
  const asked = [
    ...new Set([...examined.flatMap(programmeOf), ...rejudged.map(({ programme }) => programme)]),
  ]
  const programmes = await lockProgrammes(tx, asked)
  const ids = [...new Set(examined.flatMap(idsOf))]
  const kept = await readRows(tx, programmes, ids)
  const held = await readHeld(tx, programmes, examined)
  const rows = new Map([...held, ...kept, ...rejudged].map((row) => [keyOf(row.programme, row.record), row]))
  const candidates = [...examined.flatMap(candidateOf), ...held, ...rejudged]
  return {
    programmes: new Set(programmes),
    openRounds: await readOpenRounds(tx, programmes),
    rows,
    withdrawals: withdrawalsAmong(kept),
    claims: await readClaims(tx, programmes, candidates),
    enrolments: await readEnrolments(tx, programmes, candidates),
    codes: await readCodes(tx, programmes, examined),
    changes: { inserted: new Set(), updated: new Set(), enrolled: [], usedCodes: [] },
  }
}

/** Writes what the rules changed, in as few statements as there are tables. */
export async function writeChanges(tx: Transaction<Tables>, { changes }: LedgerState): Promise<void> {
  if (changes.inserted.size > 0)
    await tx
      .insertInto('record')
      .values([...changes.inserted])
      .execute()
  for (const row of changes.updated) {
    const { programme, record, bytes, signature, ...columns } = row
    // Bytes were not read back; the only change they know is to be forgotten.
    const forgotten = row.standing === 'withdrawn' ? { bytes, signature } : {}
    await tx
      .updateTable('record')
      .set({ ...columns, ...forgotten })
      .where('programme', '=', programme)
      .where('record', '=', record)
      .execute()
  }
  if (changes.enrolled.length > 0)
    await tx
      .insertInto('enrolment')
      .values(changes.enrolled)
      .onConflict((conflict) => conflict.doNothing())
      .execute()
  for (const code of changes.usedCodes)
    await tx
      .updateTable('enrolment_code')
      .set({ used_by: code.used_by })
      .where('programme', '=', code.programme)
      .where('code_hash', '=', code.code_hash)
      .execute()
}

async function lockProgrammes(tx: Transaction<Tables>, asked: readonly string[]): Promise<string[]> {
  const rows = await tx
    .selectFrom('programme')
    .select('programme')
    .where(isOneOf('programme', asked))
    .orderBy('programme')
    .forUpdate()
    .execute()
  return rows.map(({ programme }) => programme)
}

async function readOpenRounds(tx: Transaction<Tables>, programmes: readonly string[]): Promise<Set<string>> {
  const rows = await tx
    .selectFrom('round')
    .select(['programme', 'round'])
    .where(isOneOf('programme', programmes))
    .where('state', '=', 'open')
    .execute()
  return new Set(rows.map(({ programme, round }) => keyOf(programme, round)))
}

/** The records themselves, and the withdrawals that name them. */
async function readRows(
  tx: Transaction<Tables>,
  programmes: readonly string[],
  ids: readonly string[],
): Promise<LedgerRow[]> {
  if (ids.length === 0) return []
  const inProgrammes = tx.selectFrom('record').select(columns).where(isOneOf('programme', programmes))
  const rows = await inProgrammes
    .where(isOneOf('record', ids))
    .unionAll(inProgrammes.where(isOneOf('withdraws', ids)))
    .execute()
  return rows.map(withoutBytes)
}

/** Held submissions that an enrolment or a withdrawal of the same subject may let in. */
async function readHeld(
  tx: Transaction<Tables>,
  programmes: readonly string[],
  examined: readonly Examined[],
): Promise<LedgerRow[]> {
  const subjects = examined.flatMap((one) =>
    one.kind === 'enrolment' || one.kind === 'withdrawal' ? [one.record.subject] : [],
  )
  if (subjects.length === 0) return []
  const rows = await tx
    .selectFrom('record')
    .select(columns)
    .where(isOneOf('programme', programmes))
    .where(isOneOf('subject', subjects))
    .where('standing', '=', 'held')
    .execute()
  return rows.map(withoutBytes)
}

async function readClaims(
  tx: Transaction<Tables>,
  programmes: readonly string[],
  candidates: readonly Candidate[],
): Promise<LedgerState['claims']> {
  const claims: LedgerState['claims'] = new Map()
  const places = candidates.filter(({ instrument }) => instrument !== null)
  if (places.length === 0) return claims
  // Wider than the places asked for (any of these instruments, rounds and subjects), so that the statement is short.
  const rows = await tx
    .selectFrom('record')
    .select(['programme', 'instrument', 'round', 'subject', 'profile_key', 'standing'])
    .select(({ fn }) => fn.max('sequence').as('sequence'))
    .where(isOneOf('programme', programmes))
    .where(
      isOneOf(
        'instrument',
        places.map(({ instrument }) => instrument ?? ''),
      ),
    )
    .where(
      isOneOf(
        'round',
        places.map(({ round }) => round ?? ''),
      ),
    )
    .where(
      isOneOf(
        'subject',
        places.map(({ subject }) => subject ?? ''),
      ),
    )
    .where('standing', 'in', ['accepted', 'withdrawn'])
    .groupBy(['programme', 'instrument', 'round', 'subject', 'profile_key', 'standing'])
    .execute()
  for (const row of rows) {
    const claim = claimIn(claims, placeOf(row), row.profile_key)
    claim[row.standing === 'accepted' ? 'accepted' : 'withdrawn'] = row.sequence ?? 0
  }
  return claims
}

/** The claim of a profile on a place, made when it has none. */
export function claimIn(claims: LedgerState['claims'], place: string, profileKey: string): Claim {
  const profiles = claims.get(place) ?? new Map<string, Claim>()
  claims.set(place, profiles)
  const claim = profiles.get(profileKey) ?? { accepted: 0, withdrawn: 0 }
  profiles.set(profileKey, claim)
  return claim
}

async function readEnrolments(
  tx: Transaction<Tables>,
  programmes: readonly string[],
  candidates: readonly Candidate[],
): Promise<LedgerState['enrolments']> {
  if (candidates.length === 0) return new Map()
  const rows = await tx
    .selectFrom('enrolment')
    .selectAll()
    .where(isOneOf('programme', programmes))
    .where(
      isOneOf(
        'subject',
        candidates.map(({ subject }) => subject ?? ''),
      ),
    )
    .where(
      isOneOf(
        'profile_key',
        candidates.map(({ profile_key }) => profile_key),
      ),
    )
    .execute()
  return new Map(rows.map((row) => [keyOf(row.programme, row.subject, row.profile_key), row]))
}

async function readCodes(
  tx: Transaction<Tables>,
  programmes: readonly string[],
  examined: readonly Examined[],
): Promise<LedgerState['codes']> {
  const hashes = examined.flatMap((one) => (one.kind === 'enrolment' ? [one.codeHash] : []))
  if (hashes.length === 0) return new Map()
  const rows = await tx
    .selectFrom('enrolment_code')
    .selectAll()
    .where(isOneOf('programme', programmes))
    .where(isOneOf('code_hash', hashes))
    .execute()
  return new Map(rows.map((row) => [keyOf(row.programme, row.code_hash), row]))
}

type Candidate = Pick<LedgerRow, 'subject' | 'profile_key' | 'instrument' | 'round'>

function candidateOf(examined: Examined): Candidate[] {
  if (examined.kind === 'enrolment')
    return [
      {
        subject: examined.record.subject,
        profile_key: examined.record.profileKey,
        instrument: null,
        round: null,
      },
    ]
  if (examined.kind !== 'submission') return []
  const { subject, profileKey, instrument, round } = examined.record
  return [{ subject, profile_key: profileKey, instrument: instrument.id, round }]
}

function idsOf(examined: Examined): string[] {
  if (examined.kind === 'refused') return []
  return examined.kind === 'withdrawal'
    ? [examined.signed.id, examined.record.body.withdraws]
    : [examined.signed.id]
}

/** The programme a readable record is meant for. */
export function programmeOf(examined: Examined): string[] {
  if (examined.kind === 'refused') return []
  return [examined.kind === 'unknown' ? examined.programme : examined.record.audience.programme]
}

function withdrawalsAmong(rows: readonly LedgerRow[]): Map<string, string> {
  return new Map(
    rows
      .filter(({ withdraws }) => withdraws !== null)
      .map((row) => [keyOf(row.programme, row.withdraws ?? '', row.profile_key), row.record]),
  )
}

const columns = [
  'programme',
  'record',
  'kind',
  'profile_key',
  'subject',
  'instrument',
  'instrument_version',
  'round',
  'sequence',
  'withdraws',
  'standing',
  'held_reason',
  'withdrawn_by',
  'received_at',
  'audit_head',
] as const

function withoutBytes(row: Omit<LedgerRow, 'bytes' | 'signature'>): LedgerRow {
  return { ...row, bytes: null, signature: null }
}

/** One parameter whatever the number of values, so that the engine meets the same statement again. */
function isOneOf(column: string, values: readonly string[]) {
  return sql<boolean>`${sql.ref(column)} = any(${[...new Set(values)]}::text[])`
}
