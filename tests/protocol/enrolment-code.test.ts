import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  formatEnrolmentCode,
  formatInvitation,
  readEnrolmentCode,
} from '../../src/protocol/enrolment-code.ts'
import { seed } from '../support/seed.ts'

const kenya = { subject: 'KEN', secret: '7Q4MX2NA9RTB5K2D' }
const ministry = { ...kenya, subject: 'KEN/ministry-of-health' }
const hub = `B${'x'.repeat(86)}`

const symbols = fc.constantFrom(...'0123456789ABCDEFGHJKMNPQRSTVWXYZ')
const secrets = fc.array(symbols, { minLength: 16, maxLength: 16 }).map((all) => all.join(''))
const subjects = fc.stringMatching(/^[A-Z]{3}(\/[a-z0-9]([a-z0-9-]{0,38}[a-z0-9])?)?$/)

describe('a typed code', () => {
  test('is the subject and the secret in groups of four', () => {
    expect(formatEnrolmentCode(kenya)).toBe('KEN-7Q4M-X2NA-9RTB-5K2D')
    expect(formatEnrolmentCode(ministry)).toBe('KEN/ministry-of-health-7Q4M-X2NA-9RTB-5K2D')
  })

  test.each([
    'KEN-7Q4M-X2NA-9RTB-5K2D',
    'ken-7q4m-x2na-9rtb-5k2d',
    '  KEN 7Q4M X2NA 9RTB 5K2D ',
    'KEN7Q4MX2NA9RTB5K2D',
    'KEN–7Q4M—X2NA‑9RTB−5K2D',
    // Arabic-Indic, Persian, Devanagari and full-width digits; marks for direction around them.
    '\u200eKEN-٧Q٤M-X٢NA-٩RTB-٥K٢D\u200f',
    'KEN-۷Q۴M-X۲NA-۹RTB-۵K۲D',
    'KEN-७Q४M-X२NA-९RTB-५K२D',
    'ＫＥＮ－７Ｑ４Ｍ－Ｘ２ＮＡ－９ＲＴＢ－５Ｋ２Ｄ',
  ])('is read as people write it: %s', (text) => {
    expect(readEnrolmentCode(text)).toEqual(kenya)
  })

  test('takes letters that look like digits for those digits', () => {
    expect(readEnrolmentCode('KEN-OIL0-1oil-0000-1111')?.secret).toBe('0110101100001111')
    // But not in the subject: ITA is Italy.
    expect(readEnrolmentCode('ita/oil-0000-0000-0000-0000')?.subject).toBe('ITA/oil')
  })

  test.each([
    'KEN/ministry-of-health-7Q4M-X2NA-9RTB-5K2D',
    'ken / Ministry of Health 7q4m x2na 9rtb 5k2d',
    'KEN/MINISTRY-OF-HEALTH 7Q4MX2NA9RTB5K2D',
  ])('names an institution: %s', (text) => {
    expect(readEnrolmentCode(text)).toEqual(ministry)
  })

  test.each([
    '',
    'KEN',
    'KEN-7Q4M-X2NA-9RTB-5K2U',
    'KEN-7Q4M-X2NA-9RTB-5K2',
    'KEN-7Q4M-X2NA-9RTB-5K2D-5K2D',
    '7Q4M-X2NA-9RTB-5K2D',
    'KENYA-7Q4M-X2NA-9RTB-5K2D',
    // One symbol short: the end of the institution must not become part of the secret.
    'KEN/moh-7Q4M-X2NA-9RTB-5K2',
    'KEN/unit-7-7Q4M-X2NA-9RTB-5K2',
    'KEN/-7Q4M-X2NA-9RTB-5K2D',
    'KEN/moh/ict-7Q4M-X2NA-9RTB-5K2D',
    'KEN-7Q4M-X2NA-9RTB-5K2D!',
    `KEN${' '.repeat(100_000)}7Q4M-X2NA-9RTB-5K2D`,
  ])('that is none is refused: %.40s', (text) => {
    expect(readEnrolmentCode(text)).toBeNull()
  })

  test('reads back whatever was issued', () => {
    fc.assert(
      fc.property(subjects, secrets, (subject, secret) => {
        expect(readEnrolmentCode(formatEnrolmentCode({ subject, secret }))).toEqual({ subject, secret })
      }),
      { seed, numRuns: 2000 },
    )
  })

  test('with one symbol forgotten or doubled is never read as another subject', () => {
    fc.assert(
      fc.property(subjects, secrets, fc.nat(15), fc.boolean(), (subject, secret, at, doubled) => {
        const changed = secret.slice(0, at + (doubled ? 1 : 0)) + secret.slice(at + (doubled ? 0 : 1))
        const read = readEnrolmentCode(formatEnrolmentCode({ subject, secret: changed }))
        if (read) expect(read.subject).toBe(subject)
      }),
      { seed, numRuns: 2000 },
    )
  })
})

describe('a linked code', () => {
  const whole = { ...ministry, programme: 'default', hub }

  test('stands in the fragment, which no browser sends', () => {
    expect(formatInvitation(whole)).toBe(`#join=default.KEN/ministry-of-health.7Q4MX2NA9RTB5K2D.${hub}`)
  })

  test('is read with its programme and hub, from a fragment or a whole address, encoded or not', () => {
    const fragment = formatInvitation(whole)
    for (const text of [
      fragment,
      `https://hub.example/${fragment}`,
      `https://hub.example/start${fragment.replace('/', '%2F')}`,
      `${fragment}\n`,
      `Follow https://hub.example/${fragment} please`,
    ])
      expect(readEnrolmentCode(text)).toEqual(whole)
  })

  test('that was cut or changed is refused as a link', () => {
    const fragment = formatInvitation(whole)
    for (let length = '#join='.length; length < fragment.length; length++)
      expect(readEnrolmentCode(fragment.slice(0, length))).toBeNull()
    expect(readEnrolmentCode(`${fragment}.more`)).toBeNull()
    expect(readEnrolmentCode('#join=%E0%A4%A')).toBeNull()
  })
})

test('no text makes the reader throw', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 200 }), fc.boolean(), (text, linked) => {
      expect(() => readEnrolmentCode((linked ? '#join=' : '') + text)).not.toThrow()
    }),
    { seed, numRuns: 5000 },
  )
})
