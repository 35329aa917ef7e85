import { randomUUID } from 'node:crypto'
import type { Kysely } from 'kysely'
import type { Tables } from './database/tables.ts'
import { Refusal } from './refusal.ts'

/** Facts about a store that outlive a start. */
export interface StoreFacts {
  /** Changes when the store is restored from a backup, so that phones offer their records again. */
  readonly epoch: string
  /** Everything in this store is invented. */
  readonly demonstration: boolean
}

/** Every hub has this programme. */
export const defaultProgramme = 'default'

/**
 * Makes an empty database a hub's store: an epoch, the default programme, its round open. On later starts it only
 * renames the programme and opens the configured round; rounds opened before stay open.
 * @throws Refusal when a demonstration is asked for on a database with real rows.
 */
export async function prepareStore(
  db: Kysely<Tables>,
  { name, round, demonstration, now }: { name: string; round: string; demonstration: boolean; now: Date },
): Promise<StoreFacts> {
  if (demonstration && !(await isDemonstration(db))) await markAsDemonstration(db)
  await writeOnce(db, 'epoch', randomUUID())
  await db
    .insertInto('programme')
    .values({ programme: defaultProgramme, name, round })
    .onConflict((conflict) => conflict.column('programme').doUpdateSet({ name, round }))
    .execute()
  await db
    .insertInto('round')
    .values({ programme: defaultProgramme, round, state: 'open', opened_at: now.toISOString() })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
  return { epoch: (await readFact(db, 'epoch')) ?? '', demonstration: await isDemonstration(db) }
}

async function markAsDemonstration(db: Kysely<Tables>): Promise<void> {
  if ((await readFact(db, 'epoch')) !== null)
    throw new Refusal(
      'This database belongs to a real hub, and invented data must never mix with it; choose another DATA_DIR or DATABASE_URL.',
    )
  await writeOnce(db, 'demonstration', 'true')
}

async function isDemonstration(db: Kysely<Tables>): Promise<boolean> {
  return (await readFact(db, 'demonstration')) === 'true'
}

async function readFact(db: Kysely<Tables>, name: string): Promise<string | null> {
  const row = await db.selectFrom('meta').select('value').where('name', '=', name).executeTakeFirst()
  return row?.value ?? null
}

async function writeOnce(db: Kysely<Tables>, name: string, value: string): Promise<void> {
  await db
    .insertInto('meta')
    .values({ name, value })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}
