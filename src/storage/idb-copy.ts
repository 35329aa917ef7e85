import type { Answer } from '../domain/assessment/assessment.ts'
import type { CopiedAssessment, KeptRecord, ProfileCopy, RecordState } from './device-store.ts'
import { isSameWrite } from './encryption.ts'
import type { Stores } from './idb-connection.ts'
import type { OpenProfile, SealedStore } from './idb-profile-store.ts'
import { ownLast, sealRow, type FrozenRecord } from './idb-records.ts'
import { mergeCopies } from './merge-copies.ts'
import type { ProfileSchema, RecordRow } from './schema.ts'

const names = ['assessments', 'answers', 'records', 'outbox', 'place'] as const

type Row =
  | { readonly store: 'records'; readonly key: string; readonly value: RecordRow }
  | { readonly store: 'answers'; readonly key: ProfileSchema['answers']['key']; readonly value: Uint8Array }
  | { readonly store: 'assessments' | 'outbox'; readonly key: string; readonly value: Uint8Array }
  | { readonly store: 'place'; readonly key: 'place'; readonly value: Uint8Array }

/** A whole profile at once, for a file copy. */
export async function copyEverything(profile: OpenProfile): Promise<ProfileCopy> {
  return unsealRows(profile, await profile.connection.read(names, readRows))
}

/** Brings a copy back, beside whatever stands here. */
export async function mergeCopy(profile: OpenProfile, copy: ProfileCopy): Promise<void> {
  for (let written = false; !written;) {
    const before = await profile.connection.read(names, readRows)
    const after = await sealRows(profile, mergeCopies(await unsealRows(profile, before), copy))
    written = await profile.connection.write(names, async (stores) => {
      // Another tab wrote while we merged: what it wrote belongs in, too.
      if (!sameRows(before, await readRows(stores))) return false
      await Promise.all([
        ...names.map((name) => stores[name].clear()),
        ...after.map((row) => put(stores, row)),
      ])
      return true
    })
  }
}

async function readRows(
  stores: Stores<ProfileSchema, SealedStore, 'readonly' | 'readwrite'>,
): Promise<readonly Row[]> {
  const rows = await Promise.all(
    names.map(async (name) => {
      const [keys, values] = await Promise.all([stores[name].getAllKeys(), stores[name].getAll()])
      return keys.map((key, i) => ({ store: name, key, value: values[i] }) as Row)
    }),
  )
  return rows.flat()
}

function put(stores: Stores<ProfileSchema, SealedStore, 'readwrite'>, row: Row): Promise<unknown> {
  if (row.store === 'records') return stores.records.put(row.value, row.key)
  if (row.store === 'answers') return stores.answers.put(row.value, row.key)
  if (row.store === 'place') return stores.place.put(row.value, row.key)
  return stores[row.store].put(row.value, row.key)
}

function sameRows(before: readonly Row[], now: readonly Row[]): boolean {
  return (
    before.length === now.length &&
    before.every((row, i) => {
      const other = now[i]
      return other && isSameWrite(sealedPart(row), sealedPart(other))
    })
  )
}

function sealedPart({ value }: Row): Uint8Array {
  return value instanceof Uint8Array ? value : value.sealed
}

async function unsealRows({ publicKey, unseal }: OpenProfile, rows: readonly Row[]): Promise<ProfileCopy> {
  /** Everything of one store as [key, value], in the order of the keys. */
  const contentsOf = <Value, Key extends string | readonly [string, string, number] = string>(
    store: Row['store'],
  ): Promise<(readonly [Key, Value])[]> =>
    Promise.all(
      rows
        .filter((row) => row.store === store)
        .map(async (row) => {
          const key = typeof row.key === 'string' ? [row.key] : row.key
          return [row.key as Key, await unseal<Value>(store, key, sealedPart(row))] as const
        }),
    )
  const [heads, answers, records, states, places] = await Promise.all([
    contentsOf<CopiedAssessment['head']>('assessments'),
    contentsOf<Answer, readonly [string, string, number]>('answers'),
    contentsOf<FrozenRecord>('records'),
    contentsOf<RecordState>('outbox'),
    contentsOf<string>('place'),
  ])
  const revisions = new Map<string, Map<string, Answer[]>>(heads.map(([id]) => [id, new Map()]))
  for (const [[assessment, indicator], answer] of answers) {
    const all = revisions.get(assessment)
    all?.set(indicator, [...(all.get(indicator) ?? []), answer])
  }
  const stateOf = new Map(states)
  return {
    assessments: heads.map(([id, head]) => ({
      head,
      revisions: Object.fromEntries(revisions.get(id) ?? []),
    })),
    records: ownLast(
      records.flatMap(([id, record]): KeptRecord[] => {
        const state = stateOf.get(id)
        return state ? [{ ...record, state }] : []
      }),
      publicKey,
    ),
    place: places[0]?.[1] ?? null,
  }
}

async function sealRows({ seal }: OpenProfile, copy: ProfileCopy): Promise<readonly Row[]> {
  const heads = copy.assessments.map(async ({ head }): Promise<Row> => {
    return { store: 'assessments', key: head.id, value: await seal('assessments', [head.id], head) }
  })
  const answers = copy.assessments.flatMap(({ head, revisions }) =>
    Object.entries(revisions).flatMap(([indicator, all]) =>
      all.map(async (answer, i): Promise<Row> => {
        const key: ProfileSchema['answers']['key'] = [head.id, indicator, i + 1]
        return { store: 'answers', key, value: await seal('answers', key, answer) }
      }),
    ),
  )
  const records = copy.records.flatMap(({ state, ...record }): Promise<Row>[] => [
    sealRow(seal, record).then((value) => ({ store: 'records', key: record.id, value })),
    seal('outbox', [record.id], state).then((value) => ({ store: 'outbox', key: record.id, value })),
  ])
  const place =
    copy.place === null
      ? []
      : [seal('place', ['place'], copy.place).then((value): Row => ({ store: 'place', key: 'place', value }))]
  return Promise.all([...heads, ...answers, ...records, ...place])
}
