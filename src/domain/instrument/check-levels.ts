import { textsFileName, type CheckRule, type Finding } from './finding.ts'
import type { InstrumentPack } from './pack.ts'
import { comparable, countWords } from './words.ts'

/** Most words a level may have: it must be read at a glance on a small phone. */
const mostWords = 20

/** Ladders are whole in every language: one text per step, no two alike, each short. */
export function checkLevels({ instrument, texts: languages }: InstrumentPack): readonly Finding[] {
  const { scales, indicators, scoring } = instrument
  return languages.flatMap((texts) => {
    const demand = (holds: boolean, rule: CheckRule, place: string, remedy: string): Finding[] =>
      holds ? [] : [{ file: textsFileName(texts.language), place, rule, remedy }]

    const ladder = (place: string, steps: readonly string[] = [], count = steps.length) => {
      // A ladder without any text is the presence rule's, one without a scale the reference rule's.
      if (steps.length === 0) return []
      const compared = steps.map((text) => comparable(text, texts.language))
      return [
        ...demand(
          steps.length === count,
          'level-count',
          place,
          `Write ${count} texts, lowest first; there are ${steps.length}.`,
        ),
        ...compared.flatMap((text, i) =>
          demand(
            compared.indexOf(text) === i,
            'level-repeat',
            `${place}.${i}`,
            'Say how it differs: an earlier one reads the same.',
          ),
        ),
      ]
    }

    const lengths = (place: string, steps: readonly string[] = []) =>
      steps.flatMap((text, i) => {
        const count = countWords(text, texts.language)
        return demand(
          count <= mostWords,
          'level-length',
          `${place}.${i}`,
          `Use at most ${mostWords} words; it has ${count}.`,
        )
      })

    return [
      ...Object.entries(scales).flatMap(([id, { levels }]) =>
        ladder(`scales.${id}`, texts.scales[id], levels),
      ),
      ...Object.entries(scoring.parameters.bands).flatMap(([id, { names }]) =>
        ladder(`bands.${id}`, texts.bands[id], names.length),
      ),
      ...indicators.flatMap(({ id, scale }) => {
        const place = `indicators.${id}.levels`
        const steps = texts.indicators[id]?.levels
        return [...ladder(place, steps, scales[scale]?.levels), ...lengths(place, steps)]
      }),
    ]
  })
}
