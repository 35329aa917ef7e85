import fc from 'fast-check'
import { expect, test } from 'vitest'
import { findingsWith, indicatorTexts } from '../../support/build-pack.ts'

const place = 'indicators.SR-A-1.why'

function englishWith(why: string) {
  return findingsWith(({ en }) => {
    indicatorTexts(en, 'SR-A-1').why = why
  })
}

test.each([
  'a <b>bold</b> word',
  'less than < 5',
  'bread &amp; butter',
  'a hole &#60;script&#62;',
  'a hole &#x3C;script',
  'see [the site](https://example.org)',
  'press javascript:alert(1)',
  'press JavaScript : alert(1)',
  'press vbscript:x',
  'open data:text/html,hello',
])('"%s" is markup', (why) => {
  expect(englishWith(why)).toEqual([`markup texts/en.json ${place}`])
})

test.each([
  'bread & butter; jam',
  'more than 5 > 4',
  'data: lists and tables',
  'see [1] (page 2)',
  'JavaScript skills',
])('"%s" is plain words', (why) => {
  expect(englishWith(why)).toEqual([])
})

// Bidi controls (Unicode UAX 9, section 2), then what shows nothing: zero-width, soft hyphen, byte order mark, tags,
// line and paragraph separators, control characters, private use, Hangul fillers, variation selectors.
const hidden = [
  0x061c, 0x200e, 0x200f, 0x202a, 0x202b, 0x202c, 0x202d, 0x202e, 0x2066, 0x2067, 0x2068, 0x2069, 0x200b,
  0x200c, 0x200d, 0x2060, 0x00ad, 0xfeff, 0xe0041, 0x2028, 0x2029, 0x0007, 0x000a, 0x0085, 0xe000, 0x3164,
  0xffa0, 0xfe0f,
]

test('a hidden character is found wherever it stands', () => {
  fc.assert(
    fc.property(fc.constantFrom(...hidden), fc.nat(16), (code, at) => {
      const text = 'It matters here.'
      const why = text.slice(0, at) + String.fromCodePoint(code) + text.slice(at)
      expect(englishWith(why)).toEqual([`hidden-character texts/en.json ${place}`])
    }),
  )
})

test('joiners are letters to Persian and Hindi, and hidden at the edge of a word or in Latin script', () => {
  const inLanguage = (language: string, why: string) =>
    findingsWith(({ instrument, ar }) => {
      instrument.languages = ['en', 'fr', language]
      ar.language = language
      indicatorTexts(ar, 'SR-A-1').why = why
    })
  expect(inLanguage('fa', 'می\u200cخواهم')).toEqual([])
  expect(inLanguage('hi', 'क्\u200dष')).toEqual([])
  expect(inLanguage('km', 'ភាសា\u200bខ្មែរ')).toEqual([])
  expect(inLanguage('fa', 'می\u200c خواهم')).toEqual([`hidden-character texts/fa.json ${place}`])
  expect(inLanguage('fa', 'می\u200bخواهم')).toEqual([`hidden-character texts/fa.json ${place}`])
  expect(inLanguage('sw', 'ha\u200cbari')).toEqual([`hidden-character texts/sw.json ${place}`])
})

test('letters are composed with their marks', () => {
  const found = findingsWith(({ fr }) => {
    indicatorTexts(fr, 'SR-A-1').why = 'Cela a e\u0301te\u0301 vu.'
  })
  expect(found).toEqual([`not-normalised texts/fr.json ${place}`])
})

test('Arabic texts hold no Latin letters, not even wide ones', () => {
  for (const why of ['هيئة CERT الوطنية', 'هيئة ＣＥＲＴ', 'هيئة é']) {
    const found = findingsWith(({ ar }) => {
      indicatorTexts(ar, 'SR-A-1').why = why
    })
    expect(found).toEqual([`foreign-letters texts/ar.json ${place}`])
  }
})

test('ids, evidence grades and placeholders stay as they are in Arabic', () => {
  const found = findingsWith(({ ar, en, fr }) => {
    indicatorTexts(ar, 'SR-A-1').why = 'انظر SR-A-X في SR-A بدرجة E2 لعدد {{count}}'
    indicatorTexts(en, 'SR-A-1').why = 'See SR-A-X in SR-A with E2 for {{count}}'
    indicatorTexts(fr, 'SR-A-1').why = 'Voir SR-A-X dans SR-A avec E2 pour {{count}}'
  })
  expect(found).toEqual([])
})

test('Urdu and Persian are held to it too, Swahili is not', () => {
  const inLanguage = (language: string) =>
    findingsWith(({ instrument, ar }) => {
      instrument.languages = ['en', 'fr', language]
      ar.language = language
      indicatorTexts(ar, 'SR-A-1').why = 'Mamlaka ya taifa'
    })
  expect(inLanguage('ur')).toEqual([`foreign-letters texts/ur.json ${place}`])
  expect(inLanguage('fa')).toEqual([`foreign-letters texts/fa.json ${place}`])
  expect(inLanguage('sw')).toEqual([])
})
