import { Pool } from 'pg'
import { Refusal } from '../refusal.ts'
import { columnTypes } from './column-types.ts'

/**
 * Opens a PostgreSQL (or compatible) database as a pool.
 * @throws Refusal when it cannot be reached, or acknowledges commits that are not on disk.
 */
export async function openPostgres(url: string): Promise<{ pool: Pool; close(): Promise<void> }> {
  const pool = new Pool({
    connectionString: url,
    max: 8,
    connectionTimeoutMillis: 10_000,
    types: columnTypes,
    application_name: 'tayari-hub',
  })
  pool.on('error', () => undefined)
  try {
    await requireDurability(pool)
  } catch (error) {
    await pool.end()
    throw error
  }
  return { pool, close: () => pool.end() }
}

async function requireDurability(pool: Pool): Promise<void> {
  // Engines that speak PostgreSQL but always sync know no such settings: null is fine.
  const question = `select current_setting('fsync', true) as fsync,
                           current_setting('synchronous_commit', true) as commit`
  const answer = await pool
    .query<{ fsync: string | null; commit: string | null }>(question)
    .catch((error) => {
      throw new Refusal(`The database named by DATABASE_URL cannot be reached (${String(error.message)}).`, {
        cause: error,
      })
    })
  const settings = answer.rows[0]
  for (const [name, value] of [
    ['fsync', settings?.fsync],
    ['synchronous_commit', settings?.commit],
  ])
    if (value === 'off')
      throw new Refusal(
        `The database acknowledges commits that are not on disk (${name ?? ''} = off); switch it on, or no receipt can be trusted.`,
      )
}
