import type { InstrumentReference } from '../instrument/instrument.ts'
import type { PeerFamilyId } from './peer-groups.ts'

/**
 * The frozen, published result of one round: figures per peer group with date, round, instrument version and method.
 * `protocol/release.ts` encodes exactly this.
 */
export interface Release {
  readonly kind: 'release'
  readonly version: 1
  readonly hub: string
  readonly programme: string
  readonly instrument: InstrumentReference
  readonly round: string
  readonly number: number
  readonly publishedOn: string
  readonly demonstration: boolean
  readonly method: string
  readonly rules: readonly { readonly id: string; readonly limits: Readonly<Record<string, number>> }[]
  readonly family: { readonly id: PeerFamilyId; readonly source: string; readonly edition: string }
  readonly groups: readonly PublishedGroup[]
  readonly cells: readonly PublishedCell[]
}

export interface PublishedGroup {
  readonly id: string
  /** Contributors counted at all; null when the group is too small to say. */
  readonly n: number | null
  readonly countries: readonly string[]
}

/** One figure of one peer group. Each statistic carries its own n. */
export interface PublishedCell {
  readonly group: string
  readonly figure: string
  readonly quartiles: PublishedQuartiles
  readonly bands: PublishedBands
}

export type PublishedQuartiles =
  | {
      readonly state: 'shown'
      readonly n: number
      readonly q25: PublishedEstimate
      readonly median: PublishedEstimate
      readonly q75: PublishedEstimate
    }
  | Suppressed

export type PublishedBands =
  { readonly state: 'shown'; readonly n: number; readonly counts: readonly BandCount[] } | Suppressed

export interface Suppressed {
  readonly state: 'suppressed'
  readonly reason: SuppressionReason
}

/** A Harrell-Davis quantile with its standard error, both rounded. */
export interface PublishedEstimate {
  readonly value: number
  readonly error: number
}

/** How many contributors fall into these neighbouring bands. */
export interface BandCount {
  readonly bands: readonly string[]
  readonly count: number
}

/** Benchmark method, section 5, rule 9. */
export type SuppressionReason =
  'size' | 'same' | 'dominant' | 'complement' | 'set' | 'wait' | 'consent' | 'quality'
