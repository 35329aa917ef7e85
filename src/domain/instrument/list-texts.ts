import type { InstrumentTexts } from './texts.ts'

export interface PlacedText {
  /** `indicators.SR-SYS-1.levels.2` */
  readonly place: string
  readonly text: string
}

/** Every text people may read, with its place; the same place holds the same text in each language. */
export function listTexts(texts: InstrumentTexts): readonly PlacedText[] {
  const { title, summary, tracks, dimensions, scales, figures, bands, frameworks, indicators, glossary } =
    texts
  return walk('', {
    title,
    summary,
    tracks,
    dimensions,
    scales,
    figures,
    bands,
    frameworks,
    indicators,
    glossary,
  })
}

function walk(place: string, value: unknown): PlacedText[] {
  if (typeof value === 'string') return [{ place, text: value }]
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, inner]) => walk(place === '' ? key : `${place}.${key}`, inner))
}
