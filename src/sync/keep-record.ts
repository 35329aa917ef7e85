import { readRecord, type KnownRecord } from '../protocol/record.ts'
import type { KeptRecord, ProfileStore } from '../storage/device-store.ts'
import { contentHash, freezeRecord, type RandomBytes, type RecordDraft } from './freeze-record.ts'

export type KeptOutcome =
  | { readonly kind: 'frozen'; readonly id: string }
  /** Said already, by the record of this id: nothing new was made. */
  | { readonly kind: 'same-content'; readonly id: string }

/**
 * Freezes a record and puts it in the outbox, in one step of the store. When another tab froze one first, drafts again:
 * what this record replaces may have changed.
 *
 * @param assessment the assessment it comes from; null for none.
 */
export async function keepRecord(
  store: ProfileStore,
  assessment: string | null,
  makeDraft: (own: readonly OwnRecord[]) => RecordDraft,
  random: RandomBytes,
): Promise<KeptOutcome> {
  for (;;) {
    const sequence = await store.nextSequence()
    const draft = makeDraft(await ownRecords(store))
    const record = await freezeRecord(draft, sequence, store.signer, random)
    const content = await contentHash(draft)
    const outcome = await store.appendRecord({ ...record, kind: draft.kind, sequence, assessment, content })
    if (outcome.kind === 'same-content') return outcome
    if (outcome.kind === 'appended') return { kind: 'frozen', id: record.id }
  }
}

/** A kept record together with what it says. */
export interface OwnRecord {
  readonly kept: KeptRecord
  readonly record: KnownRecord
}

/** Every record of a profile, oldest first. Those of a later version say nothing to this one and are left out. */
export async function readRecords(store: ProfileStore): Promise<readonly OwnRecord[]> {
  const all = await store.listRecords()
  return all.flatMap((kept) => {
    const read = readRecord(kept.bytes)
    return read.kind === 'known' ? [{ kept, record: read.record }] : []
  })
}

/** Only those that this profile's present key signed. */
export async function ownRecords(store: ProfileStore): Promise<readonly OwnRecord[]> {
  return (await readRecords(store)).filter(({ kept }) => kept.profileKey === store.signer.publicKey)
}

/** Ids of the records that one of these takes back. */
export function withdrawnIds(records: readonly OwnRecord[]): ReadonlySet<string> {
  return new Set(
    records.flatMap(({ record }) => (record.kind === 'withdrawal' ? [record.body.withdraws] : [])),
  )
}
