import { describe, expect, test } from 'vitest'
import type { CompositeNode, CompositeParameters } from '../../src/domain/instrument/instrument.ts'
import { readPack } from '../support/content-packs.ts'

/**
 * The pulse against the specification of the national instrument (sections 13, 14 and 17), typed here by hand a second
 * time. Columns: kind, weight, ★, sensitivity, primary/secondary deficit, effort, needs.
 */
const facts = {
  'SR-MAL-X': ['likelihood', null, '', 'S2', '', null, ''],
  'SR-INF-X': ['likelihood', null, '', 'S2', '', null, ''],
  'SR-SYS-X': ['likelihood', null, '', 'S2', '', null, ''],
  'SR-DAT-X': ['likelihood', null, '', 'S2', '', null, ''],
  'SR-SUP-X': ['likelihood', null, '', 'S2', '', null, ''],
  'SR-SYS-1': ['control', 3, '★', 'S2', 'accountability/execution', 'small', ''],
  'SR-DAT-1': ['control', 3, '★', 'S1', 'lag/accountability', 'large', ''],
  'SR-INC-1': ['control', 3, '★', 'S1', 'accountability/consensus', 'medium', ''],
  'DR-STR-1': ['readiness', 3, '★', 'S1', 'execution/accountability', 'small', ''],
  'DR-LAW-1': ['readiness', 3, '★', 'S1', 'lag/consensus', 'large', 'DR-STR-1'],
  'DR-CAP-1': ['readiness', 3, '', 'S1', 'execution/lag', 'medium', ''],
  'DR-DCI-2': ['readiness', 2, '', 'S1', 'execution/accountability', 'medium', 'SR-DAT-1'],
  'DR-ECO-1': ['readiness', 2, '', 'S1', 'execution/accountability', 'medium', 'DR-STR-2'],
  'DR-COP-2': ['readiness', 3, '★', 'S1', 'execution/accountability', 'medium', 'DR-STR-3'],
}

describe('the pulse', async () => {
  const { instrument, texts } = await readPack('content/pulse/1.0.0')
  const parameters = instrument.scoring.parameters as CompositeParameters

  test('asks the fourteen indicators in the order of the specification', () => {
    expect(instrument.indicators.map(({ id }) => id)).toEqual(Object.keys(facts))
  })

  test.each(Object.entries(facts))('%s has the facts of the specification', (id, expected) => {
    const indicator = instrument.indicators.find((one) => one.id === id)
    expect([
      indicator?.kind,
      indicator?.weight,
      indicator?.gate ? '★' : '',
      indicator?.sensitivity,
      indicator?.deficits ? `${indicator.deficits.primary}/${indicator.deficits.secondary}` : '',
      indicator?.effort,
      indicator?.needs.join(' '),
    ]).toEqual(expected)
    expect(indicator?.dimension).toBe(id.slice(0, 6))
    expect(indicator?.visibleWhen).toBeNull()
  })

  test('only the three weighted indicators without ★ accept "not applicable"', () => {
    const accepting = instrument.indicators.filter(({ notApplicable }) => notApplicable === 'reason-required')
    expect(accepting.map(({ id }) => id)).toEqual(['DR-CAP-1', 'DR-DCI-2', 'DR-ECO-1'])
  })

  test('only the inventory states a window of its own, 12 months', () => {
    const own = instrument.indicators.filter(({ evidenceMonths }) => evidenceMonths !== null)
    expect(own.map(({ id, evidenceMonths }) => [id, evidenceMonths])).toEqual([['SR-SYS-1', 12]])
  })

  test('attackers act from outside: the likelihood floor is 1 for malicious use and information, else 0', () => {
    expect(instrument.dimensions.filter(({ likelihoodFloor }) => likelihoodFloor > 0)).toEqual([
      { id: 'SR-MAL', track: 'risk', weight: 1, likelihoodFloor: 1, visibleWhen: null },
      { id: 'SR-INF', track: 'risk', weight: 1, likelihoodFloor: 1, visibleWhen: null },
    ])
  })

  test('belongs to the national instrument, asks no evidence and takes 15 to 25 minutes alone', () => {
    expect(instrument).toMatchObject({
      subsetOf: { id: 'gov-national', version: '1.0.0' },
      options: { showDimensionScore: false, asksEvidence: false },
      minutes: { from: 15, to: 25 },
    })
  })

  test('both scales have five levels', () => {
    expect(Object.entries(instrument.scales).map(([id, { levels }]) => [id, levels])).toEqual([
      ['likelihood', 5],
      ['capacity', 5],
    ])
  })

  test('no mapping claims to have been checked', () => {
    expect(
      instrument.indicators.flatMap(({ mappings }) => mappings).filter(({ verified }) => verified),
    ).toEqual([])
  })

  test('three figures count what nobody knows at 3 for exposure and 0 for capacity, from three quarters on', () => {
    const rules = parameters.nodes.map(({ id, track, unknownLevel, shownFrom, polarity, band }) => {
      return [id, track, unknownLevel, shownFrom, polarity, band]
    })
    expect(rules).toEqual([
      ['concern', 'risk', 3, 0.75, 'high-is-bad', null],
      ['control', 'risk', 0, 0.75, 'high-is-good', 'control'],
      ['readiness', 'readiness', 0, 0.75, 'high-is-good', 'readiness'],
    ])
  })

  // Test 14 of the specification: concern 25 × (3+2+2+3+4)/5 = 70; control 25 × (0+3+2)/3 = 41.67;
  // readiness (mean of √50, √75, √25, √50, √50, √25)² = 6.6452² = 44.16.
  test("gives the specification's worked example", () => {
    const levels = [3, 2, 2, 3, 4, 0, 3, 2, 2, 3, 1, 2, 2, 1]
    const level = new Map(instrument.indicators.map(({ id }, i) => [id, levels[i] ?? 0]))
    const figure = (node: CompositeNode) => {
      const power = node.aggregate.kind === 'power-mean' ? node.aggregate.power : Number.NaN
      const total = node.parts.reduce((sum, { weight }) => sum + weight, 0)
      const mean = node.parts.reduce((sum, { of, weight }) => {
        return sum + (weight / total) * (25 * (level.get(of) ?? Number.NaN)) ** power
      }, 0)
      return (mean ** (1 / power)).toFixed(2)
    }
    expect(parameters.nodes.map(figure)).toEqual(['70.00', '41.67', '44.16'])
  })

  test('bands divide control and readiness at 25, 50 and 75', () => {
    expect(parameters.bands).toEqual({
      control: { names: ['weak', 'partial', 'firm', 'strong'], bounds: [25, 50, 75] },
      readiness: { names: ['nascent', 'emerging', 'established', 'advanced'], bounds: [25, 50, 75] },
    })
  })

  test('shares readiness as a number and control as a band, concern never', () => {
    expect(parameters.shares).toEqual([
      { figure: 'control', track: 'risk', highestTier: 'B2' },
      { figure: 'readiness', track: 'readiness', highestTier: 'B3' },
    ])
  })

  test('the figures of the specification stand in every language', () => {
    const figures: readonly [string, number, string][] = [
      ['SR-SYS-1', 3, '80 12'],
      ['DR-CAP-1', 3, '30'],
      ['DR-COP-2', 3, '50'],
    ]
    for (const { language, indicators } of texts)
      for (const [id, level, expected] of figures) {
        const found = indicators[id]?.levels[level]?.match(/\d+/g)?.join(' ')
        expect(found, `${language} ${id}`).toBe(expected)
      }
  })

  test('French and Arabic say that no person has reviewed them', () => {
    expect(texts.map(({ language, status }) => [language, status])).toEqual([
      ['ar', 'machine-draft'],
      ['en', 'source'],
      ['fr', 'machine-draft'],
    ])
  })
})
