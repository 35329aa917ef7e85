import { textsFileName, type CheckRule, type Finding } from './finding.ts'
import { listTexts } from './list-texts.ts'
import type { InstrumentPack } from './pack.ts'
import { comparable, countWords, placeholders, sameLanguage } from './words.ts'

/** Translations are translations: marked as such, different from the source, with its placeholders. */
export function checkTranslations({ instrument, texts: languages }: InstrumentPack): readonly Finding[] {
  const { sourceLanguage } = instrument
  const source = languages.find(({ language }) => language === sourceLanguage)
  const original = new Map(source ? listTexts(source).map(({ place, text }) => [place, text]) : [])

  return languages.flatMap((texts) => {
    const { language } = texts
    const demand = (holds: boolean, rule: CheckRule, place: string, remedy: string): Finding[] =>
      holds ? [] : [{ file: textsFileName(language), place, rule, remedy }]

    // A translation marked "source" would hide that nobody has reviewed it.
    const isSource = language === sourceLanguage
    const statusRemedy = isSource ? 'Write "source".' : 'Write "machine-draft", "reviewed" or "field-tested".'
    const statuses = [
      { place: 'status', value: texts.status },
      ...Object.entries(texts.statusByIndicator).map(([id, value]) => ({
        place: `statusByIndicator.${id}`,
        value,
      })),
    ].flatMap(({ place, value }) => demand((value === 'source') === isSource, 'status', place, statusRemedy))
    if (isSource) return statuses

    return [
      ...statuses,
      ...listTexts(texts).flatMap(({ place, text }) => {
        const sourceText = original.get(place)
        if (sourceText === undefined) return []
        const expected = placeholders(sourceText).join(' ')
        return [
          ...demand(
            expected === placeholders(text).join(' '),
            'placeholder',
            place,
            `Keep the placeholders of the source: ${expected || 'none'}.`,
          ),
          ...demand(
            comparable(sourceText, language) !== comparable(text, language) ||
              mayReadAlike(place, text, sourceLanguage, language),
            'untranslated',
            place,
            'Translate it: it reads as in the source language.',
          ),
        ]
      }),
    ]
  })
}

/**
 * Two texts may read alike when they name a framework, when they are a single word, since related languages share many
 * ("Absent", "Audit"), or between regions of one language.
 */
function mayReadAlike(place: string, text: string, sourceLanguage: string, language: string): boolean {
  return (
    place.startsWith('frameworks.') ||
    countWords(text, language) <= 1 ||
    sameLanguage(sourceLanguage, language)
  )
}
