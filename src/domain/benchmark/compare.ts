import { z90, wilsonInterval } from '../statistics/wilson.ts'
import type { Instrument } from '../instrument/instrument.ts'
import type { PublishedBands, PublishedQuartiles, Release, Suppressed } from './release.ts'
import { sharedFigures, type SharedFigure } from './shared-figures.ts'

/** One's own figure. The point and band are null while too little is answered; the range always exists. */
export interface OwnFigure {
  readonly figure: string
  readonly low: number
  readonly point: number | null
  readonly high: number
  readonly band: string | null
}

/** One's own place beside a release: a range in words, never a rank. */
export type Comparison =
  /** The release has no group for this country. */
  | { readonly kind: 'no-group' }
  | {
      readonly kind: 'group'
      readonly group: string
      /** Contributors of the group, oneself included when one handed in; null when too few to say. */
      readonly n: number | null
      readonly figures: readonly FigureComparison[]
    }

export interface FigureComparison {
  readonly figure: string
  readonly polarity: SharedFigure['polarity']
  readonly quartiles: QuartileComparison | Suppressed
  readonly bands: BandComparison | Suppressed
}

/** Where a score lies: below, within or above the middle half of the group. */
export type Place = 'below' | 'within' | 'above'

export interface QuartileComparison {
  readonly state: 'shown'
  readonly published: Extract<PublishedQuartiles, { state: 'shown' }>
  readonly own: OwnFigure
  /** Of both ends of one's own range, and of the point where there is one. */
  readonly place: { readonly low: Place; readonly point: Place | null; readonly high: Place }
  /** Only when even the unfavourable end of the range lies beyond the median's own uncertainty. */
  readonly clearly: 'clearly-above' | 'clearly-below' | null
  /** What `clearly` means, given what a high score of this figure means; null without it. */
  readonly meaning: 'better' | 'worse' | null
  /** Share of the group below oneself, in percent; null below {@link percentileFrom} contributors or without a point. */
  readonly percentile: { readonly low: number; readonly point: number; readonly high: number } | null
}

export interface BandComparison {
  readonly state: 'shown'
  readonly published: Extract<PublishedBands, { state: 'shown' }>
  /** Which of the published counts one's own band belongs to; null without a band. */
  readonly own: number | null
}

/** Fewest contributors for a percentile; below it words are all the group can carry. */
export const percentileFrom = 10

/**
 * Lays one's own figures beside a release.
 * @param country ISO 3166-1 alpha-3 of the subject.
 * @param own Figures of the same instrument; those the release does not know are left out.
 */
export function compareWithRelease(
  release: Release,
  instrument: Instrument,
  country: string,
  own: readonly OwnFigure[],
): Comparison {
  const group = release.groups.find(({ countries }) => countries.includes(country))
  if (!group) return { kind: 'no-group' }
  const known = sharedFigures(instrument)
  const figures = own.flatMap((mine) => {
    const cell = release.cells.find((one) => one.group === group.id && one.figure === mine.figure)
    const figure = known.find(({ id }) => id === mine.figure)
    if (!cell || !figure) return []
    return {
      figure: figure.id,
      polarity: figure.polarity,
      quartiles:
        cell.quartiles.state === 'shown' ? compareQuartiles(figure, cell.quartiles, mine) : cell.quartiles,
      bands: cell.bands.state === 'shown' ? compareBands(cell.bands, mine) : cell.bands,
    }
  })
  return { kind: 'group', group: group.id, n: group.n, figures }
}

function compareQuartiles(
  figure: SharedFigure,
  published: QuartileComparison['published'],
  own: OwnFigure,
): QuartileComparison {
  const place = (score: number): Place =>
    score < published.q25.value ? 'below' : score > published.q75.value ? 'above' : 'within'
  const clearly = clearlyBeyond(published, own)
  return {
    state: 'shown',
    published,
    own,
    place: {
      low: place(own.low),
      point: own.point === null ? null : place(own.point),
      high: place(own.high),
    },
    clearly,
    meaning: meaningOf(clearly, figure.polarity),
    percentile: percentileRange(published, own),
  }
}

function clearlyBeyond(
  { median }: QuartileComparison['published'],
  own: OwnFigure,
): QuartileComparison['clearly'] {
  const reach = z90 * median.error
  if (own.low > median.value + reach) return 'clearly-above'
  return own.high < median.value - reach ? 'clearly-below' : null
}

function meaningOf(
  clearly: QuartileComparison['clearly'],
  polarity: SharedFigure['polarity'],
): QuartileComparison['meaning'] {
  if (clearly === null) return null
  return (clearly === 'clearly-above') === (polarity === 'high-is-good') ? 'better' : 'worse'
}

/**
 * Percentile with the union of two uncertainties: one's own range, and that of a small group (Wilson, 90 %).
 * Benchmark method, section 4.
 */
function percentileRange(
  published: QuartileComparison['published'],
  own: OwnFigure,
): QuartileComparison['percentile'] {
  if (own.point === null || published.n < percentileFrom) return null
  const at = (score: number): number => percentileAmong(published, score)
  const point = at(own.point)
  const group = wilsonInterval((point / 100) * published.n, published.n)
  return {
    low: Math.min(at(own.low), 100 * group.low),
    point,
    high: Math.max(at(own.high), 100 * group.high),
  }
}

/** Linear between what is published: 0, the three quartiles, 100. Equal quartiles share their middle. */
function percentileAmong({ q25, median, q75 }: QuartileComparison['published'], score: number): number {
  const marks: readonly (readonly [score: number, percent: number])[] = [
    [0, 0],
    [q25.value, 25],
    [median.value, 50],
    [q75.value, 75],
    [100, 100],
  ]
  const equal = marks.filter(([value]) => value === score).map(([, percent]) => percent)
  if (equal.length > 0) return equal.reduce((total, percent) => total + percent, 0) / equal.length
  const above = marks.findIndex(([value]) => value > score)
  const [x1, p1] = marks[above] ?? [100, 100]
  const [x0, p0] = marks[above - 1] ?? [0, 0]
  return p0 + ((p1 - p0) * (score - x0)) / (x1 - x0)
}

function compareBands(published: BandComparison['published'], own: OwnFigure): BandComparison {
  const index = published.counts.findIndex(({ bands }) => own.band !== null && bands.includes(own.band))
  return { state: 'shown', published, own: index === -1 ? null : index }
}
