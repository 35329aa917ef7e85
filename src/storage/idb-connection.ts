import {
  deleteDB,
  openDB,
  type DBSchema,
  type IDBPDatabase,
  type IDBPObjectStore,
  type StoreNames,
} from 'idb'
import { StorageError } from './device-store.ts'

/**
 * One database, opened when first used and opened again when the browser drops it. Each call is one transaction over
 * the named stores: it resolves once the transaction is complete, and a throwing `work` undoes it.
 *
 * When the connection turns out to be broken, `work` runs once more on a new one. It must therefore be safe to repeat:
 * a transaction that was cut off may have been written or not.
 * @throws StorageError for what the world did; mistakes of ours pass unchanged.
 */
export interface Connection<Schema extends DBSchema> {
  readonly name: string
  read<Name extends StoreNames<Schema> & string, Result>(
    names: readonly Name[],
    work: (stores: Stores<Schema, Name, 'readonly'>) => Promise<Result>,
  ): Promise<Result>
  /** @param durability `strict` has reached the disk when it resolves; `relaxed` may still be on its way. */
  write<Name extends StoreNames<Schema> & string, Result>(
    names: readonly Name[],
    work: (stores: Stores<Schema, Name, 'readwrite'>) => Promise<Result>,
    durability?: 'strict' | 'relaxed',
  ): Promise<Result>
  close(): void
}

/** The stores of one transaction, by name. */
export type Stores<
  Schema extends DBSchema,
  Name extends StoreNames<Schema> & string,
  Mode extends IDBTransactionMode,
> = {
  readonly [Each in Name]: IDBPObjectStore<Schema, ArrayLike<StoreNames<Schema>>, Each, Mode>
}

interface DatabaseDescription<Schema extends DBSchema> {
  readonly name: string
  readonly version: number
  readonly upgrade: (database: IDBPDatabase<Schema>, from: number) => void
  /** False: a database that is not there is `missing`, since another tab may just have deleted it. */
  readonly mayCreate: boolean
}

export function connect<Schema extends DBSchema>(
  description: DatabaseDescription<Schema>,
): Connection<Schema> {
  let opening: Promise<IDBPDatabase<Schema>> | null = null
  let closed = false

  function database(): Promise<IDBPDatabase<Schema>> {
    if (closed) throw new StorageError('unavailable', `${description.name} is closed`)
    if (opening) return opening
    const mine = openDatabase(description, () => {
      if (opening === mine) opening = null
    })
    opening = mine
    return mine
  }

  async function healing<Result>(work: (database: IDBPDatabase<Schema>) => Promise<Result>): Promise<Result> {
    try {
      return await work(await database())
    } catch (cause) {
      if (!isBroken(cause)) throw asStorageError(cause, description.name)
      const broken = opening
      opening = null
      await broken?.then(closeHandle, () => undefined)
    }
    try {
      return await work(await database())
    } catch (cause) {
      throw asStorageError(cause, description.name)
    }
  }

  return {
    name: description.name,
    read: (names, work) => healing((database) => transact(database, names, 'readonly', work)),
    write: (names, work, durability = 'strict') =>
      healing((database) => transact(database, names, 'readwrite', work, { durability })),
    close() {
      closed = true
      void opening?.then(closeHandle, () => undefined)
    },
  }
}

async function transact<
  Schema extends DBSchema,
  Name extends StoreNames<Schema> & string,
  Mode extends IDBTransactionMode,
  Result,
>(
  database: IDBPDatabase<Schema>,
  names: readonly Name[],
  mode: Mode,
  work: (stores: Stores<Schema, Name, Mode>) => Promise<Result>,
  options: IDBTransactionOptions = {},
): Promise<Result> {
  const transaction = database.transaction([...names], mode, options)
  const stores = Object.fromEntries(names.map((name) => [name, transaction.objectStore(name)]))
  // What `work` throws at once becomes a rejection like any other, so that `done` is never left without a listener.
  const working = (async () => work(stores as unknown as Stores<Schema, Name, Mode>))()
  try {
    const [result] = await Promise.all([working, transaction.done])
    return result
  } catch (cause) {
    abort(transaction)
    throw cause
  }
}

function abort(transaction: { abort(): void }): void {
  try {
    transaction.abort()
  } catch {
    // It was over already, which is what was wanted.
  }
}

/** Every open handle lets go when it hears of this, so it never waits for another tab. */
export async function deleteDatabase(name: string): Promise<void> {
  try {
    await deleteDB(name)
  } catch (cause) {
    throw asStorageError(cause, name)
  }
}

async function openDatabase<Schema extends DBSchema>(
  { name, version, upgrade, mayCreate }: DatabaseDescription<Schema>,
  lost: () => void,
): Promise<IDBPDatabase<Schema>> {
  let absent = false
  try {
    return await openDB<Schema>(name, version, {
      upgrade(fresh, from, _to, transaction) {
        transaction.done.catch(() => undefined)
        absent = from === 0 && !mayCreate
        if (absent) transaction.abort()
        else upgrade(fresh, from)
      },
      // Another tab upgrades or deletes: let go at once, or it would wait for us.
      blocking(_current, _wanted, event) {
        ;(event.target as IDBDatabase).close()
        lost()
      },
      terminated: lost,
    })
  } catch (cause) {
    lost()
    throw absent ? new StorageError('missing', name, { cause }) : cause
  }
}

function closeHandle(database: { close(): void }): void {
  database.close()
}

function nameOf(cause: unknown): string {
  return cause instanceof DOMException ? cause.name : ''
}

/** What a dropped connection looks like: refused at once, cut off half-way, or failing for no reason given. */
function isBroken(cause: unknown): boolean {
  return ['InvalidStateError', 'AbortError', 'UnknownError'].includes(nameOf(cause))
}

const codes: Readonly<Record<string, StorageError['code']>> = {
  QuotaExceededError: 'full',
  VersionError: 'newer',
  NotFoundError: 'unreadable',
  NotReadableError: 'unreadable',
  InvalidStateError: 'unavailable',
  AbortError: 'unavailable',
  UnknownError: 'unavailable',
  SecurityError: 'unavailable',
  // Only keys could be refused here: some private windows keep none.
  DataCloneError: 'unavailable',
  TimeoutError: 'unavailable',
}

function asStorageError(cause: unknown, detail: string): unknown {
  const code = codes[nameOf(cause)]
  return code ? new StorageError(code, detail, { cause }) : cause
}
