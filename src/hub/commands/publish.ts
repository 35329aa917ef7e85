import * as v from 'valibot'
import { peerFamilies, type PeerFamilyId } from '../../domain/benchmark/peer-groups.ts'
import type { Release } from '../../domain/benchmark/release.ts'
import type { Instrument } from '../../domain/instrument/instrument.ts'
import { day } from '../../protocol/fields.ts'
import { referenceOf } from '../content.ts'
import type { Hub } from '../hub.ts'
import { publishRelease } from '../publish-release.ts'
import { Refusal } from '../refusal.ts'
import { defaultProgramme } from '../store.ts'
import { required, type Command } from './command.ts'
import { requireProgramme } from './enrol.ts'

export const publish: Command = {
  name: 'publish',
  usage:
    '--round 2026 --instrument pulse@1.0.0 --family region|income [--programme default] [--date YYYY-MM-DD]',
  summary: 'compute, sign and publish the benchmark of a round, once',
  options: ['round', 'instrument', 'family', 'programme', 'date'],
  async run(hub, call) {
    const programme = call.options['programme'] ?? defaultProgramme
    await requireProgramme(hub, programme)
    const release = await publishRelease(hub.db, hub.signer, {
      programme,
      instrument: findInstrument(hub, required(publish, call, 'instrument')),
      round: required(publish, call, 'round'),
      family: readFamily(required(publish, call, 'family')),
      publishedOn: readDay(call.options['date'] ?? hub.now().toISOString().slice(0, 10)),
      demonstration: hub.facts.demonstration,
    })
    for (const line of describe(release)) call.say(line)
  },
}

function findInstrument({ instruments }: Hub, reference: string): Instrument {
  const known = instruments.all.find((instrument) => referenceOf(instrument) === reference)
  if (known) return known
  const names = instruments.all.map(referenceOf).join(', ') || 'none'
  throw new Refusal(`This hub has no instrument "${reference}"; it has: ${names}.`)
}

function readFamily(text: string): PeerFamilyId {
  const family = peerFamilies.find((id) => id === text)
  if (!family) throw new Refusal(`--family must be one of: ${peerFamilies.join(', ')}.`)
  return family
}

function readDay(text: string): string {
  if (!v.is(day, text)) throw new Refusal('--date must be a day such as 2026-03-01.')
  return text
}

function describe(release: Release): string[] {
  const shown = (cell: Release['cells'][number]): string =>
    [
      cell.quartiles.state === 'shown'
        ? `quartiles of ${cell.quartiles.n}`
        : `no quartiles (${cell.quartiles.reason})`,
      cell.bands.state === 'shown' ? `bands of ${cell.bands.n}` : `no bands (${cell.bands.reason})`,
    ].join(', ')
  return [
    `Published ${referenceOf(release.instrument)}, round ${release.round}, by ${release.family.id}, on ${release.publishedOn}:`,
    ...release.cells.map((cell) => `  ${cell.group} ${cell.figure}: ${shown(cell)}`),
  ]
}
