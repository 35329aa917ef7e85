import { figureIds } from './figure-ids.ts'
import { structureFile, textsFileName, type CheckRule, type Finding } from './finding.ts'
import type { Instrument } from './instrument.ts'
import { listTexts } from './list-texts.ts'
import type { InstrumentPack } from './pack.ts'
import type { InstrumentTexts } from './texts.ts'

/** Each language listed is there, and says what the structure asks for: nothing missing, nothing left over, no blank. */
export function checkTexts({ instrument, texts }: InstrumentPack): readonly Finding[] {
  const source = texts.find(({ language }) => language === instrument.sourceLanguage)
  return [
    ...languages(instrument, texts),
    ...texts.flatMap((translation) => [
      ...presence(instrument, translation, source ?? translation),
      ...nextSteps(instrument, translation),
      ...blanks(translation, source ?? translation),
    ]),
  ]
}

function finding(texts: InstrumentTexts, rule: CheckRule, place: string, remedy: string): Finding {
  return { file: textsFileName(texts.language), place, rule, remedy }
}

function languages(instrument: Instrument, texts: readonly InstrumentTexts[]): Finding[] {
  const present = texts.map(({ language }) => language)
  const wrong = (language: string, remedy: string): Finding => ({
    file: structureFile,
    place: 'languages',
    rule: 'language-files',
    remedy: `${remedy} ${textsFileName(language)}.`,
  })
  return [
    ...instrument.languages
      .filter((language) => !present.includes(language))
      .map((language) => wrong(language, `Remove "${language}", or add`)),
    ...present
      .filter((language) => !instrument.languages.includes(language))
      .map((language) => wrong(language, `Add "${language}", or remove`)),
  ]
}

function presence(instrument: Instrument, texts: InstrumentTexts, source: InstrumentTexts): Finding[] {
  const ids = (things: readonly { readonly id: string }[]) => things.map(({ id }) => id)
  const indicators = ids(instrument.indicators)
  const { scoring } = instrument
  const frameworks = instrument.indicators.flatMap(({ mappings }) =>
    mappings.map(({ framework }) => framework),
  )
  const surplus = (group: string, present: object, expected: readonly string[]) =>
    Object.keys(present)
      .filter((id) => !expected.includes(id))
      .map((id) => finding(texts, 'surplus-text', `${group}.${id}`, 'Remove it: nothing refers to it.'))
  const compare = (group: string, present: object, expected: readonly string[]) => [
    ...expected
      .filter((id) => !Object.hasOwn(present, id))
      .map((id) => finding(texts, 'missing-text', `${group}.${id}`, 'Add it: the pack refers to it.')),
    ...surplus(group, present, expected),
  ]
  return [
    ...compare('tracks', texts.tracks, ids(instrument.tracks)),
    ...compare('dimensions', texts.dimensions, ids(instrument.dimensions)),
    ...compare('scales', texts.scales, Object.keys(instrument.scales)),
    ...compare('figures', texts.figures, figureIds(instrument)),
    ...compare('bands', texts.bands, Object.keys(scoring.parameters.bands)),
    ...compare('frameworks', texts.frameworks, [...new Set(frameworks)]),
    ...compare('indicators', texts.indicators, indicators),
    ...compare('glossary', texts.glossary, Object.keys(source.glossary)),
    ...surplus('statusByIndicator', texts.statusByIndicator, indicators),
  ]
}

/** Capacities have a next step, exposures have none; foreign practices may have one. */
function nextSteps(instrument: Instrument, texts: InstrumentTexts): Finding[] {
  return instrument.indicators.flatMap(({ id, kind }) => {
    const words = texts.indicators[id]
    if (!words || kind === 'practice') return []
    const isCapacity = kind === 'control' || kind === 'readiness'
    const hasStep = words.next !== null
    if (isCapacity === hasStep) return []
    return isCapacity
      ? [finding(texts, 'missing-text', `indicators.${id}.next`, `Give this ${kind} its next steps.`)]
      : [finding(texts, 'surplus-text', `indicators.${id}.next`, `Write null: a ${kind} has no next step.`)]
  })
}

/** An introduction may be left empty, then in every language. */
function blanks(texts: InstrumentTexts, source: InstrumentTexts): Finding[] {
  const original = new Map(listTexts(source).map(({ place, text }) => [place, text]))
  return listTexts(texts)
    .filter(({ place, text }) => text.trim() === '' && !(text === '' && original.get(place) === ''))
    .map(({ place }) => finding(texts, 'missing-text', place, 'Write the text: it is blank.'))
}
