import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { meantPassphrase, newPassphrase } from '../../src/sync/passphrase.ts'
import { randomBytes } from '../support/contributions.ts'
import { seed } from '../support/seed.ts'

describe('a proposed passphrase', () => {
  test('is six groups of four symbols, five bits of chance each', () => {
    // 0 to 23: each byte's low five bits name the symbol.
    expect(newPassphrase((length) => Uint8Array.from({ length }, (_, i) => i + 32))).toBe(
      '0123-4567-89AB-CDEF-GHJK-MNPQ',
    )
    expect(newPassphrase(randomBytes)).toMatch(/^([0-9A-HJKMNP-TV-Z]{4}-){5}[0-9A-HJKMNP-TV-Z]{4}$/)
    expect(newPassphrase(randomBytes)).not.toBe(newPassphrase(randomBytes))
  })

  test.each([
    'oi23-4567-89ab-cdef-ghjk-mnpq',
    '0L23 4567 89AB CDEF GHJK MNPQ',
    '0123456789ABCDEFGHJKMNPQ',
    ' 0123–4567—89ab‑cdef ghjk-mnpq\n',
    '٠١٢٣-٤٥٦٧-٨٩AB-CDEF-GHJK-MNPQ',
    '０１２３－４５６７－８９ＡＢ－ＣＤＥＦ－ＧＨＪＫ－ＭＮＰＱ',
  ])('is understood however it is typed: %s', (typed) => {
    expect(meantPassphrase(typed)).toBe('0123-4567-89AB-CDEF-GHJK-MNPQ')
  })

  test('is meant when it is typed as proposed', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 24, maxLength: 24 }), (bytes) => {
        const proposed = newPassphrase(() => bytes)
        expect(meantPassphrase(proposed)).toBe(proposed)
      }),
      { seed },
    )
  })
})

describe('a person’s own passphrase', () => {
  test('keeps its case, spaces and digits, but for the ends', () => {
    expect(meantPassphrase('  Twelve ١٢ Mangoes-per tree ')).toBe('Twelve ١٢ Mangoes-per tree')
  })

  test('is the same however a keyboard composes it', () => {
    // é as one code point, and as e with an accent.
    expect(meantPassphrase('caf\u00e9 du port')).toBe(meantPassphrase('cafe\u0301 du port'))
  })
})
