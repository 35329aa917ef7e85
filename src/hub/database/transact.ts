import { setTimeout as wait } from 'node:timers/promises'
import type { Kysely, Transaction } from 'kysely'
import { systemCode } from '../refusal.ts'
import type { Tables } from './tables.ts'

const attempts = 5

/** Serialization failure and deadlock: the work was undone and may be done again. */
const repeatable = ['40001', '40P01']

/**
 * Runs work in one transaction, again when the engine asks for it (SQLSTATE 40001 or 40P01, as distributed engines
 * do), at most five times. The work may therefore run more than once and must have no effect but on the database.
 * @param alsoRepeat Further SQLSTATEs after which trying again helps here.
 */
export async function transact<Result>(
  db: Kysely<Tables>,
  work: (tx: Transaction<Tables>) => Promise<Result>,
  alsoRepeat: readonly string[] = [],
): Promise<Result> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await db.transaction().execute(work)
    } catch (error) {
      const code = systemCode(error)
      if (attempt === attempts || !(repeatable.includes(code) || alsoRepeat.includes(code))) throw error
      await wait(2 ** attempt * 5 * (1 + Math.random()))
    }
  }
}

/**
 * What a failed query means for whoever asked: `storage-full` and `busy` pass by themselves and are worth trying
 * again; null is a mistake of ours.
 */
export function passingProblem(error: unknown): 'storage-full' | 'busy' | null {
  const code = systemCode(error)
  if (code === '53100' || code === 'ENOSPC' || code === 'EDQUOT') return 'storage-full'
  if (repeatable.includes(code)) return 'busy'
  // Classes 08 connection, 53 resources, 57 operator intervention, 58 system; and what the socket says.
  if (/^(08|53|57|58)[0-9A-Z]{3}$/.test(code)) return 'busy'
  if (['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'ENOENT', 'EMBEDDED_STOPPED'].includes(code))
    return 'busy'
  if (error instanceof Error && error.message.startsWith('Connection terminated')) return 'busy'
  return null
}
