import { structureFile, textsFileName, type Finding } from './finding.ts'
import type { InstrumentPack } from './pack.ts'
import type { TitledText } from './texts.ts'

/**
 * What a subset takes from its parent it takes unchanged, structure and wording: only then can levels answered in one
 * be read in the other. What it adds for itself (title, introductions, figures, bands, scoring, glossary) is its own.
 */
export function checkSubset(subset: InstrumentPack, parent: InstrumentPack): readonly Finding[] {
  return [...structure(subset, parent), ...wording(subset, parent)]
}

function structure({ instrument }: InstrumentPack, { instrument: parent }: InstrumentPack): Finding[] {
  const name = `${parent.id} ${parent.version}`
  const byId = <T extends { readonly id: string }>(group: string, own: readonly T[], others: readonly T[]) =>
    own.flatMap((thing) =>
      differences(
        `${group}.${thing.id}`,
        thing,
        others.find(({ id }) => id === thing.id),
      ),
    )
  return [
    ...byId('tracks', instrument.tracks, parent.tracks),
    ...byId('dimensions', instrument.dimensions, parent.dimensions),
    ...byId('indicators', instrument.indicators, parent.indicators),
    ...Object.entries(instrument.scales).flatMap(([id, scale]) =>
      differences(`scales.${id}`, scale, parent.scales[id]),
    ),
  ].map((place) => ({ file: structureFile, place, rule: 'subset', remedy: `Make it equal to ${name}.` }))
}

function wording(subset: InstrumentPack, parent: InstrumentPack): Finding[] {
  const name = `${parent.instrument.id} ${parent.instrument.version}`
  return subset.texts.flatMap((texts) => {
    const others = parent.texts.find(({ language }) => language === texts.language)
    if (!others) return []
    const titles = (group: 'tracks' | 'dimensions') =>
      subset.instrument[group].flatMap(({ id }) =>
        differences(`${group}.${id}`, titleOf(texts[group][id]), titleOf(others[group][id])),
      )
    return [
      ...titles('tracks'),
      ...titles('dimensions'),
      ...subset.instrument.indicators.flatMap(({ id }) =>
        differences(`indicators.${id}`, texts.indicators[id], others.indicators[id]),
      ),
      ...Object.keys(subset.instrument.scales).flatMap((id) =>
        differences(`scales.${id}`, texts.scales[id], others.scales[id]),
      ),
    ].map((place) => ({
      file: textsFileName(texts.language),
      place,
      rule: 'subset',
      remedy: `Use the words of ${name}.`,
    }))
  })
}

/** A smaller instrument may introduce a dimension in other words, never call it by another name. */
function titleOf(words: TitledText | undefined): Pick<TitledText, 'title'> | undefined {
  return words && { title: words.title }
}

/** Places where two values differ: the fields of an object, or the whole when one of them is missing. */
function differences(place: string, own: object | undefined, other: object | undefined): string[] {
  // Absent on this side: the presence rule has said so.
  if (own === undefined) return []
  if (other === undefined) return [place]
  return Object.entries(own)
    .filter(([field, value]) => !sameValue(value, (other as Readonly<Record<string, unknown>>)[field]))
    .map(([field]) => `${place}.${field}`)
}

function sameValue(one: unknown, other: unknown): boolean {
  if (typeof one !== 'object' || typeof other !== 'object' || one === null || other === null)
    return one === other
  const keys = Object.keys(one)
  return (
    keys.length === Object.keys(other).length &&
    keys.every((key) =>
      sameValue((one as Record<string, unknown>)[key], (other as Record<string, unknown>)[key]),
    )
  )
}
