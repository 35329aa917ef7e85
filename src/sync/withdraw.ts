import type { ProfileStore } from '../storage/device-store.ts'
import type { RandomBytes } from './freeze-record.ts'
import { keepRecord, ownRecords, type KeptOutcome } from './keep-record.ts'

export type WithdrawOutcome =
  | KeptOutcome
  /** Signed by a former phone's key, or no submission at all: this key cannot take it back, the hub's operator can. */
  | { readonly kind: 'not-ours' }

/**
 * Takes a submission back with a record of its own. It works whatever became of the submission: one that still waits is
 * never sent, one that the hub keeps is deleted there.
 *
 * @param id of the submission.
 */
export async function withdraw(
  store: ProfileStore,
  id: string,
  claimedAt: string,
  random: RandomBytes,
): Promise<WithdrawOutcome> {
  const own = await ownRecords(store)
  const submission = own.find(({ kept }) => kept.id === id)
  if (submission?.record.kind !== 'submission') return { kind: 'not-ours' }
  const earlier = own.find(
    ({ kept, record }) =>
      record.kind === 'withdrawal' && record.body.withdraws === id && kept.state.kind !== 'refused',
  )
  if (earlier) return { kind: 'same-content', id: earlier.kept.id }
  const { audience, subject } = submission.record
  return keepRecord(
    store,
    submission.kept.assessment,
    () => ({ kind: 'withdrawal', audience, subject, claimedAt, body: { withdraws: id } }),
    random,
  )
}
