import type { BandScale } from '../instrument/instrument.ts'

/**
 * Place of a score among bands, 0 for the lowest. A score on a bound belongs to the band above it. Scores are compared
 * after rounding to nine decimals, so that the last bit of a sum decides nothing.
 */
export function bandIndex(score: number, scale: BandScale): number {
  const rounded = Math.round(score * 1e9) / 1e9
  const index = scale.bounds.findIndex((bound) => rounded < bound)
  return index === -1 ? scale.names.length - 1 : index
}

export function bandName(index: number, scale: BandScale): string {
  const name = scale.names[index]
  if (name === undefined) throw new RangeError(`no band ${index}`)
  return name
}
