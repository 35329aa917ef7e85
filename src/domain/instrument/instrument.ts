import type { Rule } from './rule.ts'

/**
 * A published questionnaire, fixed under a version. Structure and scoring only: every word people read stands in
 * {@link InstrumentTexts}, one per language. A published version is never edited; a correction is a new version.
 */
export interface Instrument {
  readonly id: string
  /** `major.minor.patch`: patch = wording, minor = indicators added or retired, major = level text or formula changed. */
  readonly version: string
  /** The instrument whose indicators these are, by id and wording; null when it stands alone. */
  readonly subsetOf: InstrumentReference | null
  /** Language the others were translated from. */
  readonly sourceLanguage: string
  readonly languages: readonly string[]
  /** How long an assessment takes, in minutes. */
  readonly minutes: { readonly from: number; readonly to: number }
  readonly options: InstrumentOptions
  /** Scales by id; indicators name the scale they are answered on. */
  readonly scales: Readonly<Record<string, Scale>>
  readonly tracks: readonly Track[]
  readonly dimensions: readonly Dimension[]
  /** In the order in which they are asked. */
  readonly indicators: readonly Indicator[]
  readonly scoring: Scoring
}

export interface InstrumentReference {
  readonly id: string
  readonly version: string
}

export interface InstrumentOptions {
  /** Show the score of the indicator's dimension while answering. */
  readonly showDimensionScore: boolean
  /** Ask how well a level is evidenced (E0-E3). Without it declared levels stand for themselves. */
  readonly asksEvidence: boolean
}

/** A ladder of described answers, worst known first: level 0 to `levels - 1`. */
export interface Scale {
  readonly levels: number
  /** Worth of each level, when it is not spread evenly over 0 to 100 (weighted answer sets). */
  readonly scores: readonly number[] | null
}

export interface Track {
  readonly id: string
  /** What a high score of this track means. */
  readonly polarity: 'high-is-good' | 'high-is-bad'
}

export interface Dimension {
  readonly id: string
  readonly track: string
  /** Weight in its track, relative to the others; equal weights are 1, and none may leave 0.5 to 2. */
  readonly weight: number
  /** Lowest likelihood that may be assumed, since attackers act from outside. Zero where there is none. */
  readonly likelihoodFloor: number
  readonly visibleWhen: Rule | null
}

/**
 * - `likelihood`, `impact`: how exposed and how bad; no weight, no gate, always S2
 * - `incident`: the fact that a confirmed serious incident happened (yes or no)
 * - `control`, `readiness`: capacities, weighted 1-3, with a next step
 * - `practice`: anything a foreign instrument asks
 */
export type IndicatorKind = 'likelihood' | 'impact' | 'incident' | 'control' | 'readiness' | 'practice'

/** S2 never leaves a phone unaggregated, S1 leaves only inside dimension scores, S0 may go to research by consent. */
export type Sensitivity = 'S0' | 'S1' | 'S2'

export type DeficitId = 'consensus' | 'lag' | 'execution' | 'accountability'

export type Effort = 'small' | 'medium' | 'large'

export interface Indicator {
  readonly id: string
  readonly dimension: string
  readonly kind: IndicatorKind
  readonly scale: string
  /** Weight inside its dimension, positive; null where the kind carries none. */
  readonly weight: number | null
  /** A gate holds its dimension down to one level above itself (★). */
  readonly gate: boolean
  readonly sensitivity: Sensitivity
  readonly deficits: { readonly primary: DeficitId; readonly secondary: DeficitId | null } | null
  readonly effort: Effort | null
  /** Indicators that should stand at level 2 or more before this one is worked on. */
  readonly needs: readonly string[]
  readonly notApplicable: 'never' | 'reason-required'
  /** Months in which evidence counts as fresh, where the indicator's level text states its own window. */
  readonly evidenceMonths: number | null
  readonly mappings: readonly Mapping[]
  readonly visibleWhen: Rule | null
}

/** Where another framework speaks of the same thing. `verified` only after a person read the section. */
export interface Mapping {
  readonly framework: string
  readonly section: string
  readonly verified: boolean
}

export type Scoring =
  | { readonly model: 'two-track'; readonly parameters: TwoTrackParameters }
  | { readonly model: 'composite'; readonly parameters: CompositeParameters }

export type EvidenceGrade = 'E0' | 'E1' | 'E2' | 'E3'

/** Parameters of the residual-risk and readiness model. Shares are 0 to 1, levels 0 to 4, scores 0 to 100. */
export interface TwoTrackParameters {
  readonly riskTrack: string
  readonly readinessTrack: string
  /** The dimension whose controls soften the impact in every risk dimension. */
  readonly responseDimension: string
  /** Highest level each evidence grade supports. */
  readonly evidenceCaps: Readonly<Record<EvidenceGrade, number>>
  readonly freshMonths: number
  readonly oldMonths: number
  /** Greatest share of likelihood or impact that controls can take away. */
  readonly controlStrength: number
  readonly powers: { readonly dimension: number; readonly readiness: number; readonly risk: number }
  /** Level assumed for likelihood and impact when nobody knows. */
  readonly unknownExposureLevel: number
  /** Likelihood level that a confirmed serious incident implies at least. */
  readonly incidentLikelihood: number
  /** Share of a dimension's weight above which "not applicable" leaves no point score. */
  readonly notApplicableLimit: number
  readonly coverage: {
    readonly dimensionShown: number
    readonly trackShown: number
    readonly dimensionInTrack: number
    readonly benchmark: number
    readonly deficitShown: number
  }
  /** Upper bounds of all bands but the last; names in ascending order of score. */
  readonly bands: Readonly<Record<'risk' | 'readiness', BandScale>>
  /** Figures a contribution may carry, with the highest consent tier that may carry them. */
  readonly shares: readonly Share[]
}

export interface BandScale {
  readonly names: readonly string[]
  /** `names[i]` holds scores below `bounds[i]`; the last name holds the rest. */
  readonly bounds: readonly number[]
}

/** A tree of aggregates over indicators, for the pulse and for foreign instruments. */
export interface CompositeParameters {
  readonly nodes: readonly CompositeNode[]
  readonly bands: Readonly<Record<string, BandScale>>
  readonly shares: readonly Share[]
}

export interface CompositeNode {
  readonly id: string
  readonly track: string
  readonly aggregate:
    | { readonly kind: 'power-mean'; readonly power: number }
    | { readonly kind: 'geometric-mean'; readonly floor: number }
    | { readonly kind: 'sum' }
    | { readonly kind: 'minimum' }
    | { readonly kind: 'maximum' }
    /** Exactly two parts, risk and mitigation: `risk x (1 - strength x mitigation / 100)`. */
    | { readonly kind: 'remaining'; readonly strength: number }
  /** Each part names an indicator or an earlier node. */
  readonly parts: readonly { readonly of: string; readonly weight: number }[]
  /** Level counted for "don't know" and "withheld": 0 where capacity is asked, 3 where exposure is. */
  readonly unknownLevel: number
  /** Share of weight that must be rated before a point is shown; 0 shows it with the first answer. */
  readonly shownFrom: number
  readonly polarity: 'high-is-good' | 'high-is-bad'
  readonly band: string | null
}

/** A figure that may leave the phone: `tier` B3 allows the rounded number, B2 no more than the band. */
export interface Share {
  readonly figure: string
  readonly track: string
  readonly highestTier: 'B2' | 'B3'
}
