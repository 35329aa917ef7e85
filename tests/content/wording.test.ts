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
        const sentences = countSentences(why, language)
        expect(sentences, `${language} ${id}`).toBeGreaterThanOrEqual(2)
        expect(sentences, `${language} ${id}`).toBeLessThanOrEqual(3)
      }
  })

  test('a question and a level name the same figures in every language', () => {
    const source = texts.find(({ language }) => language === instrument.sourceLanguage)
    const figures = (text = '') => text.match(/\d+/g)?.sort().join(' ') ?? ''
    for (const { language, indicators } of texts)
      for (const [id, { question, levels }] of Object.entries(indicators)) {
        const original = source?.indicators[id]
        expect(figures(question), `${language} ${id}`).toBe(figures(original?.question))
        expect(levels.map(figures), `${language} ${id}`).toEqual(original?.levels.map(figures))
      }
  })

  test('next steps are infinitives in French and polite imperatives in Arabic', () => {
    const nextSteps = (wanted: string) =>
      inLanguage(wanted).filter(({ place }) => /^indicators\.[^.]+\.next\./.test(place))
    expect(nextSteps('fr').filter(({ text }) => !/^\p{L}+(?:er|ir|re) /u.test(text))).toEqual([])
    expect(nextSteps('ar').filter(({ text }) => !/^[\p{L}\p{M}]+وا /u.test(text))).toEqual([])
  })

  test('every term of the glossary stands in the texts, inflected or not', () => {
    for (const { language, glossary } of texts) {
      const read = inLanguage(language)
        .filter(({ place }) => !place.startsWith('glossary.'))
        .map(({ text }) => wordsOf(text, language))
      const missing = Object.values(glossary).filter(({ term }) => {
        const stems = wordsOf(term.replace(/\(.*\)/u, ''), language).map(stemOf)
        return !read.some((words) => inOrder(stems, words))
      })
      expect(missing, language).toEqual([])
    }
  })

  test('a definition takes one sentence or two', () => {
    for (const { language, glossary } of texts)
      for (const { definition } of Object.values(glossary))
        expect(countSentences(definition, language), definition).toBeLessThanOrEqual(2)
  })

  // benchmark-method, section 13: one file per language, below 150 kB of text.
  test('the words of one language fit one small file', () => {
    for (const words of texts)
      expect(new TextEncoder().encode(JSON.stringify(words)).length, words.language).toBeLessThan(150_000)
  })
})

function countSentences(text: string, language: string): number {
  return [...new Intl.Segmenter(language, { granularity: 'sentence' }).segment(text)].length
}

/** Whether each stem stands in a word after the one before: "personal data" in "personal and sensitive data". */
function inOrder(stems: readonly string[], words: readonly string[]): boolean {
  let from = 0
  return stems.every((stem) => {
    const found = words.findIndex((word, i) => i >= from && word.includes(stem))
    from = found + 1
    return found >= 0
  })
}

function wordsOf(text: string, language: string): string[] {
  const segments = [...new Intl.Segmenter(language, { granularity: 'word' }).segment(text)]
  return segments
    .filter(({ isWordLike }) => isWordLike)
    .map(({ segment }) => segment.toLocaleLowerCase(language).replace(/\p{M}/gu, ''))
}

/** A word without what inflection adds at its end and, in Arabic, without the article written onto its front. */
function stemOf(word: string): string {
  const bare = word.replace(/^ال/u, '')
  return bare.slice(0, Math.max(3, bare.length - 2))
}
