import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { CompositeNode, Indicator, Instrument } from '../../../src/domain/instrument/instrument.ts'
import { evaluate } from '../../../src/domain/scoring/explanation.ts'
import { figureOf, type Figure } from '../../../src/domain/scoring/figure.ts'
import { scoreAssessment } from '../../../src/domain/scoring/score-assessment.ts'
import { asOf, assessmentWith, type Short } from '../../support/scored-assessments.ts'
import { nationalInstrument } from '../../support/national-instrument.ts'

const pulseIds = [
  'SR-MAL-X', 'SR-INF-X', 'SR-SYS-X', 'SR-DAT-X', 'SR-SUP-X',
  'SR-SYS-1', 'SR-DAT-1', 'SR-INC-1',
  'DR-STR-1', 'DR-LAW-1', 'DR-CAP-1', 'DR-DCI-2', 'DR-ECO-1', 'DR-COP-2',
] // prettier-ignore
const even = (ids: readonly string[]) => ids.map((of) => ({ of, weight: 1 }))
const node = (id: string, parts: CompositeNode['parts'], more: Partial<CompositeNode>): CompositeNode => ({
  id,
  track: 'risk',
  aggregate: { kind: 'power-mean', power: 1 },
  parts,
  unknownLevel: 0,
  shownFrom: 0.75,
  polarity: 'high-is-good',
  band: null,
  ...more,
})

const pulse: Instrument = {
  ...nationalInstrument,
  id: 'pulse',
  options: { showDimensionScore: false, asksEvidence: false },
  indicators: nationalInstrument.indicators.filter((one) => pulseIds.includes(one.id)),
  scoring: {
    model: 'composite',
    parameters: {
      nodes: [
        node('concern', even(pulseIds.slice(0, 5)), { unknownLevel: 3, polarity: 'high-is-bad' }),
        node('control', even(pulseIds.slice(5, 8)), { band: 'control' }),
        node('readiness', even(pulseIds.slice(8)), {
          track: 'readiness',
          aggregate: { kind: 'power-mean', power: 0.5 },
        }),
      ],
      bands: { control: { names: ['weak', 'partial', 'firm', 'strong'], bounds: [25, 50, 75] } },
      shares: [],
    },
  },
}

function pulseFigure(levels: readonly Short[], id: string): Figure {
  const answers = Object.fromEntries(pulseIds.map((indicator, i) => [indicator, levels[i] ?? 'SK'] as const))
  const assessment = assessmentWith(pulse, answers)
  return figureOf(scoreAssessment({ instrument: pulse, assessment, asOf }), id) as Figure
}

describe('the pulse (specification, test 14)', () => {
  const levels: Short[] = [3, 2, 2, 3, 4, 0, 3, 2, 2, 3, 1, 2, 2, 1]
  test.each([
    ['concern', 70],
    ['control', 41.67],
    ['readiness', 44.16],
  ])('%s is %d', (id, expected) => {
    expect(pulseFigure(levels, id).declared?.value).toBeCloseTo(expected, 2)
  })

  test('unknown and withheld exposure counts as 3, elsewhere as 0; not asked leaves', () => {
    // (3 + 2 + 2 + 3 + 3) / 5 x 25 and (0 + 3 + 0) / 3 x 25
    expect(pulseFigure([3, 2, 2, 3, 'DK'], 'concern').declared?.value).toBe(65)
    expect(pulseFigure([3, 2, 2, 3, 'WH'], 'concern').declared?.value).toBe(65)
    expect(pulseFigure([3, 2, 2, 3, 'SK'], 'concern').declared?.value).toBe(62.5)
    expect(pulseFigure([3, 2, 2, 3, 4, 0, 3, 'DK'], 'control').declared?.value).toBe(25)
  })

  test('what is open widens the range from the bottom of the scale to its top', () => {
    const control = pulseFigure([3, 2, 2, 3, 4, 0, 3, 'DK'], 'control')
    expect([control.low.value, control.high.value]).toEqual([25, (7 / 12) * 100])
    expect(control.state).toBe('so-far') // 2 of 3 rated is below three quarters
    expect(control.bands.declared).toBeNull()
  })

  test('nothing answered is a full range without a point', () => {
    const empty = pulseFigure([], 'readiness')
    expect([empty.declared, empty.low.value, empty.high.value]).toEqual([null, 0, 100])
  })
})

/** A foreign instrument: three levels with their own worth, a rule, sums, minima, geometric means and nested nodes. */
const practice = (
  id: string,
  dimension: string,
  visibleWhen: Indicator['visibleWhen'] = null,
): Indicator => ({
  id,
  dimension,
  kind: 'practice',
  scale: 'three',
  weight: 1,
  gate: false,
  sensitivity: 'S0',
  deficits: null,
  effort: null,
  needs: [],
  notApplicable: 'reason-required',
  evidenceMonths: null,
  mappings: [],
  visibleWhen,
})
const foreign: Instrument = {
  ...nationalInstrument,
  id: 'practices',
  options: { showDimensionScore: true, asksEvidence: false },
  scales: { three: { levels: 3, scores: [0, 40, 100] } },
  tracks: [{ id: 'practice', polarity: 'high-is-good' }],
  dimensions: ['build', 'run'].map((id) => ({
    id,
    track: 'practice',
    weight: 1,
    likelihoodFloor: 0,
    visibleWhen: null,
  })),
  indicators: [
    practice('b1', 'build'),
    practice('b2', 'build'),
    practice('r1', 'run'),
    practice('r2', 'run', { '>': [{ var: 'r1' }, 0] }),
  ],
  scoring: {
    model: 'composite',
    parameters: {
      nodes: [
        node(
          'build',
          [
            { of: 'b1', weight: 3 },
            { of: 'b2', weight: 1 },
          ],
          { track: 'practice', shownFrom: 0 },
        ),
        node('run', even(['r1', 'r2']), { track: 'practice', aggregate: { kind: 'sum' }, shownFrom: 0 }),
        node('weakest', even(['build', 'run']), {
          track: 'practice',
          aggregate: { kind: 'minimum' },
          shownFrom: 0,
        }),
        node('whole', even(['build', 'run']), {
          track: 'practice',
          aggregate: { kind: 'geometric-mean', floor: 1 },
          shownFrom: 0,
        }),
      ],
      bands: {},
      shares: [],
    },
  },
}
const foreignFigure = (answers: Readonly<Record<string, Short>>, id: string) =>
  figureOf(
    scoreAssessment({ instrument: foreign, assessment: assessmentWith(foreign, answers), asOf }),
    id,
  ) as Figure

describe('a foreign instrument runs through the same engine', () => {
  const answers = { b1: 1, b2: 2, r1: 1, r2: 2 }
  test('levels are worth what its scale says', () => {
    // (3 x 40 + 1 x 100) / 4, 40 + 100
    expect(foreignFigure(answers, 'build').declared?.value).toBe(55)
    expect(foreignFigure(answers, 'run').declared?.value).toBe(140)
  })
  test('nodes stand on earlier nodes', () => {
    expect(foreignFigure(answers, 'weakest').declared?.value).toBe(55)
    expect(foreignFigure(answers, 'whole').declared?.value).toBeCloseTo(Math.sqrt(55 * 140), 9)
  })
  test('a hidden indicator neither counts nor is missed', () => {
    const hidden = foreignFigure({ b1: 1, b2: 2, r1: 0, r2: 2 }, 'run')
    expect(hidden.declared?.value).toBe(0)
    expect(hidden.coverage).toEqual({ rated: 1, applicable: 1 })
  })
  test('trees evaluate to their scores (seed 7)', () => {
    const short = fc.constantFrom<Short>(0, 1, 2, 'DK', 'SK', 'WH', 'NA')
    fc.assert(
      fc.property(fc.record({ b1: short, b2: short, r1: short, r2: short }), (given) => {
        for (const id of ['build', 'run', 'weakest', 'whole']) {
          const one = foreignFigure(given, id)
          for (const tree of [one.declared, one.low, one.high])
            if (tree) expect(evaluate(tree)).toBe(tree.value)
          expect(one.low.value).toBeLessThanOrEqual(one.high.value)
        }
      }),
      { seed: 7, numRuns: 300 },
    )
  })
})
