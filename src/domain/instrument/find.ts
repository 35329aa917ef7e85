import type { Dimension, Indicator, Instrument, Track } from './instrument.ts'

/** Looking parts of an instrument up. A part that is not there is a mistake in a pack that passed its checks: it throws. */

export function indicatorOf(instrument: Instrument, id: string): Indicator {
  return found(instrument.indicators, id, 'indicator')
}

export function dimensionOf(instrument: Instrument, id: string): Dimension {
  return found(instrument.dimensions, id, 'dimension')
}

export function trackOf(instrument: Instrument, id: string): Track {
  return found(instrument.tracks, id, 'track')
}

export function indicatorsIn(instrument: Instrument, dimension: string): readonly Indicator[] {
  return instrument.indicators.filter((indicator) => indicator.dimension === dimension)
}

/** How many levels the indicator's scale has. */
export function levelCount(instrument: Instrument, indicator: Indicator): number {
  const scale = instrument.scales[indicator.scale]
  if (!scale) throw new RangeError(`no scale ${indicator.scale}`)
  return scale.levels
}

function found<Part extends { readonly id: string }>(parts: readonly Part[], id: string, what: string): Part {
  const part = parts.find((one) => one.id === id)
  if (!part) throw new RangeError(`no ${what} ${id}`)
  return part
}
