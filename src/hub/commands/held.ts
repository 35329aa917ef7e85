import type { Command } from './command.ts'

export const held: Command = {
  name: 'held',
  usage: '',
  summary: 'list the records that are kept but do not count yet, and why',
  options: [],
  async run({ db }, { say }) {
    const rows = await db
      .selectFrom('record')
      .select([
        'programme',
        'subject',
        'instrument',
        'instrument_version',
        'round',
        'held_reason',
        'record',
        'received_at',
      ])
      .where('standing', '=', 'held')
      .orderBy('held_reason')
      .orderBy('programme')
      .orderBy('subject')
      .orderBy('received_at')
      .execute()
    say(rows.length === 0 ? 'Nothing is held.' : `${rows.length} held:`)
    for (const row of rows) {
      const instrument = row.instrument
        ? `${row.instrument}@${row.instrument_version ?? ''} ${row.round ?? ''}`
        : ''
      const what = [row.programme, row.subject, instrument].filter(Boolean).join(' ')
      say(`  ${row.held_reason ?? ''}: ${what}, received ${row.received_at}, record ${row.record}`)
    }
  },
}
