import { readFileSync } from 'node:fs'
import type { Instrument, TwoTrackParameters } from '../../src/domain/instrument/instrument.ts'
import { decodeInstrument } from '../../src/protocol/pack.ts'

/** The national instrument as it comes with the app; `tests/content/national.test.ts` holds it to the specification. */
export const nationalInstrument: Instrument = readStructure('content/gov-national/1.0.0/instrument.json')

export const nationalParameters: TwoTrackParameters = parametersOf(nationalInstrument)

function readStructure(file: string): Instrument {
  const instrument = decodeInstrument(JSON.parse(readFileSync(file, 'utf8')))
  if (!instrument) throw new Error(`${file} does not match the schema`)
  return instrument
}

function parametersOf({ scoring }: Instrument): TwoTrackParameters {
  if (scoring.model !== 'two-track') throw new Error('the national instrument has two tracks')
  return scoring.parameters
}
