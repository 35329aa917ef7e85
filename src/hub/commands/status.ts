import { referenceOf } from '../content.ts'
import { addressOf } from '../hub.ts'
import type { Command } from './command.ts'

export const status: Command = {
  name: 'status',
  usage: '',
  summary: 'say what this hub holds',
  options: [],
  async run({ config, db, engine, facts, instruments, signer }, { say }) {
    const counts = await db
      .selectFrom('record')
      .select(['kind', 'standing'])
      .select(({ fn }) => fn.countAll<number>().as('count'))
      .groupBy(['kind', 'standing'])
      .orderBy('kind')
      .orderBy('standing')
      .execute()
    const rounds = await db.selectFrom('round').selectAll().orderBy('programme').orderBy('round').execute()
    const releases = await db
      .selectFrom('release')
      .select(['programme', 'instrument', 'instrument_version', 'round', 'number', 'published_on'])
      .orderBy('published_on')
      .execute()
    say(`${config.name}${facts.demonstration ? ' (demonstration: everything in it is invented)' : ''}`)
    say(`  address      ${addressOf(config)}`)
    say(`  key          ${signer.publicKey}`)
    say(`  database     ${engine === 'embedded' ? config.dataDir : 'PostgreSQL'}`)
    say(`  epoch        ${facts.epoch}`)
    say(`  instruments  ${instruments.all.map(referenceOf).join(', ') || 'none'}`)
    for (const { programme, round, state } of rounds) say(`  round        ${programme} ${round} ${state}`)
    for (const { kind, standing, count } of counts) say(`  records      ${count} ${kind} ${standing}`)
    for (const { programme, instrument, instrument_version, round, number, published_on } of releases)
      say(
        `  release      ${programme} ${referenceOf({ id: instrument, version: instrument_version })} ${round} number ${number}, ${published_on}`,
      )
  },
}
