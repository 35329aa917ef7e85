import { sql, type Kysely, type Transaction } from 'kysely'
import { Refusal } from '../refusal.ts'
import { migrations } from './migrations.ts'
import { transact } from './transact.ts'
import type { Tables } from './tables.ts'

/**
 * Brings the schema to the newest version, one transaction per step: killed at any moment it is before or after a
 * step, never between. Several hubs may start at once; a row lock, not an advisory one, lets them take turns.
 * @throws Refusal when the data were written by a newer build.
 */
export async function migrate(
  db: Kysely<Tables>,
  steps: readonly (readonly string[])[] = migrations,
): Promise<void> {
  await createMeta(db)
  for (;;) {
    const done = await transact(db, (tx) => nextStep(tx, steps))
    if (done) return
  }
}

/** The version the data have, 0 for an empty database. */
export async function schemaVersion(db: Kysely<Tables>): Promise<number> {
  const row = await db.selectFrom('meta').select('value').where('name', '=', 'schema').executeTakeFirst()
  return row ? Number(row.value) : 0
}

async function createMeta(db: Kysely<Tables>): Promise<void> {
  // Two hubs creating the same table at the same moment: one of them fails on the catalogue and tries again.
  await transact(
    db,
    (tx) => sql`create table if not exists meta (name text primary key, value text not null)`.execute(tx),
    ['23505', '42P07'],
  )
  await db
    .insertInto('meta')
    .values({ name: 'schema', value: '0' })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}

async function nextStep(tx: Transaction<Tables>, steps: readonly (readonly string[])[]): Promise<boolean> {
  const row = await tx
    .selectFrom('meta')
    .select('value')
    .where('name', '=', 'schema')
    .forUpdate()
    .executeTakeFirstOrThrow()
  const version = Number(row.value)
  if (version > steps.length)
    throw new Refusal(
      `This data was written by a newer Tayari hub (schema ${version}, this one knows ${steps.length}): start the newer one.`,
    )
  const step = steps[version]
  if (!step) return true
  for (const statement of step) await sql.raw(statement).execute(tx)
  await tx
    .updateTable('meta')
    .set({ value: String(version + 1) })
    .where('name', '=', 'schema')
    .execute()
  return version + 1 === steps.length
}
