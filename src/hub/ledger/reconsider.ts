import type { Kysely } from 'kysely'
import { transact } from '../database/transact.ts'
import type { RecordRow, Tables } from '../database/tables.ts'
import { examine, type Knowledge } from './examine.ts'
import { loadState, writeChanges } from './ledger-state.ts'
import { rejudgeOne } from './settle.ts'

const pageSize = 200

/**
 * Looks again at everything held, at start: instruments may have arrived with this build and a round may have been
 * opened. What cannot be let in stays held. Killed half-way, the rest is done at the next start.
 */
export async function reconsiderHeld(db: Kysely<Tables>, knowledge: Knowledge): Promise<void> {
  let after = { programme: '', record: '' }
  for (;;) {
    const page = await db
      .selectFrom('record')
      .selectAll()
      .where('standing', '=', 'held')
      .where('kind', '=', 'submission')
      .where((eb) => eb(eb.refTuple('programme', 'record'), '>', eb.tuple(after.programme, after.record)))
      .orderBy('programme')
      .orderBy('record')
      .limit(pageSize)
      .execute()
    const last = page.at(-1)
    if (!last) return
    after = last
    const known: RecordRow[] = []
    for (const row of page) {
      const { record: id, bytes, signature } = row
      if (!bytes || !signature) continue
      const examined = await examine({ id, bytes, signature }, knowledge)
      if (examined.kind === 'submission' && examined.instrumentKnown) known.push(row)
    }
    await transact(db, async (tx) => {
      const state = await loadState(
        tx,
        [],
        known.map((row) => ({ ...row })),
      )
      for (const row of [...state.rows.values()]) rejudgeOne(state, row)
      await writeChanges(tx, state)
    })
  }
}
