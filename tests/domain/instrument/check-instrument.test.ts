import fc from 'fast-check'
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { checkInstrument } from '../../../src/domain/instrument/check-instrument.ts'
import { checkRules } from '../../../src/domain/instrument/finding.ts'
import { decodeInstrument, decodeTexts } from '../../../src/protocol/pack.ts'
import { withOneValueChanged } from '../../support/change-json.ts'

const json = (file: string): unknown => JSON.parse(readFileSync(`content/pulse/1.0.0/${file}`, 'utf8'))
const structure = json('instrument.json')
const languages = ['en', 'fr', 'ar'].map((language) => json(`texts/${language}.json`))

const value = fc.oneof(
  fc.constantFrom<unknown>(null, true, false, 'constructor', 'SR-SYS-1', 'risk', 'en', 0, 1, 3, 20, [], 'S2'),
  fc.string({ minLength: 1, maxLength: 30, unit: 'binary' }),
)

test('whatever one value of a pack becomes, the check ends, and says nothing twice', () => {
  let checked = 0
  fc.assert(
    fc.property(fc.nat(), fc.nat(3), value, (pick, file, changed) => {
      const instrument = decodeInstrument(
        file === 0 ? withOneValueChanged(structure, pick, changed) : structure,
      )
      const texts = languages.map((words, i) =>
        decodeTexts(file === i + 1 ? withOneValueChanged(words, pick, changed) : words),
      )
      const decoded = texts.filter((words) => words !== null)
      if (!instrument || decoded.length < texts.length) return
      checked += 1
      const findings = checkInstrument({ instrument, texts: decoded }, null)
      expect(findings.every(({ rule }) => checkRules.includes(rule))).toBe(true)
      expect(new Set(findings.map((finding) => JSON.stringify(finding))).size).toBe(findings.length)
    }),
    { numRuns: 500 },
  )
  expect(checked).toBeGreaterThan(50)
})
