import type { Kysely } from 'kysely'
import { ProblemError, type Problem } from '../protocol/problem.ts'
import type { RecordOutcome } from '../protocol/exchange.ts'
import type { SignedMessage } from '../protocol/receipt.ts'
import type { SignedRecord } from '../protocol/record.ts'
import type { Signer } from '../protocol/signature.ts'
import { passingProblem, transact } from './database/transact.ts'
import type { Tables } from './database/tables.ts'
import { examine, type Examined, type HeldReason, type Knowledge } from './ledger/examine.ts'
import { groupCommit, type GroupLimits } from './ledger/group-commit.ts'
import { loadState, writeChanges, type LedgerRow } from './ledger/ledger-state.ts'
import { signReceipt } from './ledger/receipts.ts'
import { settle, type Settled } from './ledger/settle.ts'

/** What the hub keeps: every record once, each with an outcome that a signed receipt proves. */
export interface Ledger {
  /**
   * Appends records and answers for each, in order. Resolves only after what it says is on disk.
   * @throws ProblemError `busy` or `storage-full` when nothing was written and trying again can help.
   */
  append(records: readonly (SignedRecord | RefusedRecord)[]): Promise<RecordOutcome[]>
  /** What became of records sent earlier. */
  standings(ids: readonly string[]): Promise<RecordStanding[]>
}

/** A record that could not even be read from the request; it is refused in its place. */
export interface RefusedRecord {
  readonly id: string
  readonly problem: Required<Problem>
}

export type RecordStanding =
  | { readonly id: string; readonly outcome: 'kept'; readonly receipt: SignedMessage }
  | { readonly id: string; readonly outcome: 'withdrawn' | 'unknown' }

export interface LedgerParts {
  readonly db: Kysely<Tables>
  readonly signer: Signer
  readonly epoch: string
  readonly knowledge: Knowledge
  readonly now: () => Date
  readonly limits?: GroupLimits
}

const standardLimits: GroupLimits = { largestGroup: 500, mostWaiting: 5_000 }

export function openLedger({
  db,
  signer,
  epoch,
  knowledge,
  now,
  limits = standardLimits,
}: LedgerParts): Ledger {
  const commit = groupCommit<Examined, Settled>({
    ...limits,
    commit: (examined) =>
      transact(db, async (tx) => {
        const state = await loadState(tx, examined)
        const settled = settle(state, examined, now().toISOString())
        await writeChanges(tx, state)
        return settled
      }),
    concernsAll: (error) => passingProblem(error) !== null,
  })
  const receiptOf = (row: LedgerRow): Promise<SignedMessage> => signReceipt(signer, epoch, row)

  return {
    async append(records) {
      const examined = await Promise.all(records.map((record) => examineArrived(record, knowledge)))
      const genuine = examined.filter((one) => one.kind !== 'refused')
      const settled = genuine.length === 0 ? [] : await commit(genuine).catch(rethrowAsProblem)
      const rest = settled.values()
      return Promise.all(
        examined.map((one) =>
          one.kind === 'refused'
            ? { id: one.id, outcome: 'refused', problem: one.code, where: one.where }
            : outcomeOf(rest.next().value, receiptOf),
        ),
      )
    },
    async standings(ids) {
      const rows = await db
        .selectFrom('record')
        .selectAll()
        .where('programme', 'in', db.selectFrom('programme').select('programme'))
        .where('record', 'in', ids)
        .execute()
        .catch(rethrowAsProblem)
      const byId = new Map(rows.map((row) => [row.record, row]))
      return Promise.all(ids.map((id) => standingOf(id, byId.get(id), receiptOf)))
    },
  }
}

function examineArrived(record: SignedRecord | RefusedRecord, knowledge: Knowledge): Promise<Examined> {
  if ('bytes' in record) return examine(record, knowledge)
  return Promise.resolve({ kind: 'refused', id: record.id, ...record.problem })
}

/** Called after the commit: a row says how it stands now, also when a later record of the same group changed it. */
async function outcomeOf(
  settled: Settled | undefined,
  receiptOf: (row: LedgerRow) => Promise<SignedMessage>,
): Promise<RecordOutcome> {
  if (!settled) throw new RangeError('a record of the group was not settled')
  if (settled.kind === 'refused')
    return {
      id: settled.id,
      outcome: 'refused',
      problem: settled.problem.code,
      where: settled.problem.where,
    }
  const { row } = settled
  const id = row.record
  if (row.standing === 'withdrawn') return { id, outcome: 'refused', problem: 'withdrawn', where: '' }
  const receipt = await receiptOf(row)
  if (settled.duplicate) return { id, outcome: 'duplicate', receipt }
  if (row.standing === 'accepted') return { id, outcome: 'accepted', receipt }
  return { id, outcome: 'held', reason: row.held_reason as HeldReason, receipt }
}

async function standingOf(
  id: string,
  row: LedgerRow | undefined,
  receiptOf: (row: LedgerRow) => Promise<SignedMessage>,
): Promise<RecordStanding> {
  if (!row) return { id, outcome: 'unknown' }
  if (row.standing === 'withdrawn') return { id, outcome: 'withdrawn' }
  return { id, outcome: 'kept', receipt: await receiptOf(row) }
}

function rethrowAsProblem(error: unknown): never {
  const passing = passingProblem(error)
  throw passing ? new ProblemError(passing, '', { cause: error }) : error
}
