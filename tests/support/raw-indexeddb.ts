import { deleteDB, openDB, type IDBPDatabase } from 'idb'

/** One stored value as a thief of the phone would see it. */
export interface RawRow {
  readonly database: string
  readonly store: string
  readonly key: IDBValidKey
  readonly value: unknown
}

/** Everything stored in databases whose names begin so. */
export async function readRaw(prefix: string): Promise<readonly RawRow[]> {
  const rows: RawRow[] = []
  for (const name of await namesOf(prefix)) {
    await withDatabase(name, async (database) => {
      for (const store of database.objectStoreNames) {
        const [keys, values] = await Promise.all([database.getAllKeys(store), database.getAll(store)])
        keys.forEach((key, i) => rows.push({ database: name, store, key, value: values[i] }))
      }
    })
  }
  return rows
}

export async function writeRaw(row: RawRow): Promise<void> {
  await withDatabase(row.database, async (database) => {
    const transaction = database.transaction(row.store, 'readwrite')
    const inline = transaction.store.keyPath !== null
    await Promise.all([transaction.store.put(row.value, inline ? undefined : row.key), transaction.done])
  })
}

/** Opens at the version that is there, and never waits for others. */
export async function withDatabase<Result>(
  name: string,
  work: (database: IDBPDatabase) => Promise<Result>,
): Promise<Result> {
  const database = await openDB(name)
  try {
    return await work(database)
  } finally {
    database.close()
  }
}

export async function namesOf(prefix: string): Promise<readonly string[]> {
  const found = await indexedDB.databases()
  return found.flatMap(({ name }) => (name?.startsWith(prefix) ? [name] : [])).sort()
}

export async function deleteRaw(prefix: string): Promise<void> {
  for (const name of await namesOf(prefix)) await deleteDB(name)
}

/**
 * Every text that could be read out of a stored value: strings, and byte strings read as UTF-8 and as UTF-16, from
 * either byte on.
 */
export function textsIn(value: unknown): string {
  if (typeof value === 'string') return value
  if (value instanceof Uint8Array) {
    const utf16 = (from: number) => {
      try {
        return new TextDecoder('utf-16le').decode(value.subarray(from))
      } catch {
        return ''
      }
    }
    return [new TextDecoder().decode(value), utf16(0), utf16(1)].join('\n')
  }
  if (typeof value === 'object' && value !== null)
    return Object.entries(value)
      .flatMap(([key, part]) => [key, textsIn(part)])
      .join('\n')
  return String(value)
}
