import { describe, expect, test } from 'vitest'
import type { CompositeNode, CompositeParameters } from '../../src/domain/instrument/instrument.ts'
import { readPack } from '../support/content-packs.ts'

/**
 * The pulse against the specification (sections 14 and 17). What it takes from the national instrument is held to the
 * specification there, and to the national instrument by the subset rule.
 */
describe('the pulse', async () => {
  const { instrument } = await readPack('content/pulse/1.0.0')
  const parameters = instrument.scoring.parameters as CompositeParameters

  test('asks the fourteen indicators in the order of the specification', () => {
    expect(instrument.indicators.map(({ id }) => id)).toEqual([
      'SR-MAL-X',
      'SR-INF-X',
      'SR-SYS-X',
      'SR-DAT-X',
      'SR-SUP-X',
      'SR-SYS-1',
      'SR-DAT-1',
      'SR-INC-1',
      'DR-STR-1',
      'DR-LAW-1',
      'DR-CAP-1',
      'DR-DCI-2',
      'DR-ECO-1',
      'DR-COP-2',
    ])
  })

  test('belongs to the national instrument, asks no evidence and takes 15 to 25 minutes alone', () => {
    expect(instrument).toMatchObject({
      subsetOf: { id: 'gov-national', version: '1.0.0' },
      options: { showDimensionScore: false, asksEvidence: false },
      minutes: { from: 15, to: 25 },
    })
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
})
