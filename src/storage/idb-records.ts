import type { IDBPObjectStore, StoreNames } from 'idb'
import {
  firstState,
  StorageError,
  type KeptRecord,
  type ProfileStore,
  type RecordState,
} from './device-store.ts'
import type { OpenProfile } from './idb-profile-store.ts'
import type { ProfileSchema, RecordRow } from './schema.ts'

export type FrozenRecord = Omit<KeptRecord, 'state'>

/** Records and the outbox. A record's row is written once; only its outbox row ever changes. */
export function idbRecords({
  connection,
  publicKey,
  seal,
  unseal,
}: OpenProfile): Pick<ProfileStore, 'appendRecord' | 'nextSequence' | 'listRecords' | 'changeRecord'> {
  const openRecord = async (row: RecordRow): Promise<FrozenRecord> => {
    const record = await unseal<FrozenRecord>('records', [row.id], row.sealed)
    if (!fits(row, record)) throw new StorageError('unreadable', `record ${row.id}`)
    return record
  }

  /** The newest record of this key and assessment that was not refused. */
  async function newestOf(assessment: string): Promise<FrozenRecord | null> {
    const rows = await connection.read(['records', 'outbox'], async ({ records, outbox }) => {
      const found = await records.index('assessment').getAll(assessment)
      const states = await Promise.all(found.map(({ id }) => outbox.get(id)))
      return found.map((row, i) => ({ row, state: states[i] }))
    })
    const own = rows.filter(({ row }) => row.profileKey === publicKey)
    for (const { row, state } of own.sort((a, b) => b.row.sequence - a.row.sequence)) {
      const { kind } = state ? await unseal<RecordState>('outbox', [row.id], state) : firstState
      if (kind !== 'refused') return openRecord(row)
    }
    return null
  }

  return {
    async appendRecord(record) {
      const frozen: FrozenRecord = { ...record, profileKey: publicKey }
      const newest = await newestOf(record.assessment ?? '')
      if (newest && newest.content === record.content && newest.id !== record.id)
        return { kind: 'same-content', id: newest.id }
      const [row, state] = await Promise.all([sealRow(seal, frozen), seal('outbox', [record.id], firstState)])
      return connection.write(['records', 'outbox'], async ({ records, outbox }) => {
        const [same, last] = await Promise.all([records.getKey(record.id), lastSequence(records, publicKey)])
        // There already when a first attempt was written though its connection broke.
        if (same !== undefined) return { kind: 'appended' }
        if (record.sequence !== last + 1) return { kind: 'sequence-taken' }
        await Promise.all([records.add(row, record.id), outbox.add(state, record.id)])
        return { kind: 'appended' }
      })
    },
    async nextSequence() {
      return (await connection.read(['records'], ({ records }) => lastSequence(records, publicKey))) + 1
    },
    async listRecords() {
      const rows = await connection.read(['records', 'outbox'], async ({ records, outbox }) => {
        const [all, ids, states] = await Promise.all([
          records.index('order').getAll(),
          outbox.getAllKeys(),
          outbox.getAll(),
        ])
        return { records: all, states: new Map(ids.map((id, i) => [id, states[i]])) }
      })
      const records = await Promise.all(
        rows.records.map(async (row): Promise<KeptRecord> => {
          const state = rows.states.get(row.id)
          if (!state) throw new StorageError('unreadable', `record ${row.id}`)
          return { ...(await openRecord(row)), state: await unseal<RecordState>('outbox', [row.id], state) }
        }),
      )
      return ownLast(records, publicKey)
    },
    async changeRecord(id, state) {
      const sealed = await seal('outbox', [id], state)
      await connection.write(['outbox'], async ({ outbox }) => {
        if ((await outbox.getKey(id)) === undefined) throw new StorageError('missing', id)
        await outbox.put(sealed, id)
      })
    },
  }
}

/** A record's row: what must be indexed stands beside the sealed record and is compared with it when read. */
export async function sealRow(seal: OpenProfile['seal'], record: FrozenRecord): Promise<RecordRow> {
  return { ...indexed(record), sealed: await seal('records', [record.id], record) }
}

/** Records of former keys first: they came from a copy made before this profile's own. */
export function ownLast<Item extends { readonly profileKey: string }>(
  records: readonly Item[],
  publicKey: string,
): readonly Item[] {
  return [
    ...records.filter((record) => record.profileKey !== publicKey),
    ...records.filter((record) => record.profileKey === publicKey),
  ]
}

function indexed({ id, profileKey, sequence, assessment }: RecordRow | FrozenRecord) {
  return { id, profileKey, sequence, assessment: assessment ?? '' }
}

function fits(row: RecordRow, record: FrozenRecord): boolean {
  return JSON.stringify(indexed(row)) === JSON.stringify(indexed(record))
}

/** Highest sequence of this key; 0 when it has no record yet. */
async function lastSequence(
  records: IDBPObjectStore<
    ProfileSchema,
    ArrayLike<StoreNames<ProfileSchema>>,
    'records',
    'readonly' | 'readwrite'
  >,
  publicKey: string,
): Promise<number> {
  const own = IDBKeyRange.bound([publicKey], [publicKey, []])
  const cursor = await records.index('order').openKeyCursor(own, 'prev')
  return cursor?.key[1] ?? 0
}
