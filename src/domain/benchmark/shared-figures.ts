import type { BandScale, Instrument, Share } from '../instrument/instrument.ts'

/** A figure of an instrument that may leave the phone, with all that pooling and checking it needs. */
export interface SharedFigure {
  readonly id: string
  readonly track: string
  readonly highestTier: Share['highestTier']
  /** What a high score of this figure means; it may differ from its track (controls in a risk track). */
  readonly polarity: 'high-is-good' | 'high-is-bad'
  /** Figures of a risk track need more contributors and are rounded more coarsely, whatever their own polarity. */
  readonly risk: boolean
  readonly bands: BandScale | null
  /** A dimension stands for less than the whole instrument and is pooled from a lower coverage. */
  readonly dimension: boolean
}

/** In the order in which the instrument declares them. */
export function sharedFigures(instrument: Instrument): readonly SharedFigure[] {
  return instrument.scoring.parameters.shares.map((share) => {
    const track = instrument.tracks.find(({ id }) => id === share.track)
    if (!track)
      throw new RangeError(`figure ${share.figure} names no track of its instrument: ${share.track}`)
    return {
      id: share.figure,
      track: share.track,
      highestTier: share.highestTier,
      risk: track.polarity === 'high-is-bad',
      dimension: instrument.dimensions.some(({ id }) => id === share.figure),
      ...scaleOf(instrument, share, track.polarity),
    }
  })
}

/** The band a score falls into. Bounds belong to the band above them. */
export function bandOf(scale: BandScale, score: number): string {
  const index = scale.bounds.findIndex((bound) => score < bound)
  const band = scale.names[index === -1 ? scale.names.length - 1 : index]
  if (band === undefined) throw new RangeError(`a band scale without a name for ${score}`)
  return band
}

function scaleOf(
  { scoring }: Instrument,
  share: Share,
  ofTrack: SharedFigure['polarity'],
): Pick<SharedFigure, 'polarity' | 'bands'> {
  if (scoring.model === 'two-track') {
    const { bands, riskTrack } = scoring.parameters
    return { polarity: ofTrack, bands: share.track === riskTrack ? bands.risk : bands.readiness }
  }
  const node = scoring.parameters.nodes.find(({ id }) => id === share.figure)
  const band = node?.band ?? null
  return {
    polarity: node?.polarity ?? ofTrack,
    bands: band === null ? null : (scoring.parameters.bands[band] ?? null),
  }
}
