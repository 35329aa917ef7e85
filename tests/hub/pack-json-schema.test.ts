import { Ajv2020, type AnySchema } from 'ajv/dist/2020.js'
import fc from 'fast-check'
import { readFileSync } from 'node:fs'
import * as v from 'valibot'
import { describe, expect, test } from 'vitest'
import { packJsonSchemas } from '../../src/hub/pack-json-schema.ts'
import { instrumentFile, textsFile } from '../../src/protocol/pack.ts'
import { withOneValueChanged } from '../support/change-json.ts'

const pulse = (file: string): unknown => JSON.parse(readFileSync(`content/pulse/1.0.0/${file}`, 'utf8'))

/** As people get it; that it is current has a test of its own. */
const published = (name: string) => readFileSync(`content/schema/${name}`, 'utf8')
const compile = (name: string) =>
  // `strict` makes a keyword that JSON Schema does not know an error of ours.
  new Ajv2020({ strict: true, allowUnionTypes: true }).compile(JSON.parse(published(name)) as AnySchema)

const formats = [
  ['pack.schema.json', instrumentFile, pulse('instrument.json')],
  ['texts.schema.json', textsFile, pulse('texts/fr.json')],
] as const

describe.each(formats)('%s', (name, decoder, sample) => {
  const schema = packJsonSchemas()[name]
  const accepts = compile(name)

  test('is draft 2020-12 with an id and a title', () => {
    expect(schema).toMatchObject({
      $schema: 'https://json-schema.org/draft/2020-12/schema',
      $id: expect.stringMatching(/^urn:tayari:schema:/) as string,
      title: expect.stringContaining('Tayari pack') as string,
    })
  })

  test('is published as the command would write it now', () => {
    expect(published(name), 'run npm run content:schema').toBe(`${JSON.stringify(schema, null, 2)}\n`)
  })

  test('accepts the pulse', () => {
    expect(accepts(sample)).toBe(true)
  })

  test('accepts what the decoder accepts and nothing else, whatever one value is changed to', () => {
    let refused = 0
    fc.assert(
      fc.property(fc.nat(), replacement, (pick, value) => {
        const changed = withOneValueChanged(sample, pick, value)
        const decoded = v.safeParse(decoder, changed)
        if (decoded.success) return void expect(accepts(decoded.output)).toBe(true)
        refused += 1
        expect(accepts(changed)).toBe(false)
      }),
      { numRuns: 2000 },
    )
    // Guards the test itself: changes must break the format often enough to mean something, and not always.
    expect(refused).toBeGreaterThan(200)
    expect(refused).toBeLessThan(2000)
  })
})

test('a visibility rule is accepted as the decoder accepts it', () => {
  const accepts = compile('pack.schema.json')
  const withRule = (rule: unknown) => {
    const instrument = pulse('instrument.json') as { dimensions: { visibleWhen: unknown }[] }
    if (instrument.dimensions[0]) instrument.dimensions[0].visibleWhen = rule
    return instrument
  }
  const rules = [{ '>=': [{ var: 'SR-SYS-1' }, 2] }, [], {}, { a: 1, b: 2 }, { and: [true, null, 'x', 1.5] }]
  expect(rules.map((rule) => accepts(withRule(rule)))).toEqual([true, true, false, false, true])
  expect(rules.map((rule) => v.safeParse(instrumentFile, withRule(rule)).success)).toEqual([
    true,
    true,
    false,
    false,
    true,
  ])
})

const replacement = fc.oneof(
  fc.constantFrom<unknown>(
    null,
    true,
    '',
    'x',
    'SR-SYS-1',
    '1.0.0',
    0,
    1,
    -1,
    0.5,
    3,
    1000,
    [],
    {},
    'B2',
    'B4',
  ),
  fc.string({ maxLength: 400 }),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.array(fc.constantFrom('a', 'b c', 'fr')),
)
