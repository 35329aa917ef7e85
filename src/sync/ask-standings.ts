import type * as v from 'valibot'
import { longestBatch, standingsAnswer } from '../protocol/exchange.ts'
import { canRetry, type Problem } from '../protocol/problem.ts'
import { firstState, type KeptRecord, type RecordState } from '../storage/device-store.ts'
import { askHub } from './ask-hub.ts'
import { readRecords, withdrawnIds } from './keep-record.ts'
import { addressed, stateByReceipt, type HandOver, type Progress, type Unproved } from './outbox.ts'

type Standing = v.InferOutput<typeof standingsAnswer>['standings'][number]

/**
 * Asks what became of records that the hub held, and whether it still knows the newest one it gave a receipt for. A hub
 * that does not was restored from an older copy: then everything it received is asked about, and what it lost waits again.
 */
export async function askStandings(means: HandOver): Promise<Progress> {
  const held = await addressed(means, 'held')
  const received = await addressed(means, 'received')
  const withdrawn = withdrawnIds(await readRecords(means.store))
  const newest = received.findLast(({ id }) => !withdrawn.has(id))
  const first = await ask(means, newest ? [...held, newest] : held)
  if (!first.canGoOn || first.unknown === 0) return first
  return ask(
    means,
    received.filter((record) => record !== newest),
  )
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
  { id, state }: KeptRecord,
  given: readonly Standing[],
): Promise<RecordState | Unproved> {
  const [standing] = given
  if (!standing || given.length > 1)
    return { kind: 'unproved', problem: { code: 'receipt-invalid', where: `${given.length} standings` } }
  if (standing.outcome === 'kept') return stateByReceipt(standing.receipt, means, id)
  if (standing.outcome === 'unknown') return firstState
  // The receipt stays where there is one: it is the proof that the record was there to be withdrawn.
  return state.kind === 'received' ? state : { kind: 'refused', problem: 'withdrawn', where: '' }
}

function isNew(state: RecordState, present: RecordState): boolean {
  const reason = (it: RecordState) => (it.kind === 'held' ? it.reason : '')
  return state.kind !== present.kind || reason(state) !== reason(present)
}
