import type { Problem } from '../protocol/problem.ts'
import { readRecord } from '../protocol/record.ts'
import type { SignedMessage } from '../protocol/receipt.ts'
import type { KeptRecord, ProfileStore, RecordState } from '../storage/device-store.ts'
import { readReceipt } from './read-receipt.ts'
import type { HubTransport } from './transport.ts'

/** A profile, and the hub it hands over to. */
export interface HandOver {
  readonly store: ProfileStore
  readonly transport: HubTransport
  /** The pinned key of the hub behind the transport. */
  readonly hub: string
}

/** How a conversation with the hub went: the first problem, and whether there is any use in asking on now. */
export interface Progress {
  readonly problem: Problem | null
  readonly canGoOn: boolean
}

/** Records in one of these states that are meant for this hub. One for another hub is none of this one's business. */
export async function addressed(
  { store, hub }: HandOver,
  ...states: readonly RecordState['kind'][]
): Promise<readonly KeptRecord[]> {
  const all = await store.listRecords()
  return all.filter((kept) => states.includes(kept.state.kind) && hubOf(kept) === hub)
}

function hubOf({ bytes }: KeptRecord): string | null {
  const read = readRecord(bytes)
  if (read.kind === 'unreadable') return null
  return read.kind === 'known' ? read.record.audience.hub : read.audience.hub
}

/** What a receipt says became of a record, whatever the answer around it called it. */
export async function stateByReceipt(
  message: SignedMessage,
  { hub }: HandOver,
  record: string,
): Promise<RecordState | Unproved> {
  const read = await readReceipt(message, { hub, record })
  if (read.kind === 'invalid')
    return { kind: 'unproved', problem: { code: 'receipt-invalid', where: read.where } }
  const { standing } = read.receipt
  return standing.outcome === 'accepted'
    ? { kind: 'received', receipt: read.message }
    : { kind: 'held', reason: standing.reason, receipt: read.message }
}

/** Nothing is known for certain, so nothing changes but what the person is told. */
export interface Unproved {
  readonly kind: 'unproved'
  readonly problem: Problem
}
