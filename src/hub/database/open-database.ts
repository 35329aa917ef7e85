import { Kysely, PostgresDialect } from 'kysely'
import { openEmbedded } from './embedded.ts'
import { lockFolder } from './folder-lock.ts'
import { migrate } from './migrate.ts'
import { openPostgres } from './postgres.ts'
import type { Tables } from './tables.ts'

export interface OpenDatabase {
  readonly engine: 'embedded' | 'postgresql'
  readonly db: Kysely<Tables>
  close(): Promise<void>
}

/** Where the data live: a folder of our own, or a PostgreSQL server. */
export type DatabasePlace =
  | { readonly engine: 'embedded'; readonly folder: string; readonly workerFile: URL }
  | { readonly engine: 'postgresql'; readonly url: string }

/**
 * Opens the database and brings its schema up to date. Both engines are reached through `pg` and the same queries.
 * @throws Refusal when it cannot be opened, is held by another hub, does not sync, or belongs to a newer build.
 */
export async function openDatabase(
  place: DatabasePlace,
  prepare: (db: Kysely<Tables>) => Promise<void> = migrate,
): Promise<OpenDatabase> {
  const { pool, close } =
    place.engine === 'postgresql'
      ? await openPostgres(place.url)
      : await openLocked(place.folder, place.workerFile)
  const db = new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) })
  try {
    await prepare(db)
  } catch (error) {
    await close()
    throw error
  }
  return { engine: place.engine, db, close }
}

async function openLocked(folder: string, workerFile: URL): ReturnType<typeof openEmbedded> {
  const lock = await lockFolder(folder)
  try {
    const { pool, close } = await openEmbedded(folder, workerFile)
    return {
      pool,
      close: async () => {
        await close()
        lock.release()
      },
    }
  } catch (error) {
    lock.release()
    throw error
  }
}
