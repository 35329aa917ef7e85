import type { Instrument } from './instrument.ts'
import type { InstrumentTexts } from './texts.ts'

/** An instrument with its words, one entry of `texts` per language. */
export interface InstrumentPack {
  readonly instrument: Instrument
  readonly texts: readonly InstrumentTexts[]
}
