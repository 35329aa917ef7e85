import * as v from 'valibot'
import { longestBatch, standingsAnswer } from '../protocol/exchange.ts'
import { canRetry, type Problem } from '../protocol/problem.ts'
import { receipt, type Receipt } from '../protocol/receipt.ts'
import { firstState, type KeptRecord, type RecordState } from '../storage/device-store.ts'
import { askHub } from './ask-hub.ts'
import { readRecords, withdrawnIds } from './keep-record.ts'
import { readJson } from './read-json.ts'
import { addressed, stateByReceipt, type HandOver, type Progress, type Unproved } from './outbox.ts'

type Standing = v.InferOutput<typeof standingsAnswer>['standings'][number]

/**
 * Asks what became of records that the hub held, and whether it still knows what it gave receipts for. A hub that does
 * not was restored from an older copy: what it lost waits again.
 */
export async function askStandings(means: HandOver): Promise<Progress> {
  const held = await addressed(means, 'held')
  const withdrawn = withdrawnIds(await readRecords(means.store))
  const received = (await addressed(means, 'received')).filter(({ id }) => !withdrawn.has(id))
  const doubtful = doubtfulAmong(received)
  const first = await ask(means, [...held, ...doubtful])
  if (!first.canGoOn || first.unknown === 0) return first
  const others = received.filter((record) => !doubtful.includes(record))
  return ask(means, others)
}

/**
 * Which receipts may have been forgotten. Usually the last one tells, by the hub's clock and by our own count: an older
 * copy of the hub lacks it. Receipts of two epochs say that the hub was restored in between: then any may be missing.
 * Asking about all of them every time would cost a receipt each.
 */
function doubtfulAmong(received: readonly KeptRecord[]): readonly KeptRecord[] {
  if (new Set(received.map(({ state }) => receiptIn(state)?.epoch)).size > 1) return received
  const at = ({ state }: KeptRecord) => receiptIn(state)?.receivedAt ?? ''
  const byClock = [...received].sort((a, b) => (at(a) < at(b) ? -1 : 1))
  return [...new Set([...byClock.slice(-1), ...received.slice(-1)])]
}

/** The receipt in a state; it was verified before it was kept. */
function receiptIn(state: RecordState): Receipt | null {
  const read = v.safeParse(receipt, 'receipt' in state ? readJson(state.receipt.bytes) : null)
  return read.success ? read.output : null
}

async function ask(
  means: HandOver,
  records: readonly KeptRecord[],
): Promise<Progress & { readonly unknown: number }> {
  let problem: Problem | null = null
  let unknown = 0
  for (let from = 0; from < records.length; from += longestBatch) {
    const batch = records.slice(from, from + longestBatch)
    const body = { ids: batch.map(({ id }) => id) }
    const answer = await askHub(
      means.transport,
      { method: 'POST', path: '/api/v1/standings', body },
      standingsAnswer,
    )
    if (answer.kind !== 'answered') {
      problem = answer.kind === 'failed' ? answer.problem : { code: 'not-our-hub' }
      if (canRetry(problem.code)) return { problem, canGoOn: false, unknown }
      continue
    }
    for (const record of batch) {
      const given = answer.value.standings.filter(({ id }) => id === record.id)
      const state = await stateByStanding(means, record, given)
      if (state.kind === 'unproved') problem ??= state.problem
      else if (isNew(state, record.state)) await means.store.changeRecord(record.id, state)
      if (state.kind === 'waiting') unknown++
    }
  }
  return { problem, canGoOn: true, unknown }
}

async function stateByStanding(
  means: HandOver,
  { id }: KeptRecord,
  given: readonly Standing[],
): Promise<RecordState | Unproved> {
  const [standing] = given
  if (!standing || given.length > 1)
    return { kind: 'unproved', problem: { code: 'receipt-invalid', where: `${given.length} standings` } }
  if (standing.outcome === 'kept') return stateByReceipt(standing.receipt, means, id)
  if (standing.outcome === 'unknown') return firstState
  // Taken back from elsewhere, such as a phone that this profile was copied from: it is not at the hub any more.
  return { kind: 'refused', problem: 'withdrawn', where: '' }
}

function isNew(state: RecordState, present: RecordState): boolean {
  const said = (it: RecordState) => JSON.stringify([it.kind, receiptIn(it)?.standing, receiptIn(it)?.epoch])
  return said(state) !== said(present)
}
