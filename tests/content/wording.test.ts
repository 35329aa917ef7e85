import { describe, expect, test } from 'vitest'
import { listTexts } from '../../src/domain/instrument/list-texts.ts'
import { countWords } from '../../src/domain/instrument/words.ts'
import { packFolders, readPack } from '../support/content-packs.ts'

/** How our packs are written, beyond what every pack must keep to: each language by its own printing rules. */
describe.each(packFolders)('%s', async (folder) => {
  const { instrument, texts } = await readPack(folder)
  const inLanguage = (wanted: string) =>
    texts
      .filter(({ language }) => language === wanted)
      .flatMap(listTexts)
      .filter(({ place }) => !place.startsWith('frameworks.'))
  const matching = (wanted: string, pattern: RegExp) =>
    inLanguage(wanted).filter(({ text }) => pattern.test(text))

  test('English and French use typographic apostrophes', () => {
    expect(matching('en', /['"`]/)).toEqual([])
    expect(matching('fr', /['"`]/)).toEqual([])
  })

  test('French sets a narrow no-break space before ; : ! ? and %', () => {
    expect(inLanguage('fr').length > 0).toBe(instrument.languages.includes('fr'))
    expect(matching('fr', /(?<!\u202f)[;:!?%]/)).toEqual([])
    expect(matching('fr', /\u202f(?![;:!?%])/)).toEqual([])
  })

  test('Arabic uses its own comma, semicolon and question mark, and figures written 0 to 9', () => {
    expect(inLanguage('ar').length > 0).toBe(instrument.languages.includes('ar'))
    expect(matching('ar', /[,;?%]/)).toEqual([])
    expect(matching('ar', /[\u0660-\u0669\u06f0-\u06f9]/)).toEqual([])
  })

  test('no abbreviation stands alone but AI, which title, summary and glossary explain', () => {
    expect(matching('en', /(?!\bAI\b)\b\p{Lu}{2,}\b/u)).toEqual([])
    expect(matching('fr', /(?!\bIA\b)\b\p{Lu}{2,}\b/u)).toEqual([])
    expect(matching('en', /artificial intelligence \(AI\)/i).map(({ place }) => place)).toContain('summary')
    if (instrument.languages.includes('fr'))
      expect(matching('fr', /intelligence artificielle \(IA\)/i).map(({ place }) => place)).toContain(
        'summary',
      )
  })

  test('no text has spaces at its ends or two in a row', () => {
    for (const { language } of texts) expect(matching(language, /^\s|\s$|\s\s/)).toEqual([])
  })

  // What fits a phone of 360 x 740 with the type sizes of the design; measured in Chromium for all three languages.
  test('a question and its levels fit a small phone', () => {
    for (const { language, indicators } of texts)
      for (const [id, { question, levels }] of Object.entries(indicators)) {
        const where = `${language} ${id}`
        expect(countWords(question, language), where).toBeLessThanOrEqual(25)
        expect(question.length, where).toBeLessThanOrEqual(125)
        for (const level of levels) expect(level.length, `${where}: ${level}`).toBeLessThanOrEqual(75)
        expect(levels.join('').length, where).toBeLessThanOrEqual(290)
      }
  })

  test('the reason for a question takes two or three sentences', () => {
    for (const { language, indicators } of texts)
      for (const [id, { why }] of Object.entries(indicators)) {
        const sentences = [...new Intl.Segmenter(language, { granularity: 'sentence' }).segment(why)].length
        expect(sentences, `${language} ${id}`).toBeGreaterThanOrEqual(2)
        expect(sentences, `${language} ${id}`).toBeLessThanOrEqual(3)
      }
  })
})
