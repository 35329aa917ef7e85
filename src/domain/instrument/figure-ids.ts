import type { DeficitId, Instrument } from './instrument.ts'

export const deficitIds: readonly DeficitId[] = ['consensus', 'lag', 'execution', 'accountability']

/** Figure of a track or dimension as it would stand if no safeguard worked. */
export function inherentId(id: string): string {
  return `${id}-inherent`
}

export function deficitFigureId(deficit: DeficitId): string {
  return `deficit-${deficit}`
}

/** Ids of all figures that an instrument's scoring gives, in the order in which they are read. */
export function figureIds({ scoring, dimensions }: Instrument): readonly string[] {
  if (scoring.model === 'composite') return scoring.parameters.nodes.map(({ id }) => id)
  const { riskTrack, readinessTrack, responseDimension } = scoring.parameters
  const inTrack = (track: string) => dimensions.filter((one) => one.track === track).map(({ id }) => id)
  return [
    riskTrack,
    inherentId(riskTrack),
    readinessTrack,
    ...inTrack(riskTrack)
      .filter((id) => id !== responseDimension)
      .flatMap((id) => [id, inherentId(id)]),
    responseDimension,
    ...inTrack(readinessTrack),
    ...deficitIds.map(deficitFigureId),
  ]
}
