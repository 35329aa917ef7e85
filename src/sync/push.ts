import { longestBatch, pushAnswer, type RecordOutcome } from '../protocol/exchange.ts'
import { canRetry, type Problem } from '../protocol/problem.ts'
import { toBase64url } from '../protocol/signature.ts'
import type { KeptRecord, RecordState } from '../storage/device-store.ts'
import { askHub } from './ask-hub.ts'
import { askStandings } from './ask-standings.ts'
import { readRecords, withdrawnIds } from './keep-record.ts'
import { addressed, stateByReceipt, type HandOver, type Progress, type Unproved } from './outbox.ts'
import type { TakeTurns } from './take-turns.ts'

export interface PushReport {
  /** Records that still wait after this push. */
  readonly waiting: number
  /** The first thing that went wrong; null when everything was answered for. */
  readonly problem: Problem | null
}

/**
 * Hands over what waits, oldest first, and asks what became of what the hub held.
 *
 * A record leaves "waiting" only on a receipt that this hub signed for it, or on the hub's explicit refusal. Whatever
 * else answers, or does not, leaves it waiting with the problem named. Pushing again is always safe.
 */
export function push(means: HandOver, takeTurns: TakeTurns): Promise<PushReport> {
  return takeTurns(`push ${means.store.id}`, async () => {
    const asked = await askStandings(means)
    const offered = asked.canGoOn ? await offerWaiting(means) : asked
    await closeWithdrawn(means)
    return {
      waiting: (await addressed(means, 'waiting')).length,
      problem: asked.problem ?? offered.problem,
    }
  })
}

async function offerWaiting(means: HandOver): Promise<Progress> {
  // What a person took back before it left does not leave any more; its withdrawal does.
  const withdrawn = withdrawnIds(await readRecords(means.store))
  const waiting = (await addressed(means, 'waiting')).filter(({ id }) => !withdrawn.has(id))
  let sofar: Progress = { problem: null, canGoOn: true }
  for (let from = 0; from < waiting.length && sofar.canGoOn; from += longestBatch) {
    sofar = then(sofar, await offer(means, waiting.slice(from, from + longestBatch)))
  }
  return sofar
}

/** Offers one batch. A hub that refuses the request as a whole is asked about its halves: one bad record blocks no other. */
async function offer(means: HandOver, batch: readonly KeptRecord[]): Promise<Progress> {
  const records = batch.map(({ id, bytes, signature }) => ({
    id,
    bytes: toBase64url(bytes),
    signature: toBase64url(signature),
  }))
  const answer = await askHub(
    means.transport,
    { method: 'POST', path: '/api/v1/records', body: { records } },
    pushAnswer,
  )
  if (answer.kind === 'answered') return settle(means, batch, answer.value.outcomes)
  const problem: Problem = answer.kind === 'failed' ? answer.problem : { code: 'not-our-hub' }
  const canGoOn = !canRetry(problem.code)
  if (canGoOn && batch.length > 1) {
    const half = Math.ceil(batch.length / 2)
    const first = await offer(means, batch.slice(0, half))
    return first.canGoOn ? then(first, await offer(means, batch.slice(half))) : first
  }
  for (const record of batch) await keepWaiting(means, record, problem)
  return { problem, canGoOn }
}

/** Gives each record of a batch the outcome that the hub proved or, for a refusal, stated. */
async function settle(
  means: HandOver,
  batch: readonly KeptRecord[],
  outcomes: readonly RecordOutcome[],
): Promise<Progress> {
  // A receipt proves itself. A refusal counts only in an answer that names exactly what was asked.
  const isExact =
    outcomes.length === batch.length && batch.every(({ id }) => outcomes.some((it) => it.id === id))
  let problem: Problem | null = isExact ? null : { code: 'receipt-invalid', where: 'outcomes do not match' }
  for (const record of batch) {
    const given = outcomes.filter(({ id }) => id === record.id)
    const state = await stateByOutcome(means, record, given, isExact)
    if (state.kind === 'unproved') {
      problem ??= state.problem
      await keepWaiting(means, record, state.problem)
    } else await means.store.changeRecord(record.id, state)
  }
  return { problem, canGoOn: true }
}

async function stateByOutcome(
  means: HandOver,
  { id }: KeptRecord,
  given: readonly RecordOutcome[],
  isExact: boolean,
): Promise<RecordState | Unproved> {
  const [outcome] = given
  if (!outcome || given.length > 1)
    return { kind: 'unproved', problem: { code: 'receipt-invalid', where: `${given.length} outcomes` } }
  if (outcome.outcome !== 'refused') return stateByReceipt(outcome.receipt, means, id)
  const { problem, where } = outcome
  if (canRetry(problem)) return { kind: 'unproved', problem: { code: problem, where } }
  if (!isExact)
    return { kind: 'unproved', problem: { code: 'receipt-invalid', where: 'outcomes do not match' } }
  return { kind: 'refused', problem, where }
}

async function keepWaiting({ store }: HandOver, { id, state }: KeptRecord, problem: Problem): Promise<void> {
  const attempts = (state.kind === 'waiting' ? state.attempts : 0) + 1
  await store.changeRecord(id, { kind: 'waiting', attempts, lastProblem: problem.code })
}

/** A submission that was taken back before any receipt came for it is done with once its withdrawal arrived. */
async function closeWithdrawn(means: HandOver): Promise<void> {
  const records = await readRecords(means.store)
  const arrived = withdrawnIds(records.filter(({ kept }) => kept.state.kind === 'received'))
  for (const { id } of await addressed(means, 'waiting')) {
    if (arrived.has(id))
      await means.store.changeRecord(id, { kind: 'refused', problem: 'withdrawn', where: '' })
  }
}

function then(first: Progress, second: Progress): Progress {
  return { problem: first.problem ?? second.problem, canGoOn: second.canGoOn }
}
