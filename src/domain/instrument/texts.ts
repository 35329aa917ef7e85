/** Every word of one instrument version in one language. */
export interface InstrumentTexts {
  readonly language: string
  readonly status: TranslationStatus
  /** Indicators whose status differs from that of the language. */
  readonly statusByIndicator: Readonly<Record<string, TranslationStatus>>
  readonly title: string
  readonly summary: string
  readonly tracks: Readonly<Record<string, TitledText>>
  readonly dimensions: Readonly<Record<string, TitledText>>
  /** Short names of the levels of each scale ("Absent", "Started" ...). */
  readonly scales: Readonly<Record<string, readonly string[]>>
  /** Names of aggregates that are neither track nor dimension. */
  readonly figures: Readonly<Record<string, TitledText>>
  readonly bands: Readonly<Record<string, readonly string[]>>
  readonly frameworks: Readonly<Record<string, string>>
  readonly indicators: Readonly<Record<string, IndicatorTexts>>
  readonly glossary: Readonly<Record<string, { readonly term: string; readonly definition: string }>>
}

/** `source`: written in this language. `machine-draft` until a person who speaks it has reviewed it. */
export type TranslationStatus = 'source' | 'machine-draft' | 'reviewed' | 'field-tested'

export interface TitledText {
  readonly title: string
  readonly introduction: string
}

export interface IndicatorTexts {
  readonly title: string
  readonly question: string
  readonly why: string
  readonly evidence: string
  /** One text per level, lowest first. */
  readonly levels: readonly string[]
  /** What to do next: `low` from level 0 or 1, `mid` from level 2. Null where no step belongs (likelihood, impact). */
  readonly next: { readonly low: string; readonly mid: string } | null
  readonly owner: string
}
