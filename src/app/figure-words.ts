import type { BandScale, Instrument } from '../domain/instrument/instrument.ts'
import type { InstrumentTexts } from '../domain/instrument/texts.ts'
import type { Figure } from '../domain/scoring/figure.ts'

/** Words for figures, from the instrument's own texts. */
export function figureTitle(texts: InstrumentTexts, figure: { readonly id: string }): string {
  return (
    texts.figures[figure.id]?.title ??
    texts.tracks[figure.id]?.title ??
    texts.dimensions[figure.id]?.title ??
    figure.id
  )
}

/** The colour that a track keeps everywhere; a word always stands beside it. */
export function toneOf(figure: Pick<Figure, 'track'>): 'risk' | 'readiness' | 'plain' {
  return figure.track === 'risk' || figure.track === 'readiness' ? figure.track : 'plain'
}

/** A band's name in words, whichever of the instrument's band scales it belongs to. */
export function bandText(instrument: Instrument, texts: InstrumentTexts, band: string): string {
  for (const [id, scale] of bandScales(instrument)) {
    const place = scale.names.indexOf(band)
    if (place >= 0) return texts.bands[id]?.[place] ?? band
  }
  return band
}

function bandScales(instrument: Instrument): readonly (readonly [string, BandScale])[] {
  return Object.entries(instrument.scoring.parameters.bands)
}

/** True when a figure may leave a phone as a number, not only as its band. */
export function sharesScores(instrument: Instrument, figure: string): boolean {
  return instrument.scoring.parameters.shares.some(
    (share) => share.figure === figure && share.highestTier === 'B3',
  )
}
