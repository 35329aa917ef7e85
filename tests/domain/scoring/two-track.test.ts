import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { evaluate, type Explanation } from '../../../src/domain/scoring/explanation.ts'
import { coverageShare, figureOf, type Figure } from '../../../src/domain/scoring/figure.ts'
import type { ScoringInput } from '../../../src/domain/scoring/input.ts'
import { scoreAssessment } from '../../../src/domain/scoring/score-assessment.ts'
import { asOf, assessmentWith, type Short } from '../../support/scored-assessments.ts'
import { nationalInstrument as instrument } from '../../support/national-instrument.ts'
import { nationalProfile } from '../../support/national-profile.ts'
import type { EvidenceGrade } from '../../../src/domain/instrument/instrument.ts'

type Answers = Parameters<typeof assessmentWith>[1]

function score(answers: Answers, more: Partial<ScoringInput> = {}) {
  return scoreAssessment({ instrument, assessment: assessmentWith(instrument, answers), asOf, ...more })
}

function figure(answers: Answers, id: string, more: Partial<ScoringInput> = {}): Figure {
  const found = figureOf(score(answers, more), id)
  if (!found) throw new Error(`no figure ${id}`)
  return found
}

const value = (tree: Explanation | null) => (tree ? tree.value : null)

describe('risk of the worked profile (specification, test 5)', () => {
  test.each([
    // domain, inherent, residual; P and R as in the table of the specification
    ['SR-MAL', 75.0, 49.84],
    ['SR-INF', 61.24, 43.77],
    ['SR-SYS', 50.0, 37.32],
    ['SR-DAT', 86.6, 52.84],
    ['SR-SUP', 86.6, 67.26],
  ])('%s stands at %d inherent and %d residual', (domain, inherent, residual) => {
    expect(value(figure(nationalProfile, `${domain}-inherent`).declared)).toBeCloseTo(inherent, 2)
    expect(value(figure(nationalProfile, domain).declared)).toBeCloseTo(residual, 2)
  })

  test('the track is 52.20 of 74.60, the response share .3125', () => {
    expect(value(figure(nationalProfile, 'risk').declared)).toBeCloseTo(52.2, 2)
    expect(value(figure(nationalProfile, 'risk-inherent').declared)).toBeCloseTo(74.6, 2)
    expect(value(figure(nationalProfile, 'SR-INC').declared)).toBeCloseTo(31.25, 10)
  })

  test('the whole is high because its worst domain is critical, and stays high', () => {
    expect(figure(nationalProfile, 'risk').bands.declared).toBe('high')
    expect(figure(nationalProfile, 'SR-SUP').bands.declared).toBe('critical')
  })

  test('one critical domain keeps the whole from looking better than high', () => {
    // Four domains almost safe. The fifth has x = i = 1 and P = 0; the response block stands at 34/48, so that
    // 100 sqrt(1 - 0.9 x 34/48) = 60.21 is critical, while the mean alone, (60.21^3 / 5)^(1/3), is about 35: moderate.
    const safe = Object.fromEntries(
      Object.keys(nationalProfile).map((id) => [id, id.endsWith('-X') || id.endsWith('-I') ? 1 : 3]),
    )
    const exposed = {
      'SR-SUP-X': 4,
      'SR-SUP-I': 4,
      'SR-SUP-1': 0,
      'SR-SUP-2': 0,
      'SR-SUP-3': 0,
      'SR-INC-5': 2,
    }
    const answers = { ...safe, ...exposed }
    const risk = figure(answers, 'risk')
    expect(value(figure(answers, 'SR-SUP').declared)).toBeCloseTo(60.21, 2)
    expect(risk.bands.declared).toBe('high')
    expect(value(risk.declared)).toBeLessThan(40)
  })

  test.each([
    ['SR-INC-2', 2, 50.12],
    ['SR-SUP-1', 2, 50.93],
    ['SR-SYS-1', 1, 51.75],
  ])('raising %s to %d would bring the track to %d', (id, level, risk) => {
    expect(value(figure({ ...nationalProfile, [id]: level }, 'risk').declared)).toBeCloseTo(risk, 2)
  })

  test('a claim that only a document proves is supported at level 2', () => {
    const proven: Record<string, readonly [Short, EvidenceGrade]> = Object.fromEntries(
      Object.entries(nationalProfile).map(([id, level]) => [id, [level, 'E3'] as const]),
    )
    const dat = figure({ ...proven, 'SR-DAT-1': [3, 'E1'] }, 'SR-DAT')
    expect(value(dat.declared)).toBeCloseTo(52.84, 2)
    expect(value(dat.supported)).toBeCloseTo(57.54, 2)
  })

  test('an unknown control counts as zero in the point and as anything in the range', () => {
    const sys = figure(
      withGrade({ ...nationalProfile, 'SR-SYS-1': 1, 'SR-SYS-2': 'DK', 'SR-SYS-3': 3 }, 'E3'),
      'SR-SYS',
    )
    expect(value(sys.declared)).toBeCloseTo(36.63, 2)
    expect(sys.high.value).toBeCloseTo(36.63, 2)
    expect(sys.low.value).toBeCloseTo(31.44, 2)
  })
})

describe('readiness of the worked profile (specification, test 6)', () => {
  test.each([
    ['DR-STR', 37.5],
    ['DR-LAW', 25.0],
    ['DR-CAP', 36.11],
    ['DR-DCI', 47.22],
    ['DR-ECO', 25.0],
    ['DR-COP', 41.67],
  ])('%s stands at %d', (dimension, expected) => {
    expect(value(figure(nationalProfile, dimension).declared)).toBeCloseTo(expected, 2)
  })

  test('the track is 34.93 and emerging', () => {
    const readiness = figure(nationalProfile, 'readiness')
    expect(value(readiness.declared)).toBeCloseTo(34.93, 2)
    expect(readiness.bands.declared).toBe('emerging')
  })

  test('the step that lifts a gate shows: LAW to 50, the track to 39.13', () => {
    const lifted = { ...nationalProfile, 'DR-LAW-4': 1 }
    expect(value(figure(lifted, 'DR-LAW').declared)).toBeCloseTo(50, 10)
    expect(value(figure(lifted, 'readiness').declared)).toBeCloseTo(39.13, 2)
  })
})

describe('answers that are no level (specification, test 3)', () => {
  // Weights 3, 3, 2, 2 without gates: DR-CAP has 3, 2, 2, 2, so a variant with the weights of the specification.
  const plain = {
    ...instrument,
    indicators: instrument.indicators.map((one) => (one.id === 'DR-CAP-2' ? { ...one, weight: 3 } : one)),
  }
  const cap = (answers: Answers) => figure(answers, 'DR-CAP', { instrument: plain })

  test('3a: unknown is zero and not rated, not applicable takes its weight along', () => {
    const scored = cap({ 'DR-CAP-1': [2, 'E1'], 'DR-CAP-2': 'DK', 'DR-CAP-3': 'NA', 'DR-CAP-4': [3, 'E1'] })
    expect(coverageShare(scored.coverage)).toBe(0.625)
    expect(value(scored.declared)).toBeCloseTo(37.5, 10)
    expect(value(scored.supported)).toBeCloseTo(31.25, 10)
    expect(scored.low.value).toBeCloseTo(31.25, 10)
    expect(scored.high.value).toBeCloseTo(75, 10)
  })

  test('3b: not asked leaves the point and widens the range', () => {
    const scored = cap({
      'DR-CAP-1': [2, 'E2'],
      'DR-CAP-2': [1, 'E0'],
      'DR-CAP-3': 'SK',
      'DR-CAP-4': [3, 'E3'],
    })
    expect(coverageShare(scored.coverage)).toBe(0.8)
    expect(value(scored.declared)).toBeCloseTo(46.875, 10)
    expect(scored.low.value).toBeCloseTo(37.5, 10)
    expect(scored.high.value).toBeCloseTo(57.5, 10)
  })

  test('withheld counts like unknown: it never raises the score', () => {
    const answers = { 'DR-CAP-1': 2, 'DR-CAP-2': 'WH', 'DR-CAP-3': 2, 'DR-CAP-4': 2 } as const
    // (3 x 2 + 3 x 0 + 2 x 2 + 2 x 2) / (10 x 4) = 14 / 40
    expect(value(cap(answers).declared)).toBeCloseTo(35, 10)
  })

  test('not applicable above 40 % of the weight leaves a range and no point', () => {
    const scored = cap({ 'DR-CAP-1': 2, 'DR-CAP-2': 'NA', 'DR-CAP-3': 'NA', 'DR-CAP-4': 2 })
    expect(scored.declared).toBeNull()
    expect(scored.state).toBe('not-scored')
    expect(scored.reasons).toEqual([{ code: 'mostly-not-applicable' }])
    // both remaining at level 2 without evidence: supported no further than level 1
    expect([scored.low.value, scored.high.value]).toEqual([25, 50])
  })

  test('nothing answered is 0 to 100, not zero', () => {
    for (const id of ['risk', 'readiness', 'SR-SYS', 'DR-LAW']) {
      const open = figure({}, id)
      expect([open.declared, open.state, open.low.value]).toEqual([null, 'not-scored', 0])
      expect(open.high.value).toBeCloseTo(100, 9)
    }
  })
})

describe('gates', () => {
  test('a gate that is withheld or not asked leaves a range and bars the track', () => {
    for (const open of ['WH', 'SK'] as const) {
      const answers = { ...nationalProfile, 'DR-LAW-1': open }
      const law = figure(answers, 'DR-LAW')
      expect(law.declared).toBeNull()
      expect(law.reasons).toEqual([{ code: 'gate-open', indicators: ['DR-LAW-1'] }])
      expect(figure(answers, 'readiness').declared).toBeNull()
      expect(figure(answers, 'readiness').reasons).toEqual([
        { code: 'dimension-not-scored', dimensions: ['DR-LAW'] },
      ])
    }
  })

  test('an unknown gate holds its dimension at 25', () => {
    const law = figure({ ...nationalProfile, 'DR-LAW-4': 'DK', 'DR-LAW-2': 4, 'DR-LAW-3': 4 }, 'DR-LAW')
    expect(value(law.declared)).toBe(25)
  })

  test('open response controls leave no residual risk, while inherent risk stands', () => {
    const answers = { ...nationalProfile, 'SR-INC-1': 'SK' as const }
    expect(figure(answers, 'SR-MAL').declared).toBeNull()
    expect(figure(answers, 'SR-MAL').reasons).toContainEqual({ code: 'response-not-scored' })
    expect(value(figure(answers, 'risk-inherent').declared)).toBeCloseTo(74.6, 2)
  })
})

describe('likelihood and impact', () => {
  test('unknown likelihood counts as 3, not asked leaves no point', () => {
    expect(value(figure({ ...nationalProfile, 'SR-SYS-X': 'DK' }, 'SR-SYS-inherent').declared)).toBeCloseTo(
      100 * Math.sqrt((3 / 4) * (2 / 4)),
      10,
    )
    expect(figure({ ...nationalProfile, 'SR-SYS-X': 'SK' }, 'SR-SYS').declared).toBeNull()
    expect(figure({ ...nationalProfile, 'SR-SYS-X': 'WH' }, 'SR-SYS').declared).toBeNull()
  })

  test('a threat from outside never falls below its floor', () => {
    // X = 0 becomes 1, I = 3: 100 sqrt(1/4 x 3/4)
    expect(value(figure({ ...nationalProfile, 'SR-MAL-X': 0 }, 'SR-MAL-inherent').declared)).toBeCloseTo(
      43.3,
      2,
    )
    expect(value(figure({ ...nationalProfile, 'SR-SYS-X': 0 }, 'SR-SYS-inherent').declared)).toBe(0)
  })

  test('a confirmed incident lifts the likelihood to 3 in every reading', () => {
    const quiet = { ...nationalProfile, 'SR-SYS-X': 0 }
    const hit = figure({ ...quiet, 'SR-SYS-F': 1 }, 'SR-SYS-inherent')
    const expected = 100 * Math.sqrt((3 / 4) * (2 / 4))
    expect(value(hit.declared)).toBeCloseTo(expected, 10)
    // best case: X stays at 3, I without evidence one lower
    expect(hit.low.value).toBeCloseTo(100 * Math.sqrt((3 / 4) * (1 / 4)), 10)
    expect(value(figure({ ...quiet, 'SR-SYS-F': 0 }, 'SR-SYS-inherent').declared)).toBe(0)
    expect(value(figure({ ...quiet, 'SR-SYS-F': 'DK' }, 'SR-SYS-inherent').declared)).toBe(0)
  })

  test('a bare statement widens the range by one level each way and moves no point', () => {
    const stated = figure({ ...nationalProfile, 'SR-SYS-X': 2, 'SR-SYS-I': [2, 'E1'] }, 'SR-SYS-inherent')
    expect(value(stated.declared)).toBe(50)
    expect(stated.low.value).toBeCloseTo(100 * Math.sqrt((1 / 4) * (2 / 4)), 10)
    expect(stated.high.value).toBeCloseTo(100 * Math.sqrt((3 / 4) * (2 / 4)), 10)
  })

  test('what a room could not settle is a range, and the statement step applies to its quartiles', () => {
    const consensus = { 'SR-SYS-X': { raters: 5, agreement: 0, contested: { q1: 1.5, q3: 2.5 } } }
    const contested = figure({ ...nationalProfile, 'SR-SYS-I': [2, 'E1'] }, 'SR-SYS-inherent', { consensus })
    expect(contested.low.value).toBeCloseTo(100 * Math.sqrt((0.5 / 4) * (2 / 4)), 10)
    expect(contested.high.value).toBeCloseTo(100 * Math.sqrt((3.5 / 4) * (2 / 4)), 10)
  })
})

describe('coverage and confidence', () => {
  test('below the display threshold a dimension is shown as a range so far', () => {
    // STR weights 3, 3, 2, 2: only the gate rated, 30 %
    const answers = { 'DR-STR-1': 3 }
    const str = figure(answers, 'DR-STR')
    expect(str.state).toBe('so-far')
    expect(str.reasons).toEqual([{ code: 'coverage-below', threshold: 0.6 }])
    expect(str.bands.declared).toBeNull()
  })

  test('a track waits for every dimension to be half covered', () => {
    const answers = { ...nationalProfile, 'DR-ECO-3': 'SK', 'DR-ECO-4': 'SK', 'DR-ECO-1': 'SK' } as const
    const readiness = figure(answers, 'readiness')
    expect(readiness.state).toBe('so-far')
    expect(readiness.reasons).toContainEqual({
      code: 'dimension-coverage-below',
      dimensions: ['DR-ECO'],
      threshold: 0.5,
    })
  })

  test('3c: a room that agrees lifts confidence to high, one person alone never', () => {
    // DR-CAP of weights 3, 2, 2, 2 all rated at level 1, with and without evidence for 5/9 of it
    const answers = {
      'DR-CAP-1': [1, 'E0'],
      'DR-CAP-2': [1, 'E0'],
      'DR-CAP-3': [2, 'E0'],
      'DR-CAP-4': [2, 'E0'],
    } as const
    expect(figure(answers, 'DR-CAP').confidence).toEqual({ value: 74, level: 'medium' })
    const view = { raters: 3, agreement: 0.5, contested: null }
    const all = { 'DR-CAP-1': view, 'DR-CAP-2': view, 'DR-CAP-3': view, 'DR-CAP-4': view }
    // 100 (0.4 x 1 + 0.4 x 5/9 + 0.2 x 0.75)
    expect(figure(answers, 'DR-CAP', { consensus: all }).confidence?.value).toBeCloseTo(77.222, 3)
    // raters on less than half of the rated weight: the ceiling holds
    expect(figure(answers, 'DR-CAP', { consensus: { 'DR-CAP-2': view } }).confidence?.value).toBe(74)
  })
})

describe('deficits (specification, test 8)', () => {
  const only = new Set(['DR-STR-3', 'SR-INC-2', 'DR-LAW-1', 'DR-COP-3', 'DR-STR-4', 'SR-SUP-1'])
  const six = {
    ...instrument,
    indicators: instrument.indicators.filter((one) => one.weight === null || only.has(one.id)),
  }
  const answers = { 'DR-STR-3': 2, 'SR-INC-2': 1, 'DR-LAW-1': 3, 'DR-COP-3': 2, 'DR-STR-4': 1, 'SR-SUP-1': 1 }

  test.each([
    ['consensus', 39.29],
    ['lag', 45.0],
    ['execution', 71.15],
    ['accountability', 65.0],
  ])('%s is %d', (deficit, expected) => {
    const scored = figure(answers, `deficit-${deficit}`, { instrument: six })
    expect(value(scored.declared)).toBeCloseTo(expected, 2)
    expect(scored.state).toBe('shown')
  })

  test('too little rated shows a range only', () => {
    expect(figure({ 'DR-STR-3': 2 }, 'deficit-execution').state).toBe('so-far')
  })
})

describe('what must hold for any answers', () => {
  const weighted = instrument.indicators.filter((one) => one.weight !== null)
  const anyShort = fc.oneof(
    { weight: 6, arbitrary: fc.integer({ min: 0, max: 4 }) },
    { weight: 1, arbitrary: fc.constantFrom<Short>('DK', 'SK', 'WH', 'NA') },
  )
  const anyAnswers = fc
    .tuple(
      ...instrument.indicators.map((one) =>
        fc
          .tuple(anyShort, fc.constantFrom<EvidenceGrade>('E0', 'E1', 'E2', 'E3'))
          .map(([short, grade]): readonly [string, readonly [Short, EvidenceGrade]] => {
            const top = one.kind === 'incident' ? 1 : 4
            const possible =
              typeof short === 'number'
                ? Math.min(short, top)
                : short === 'NA' && one.notApplicable === 'never'
                  ? 'SK'
                  : short
            return [one.id, [possible, grade]]
          }),
      ),
    )
    .map((entries) => Object.fromEntries(entries))
  const seed = 20261123
  const options = { seed, numRuns: 300 }

  test(`a figure stays within 0 and 100 and its range holds its points (seed ${seed})`, () => {
    fc.assert(
      fc.property(anyAnswers, (answers) => {
        for (const one of score(answers).figures) {
          expect(one.low.value).toBeGreaterThanOrEqual(-1e-9)
          expect(one.high.value).toBeLessThanOrEqual(100 + 1e-9)
          expect(one.low.value).toBeLessThanOrEqual(one.high.value + 1e-9)
          for (const point of [one.declared, one.supported]) {
            if (!point) continue
            expect(point.value).toBeGreaterThanOrEqual(one.low.value - 1e-9)
            expect(point.value).toBeLessThanOrEqual(one.high.value + 1e-9)
          }
        }
      }),
      options,
    )
  })

  test(`every tree evaluates to exactly its score (seed ${seed})`, () => {
    fc.assert(
      fc.property(anyAnswers, (answers) => {
        for (const one of score(answers).figures) {
          for (const tree of [one.declared, one.supported, one.low, one.high]) {
            if (tree) expect(evaluate(tree)).toBe(tree.value)
          }
        }
      }),
      { seed, numRuns: 60 },
    )
  })

  test(`a higher level never lowers readiness nor raises risk (seed ${seed})`, () => {
    fc.assert(
      fc.property(anyAnswers, fc.constantFrom(...weighted), (answers, indicator) => {
        const now = answers[indicator.id]
        const level = now?.[0]
        if (!now || typeof level !== 'number' || level === 4) return
        const before = score(answers)
        const after = score({ ...answers, [indicator.id]: [level + 1, now[1]] })
        for (const one of before.figures) {
          const better = one.polarity === 'high-is-good' ? 1 : -1
          const same = figureOf(after, one.id)
          if (!same) throw new Error('a figure vanished')
          for (const tree of ['declared', 'supported', 'low', 'high'] as const) {
            const [old, now] = [one[tree], same[tree]]
            if (old && now) expect((now.value - old.value) * better).toBeGreaterThanOrEqual(-1e-9)
          }
        }
      }),
      options,
    )
  })

  test(`withholding or skipping a gate never gives a better point (seed ${seed})`, () => {
    const gates = weighted.filter((one) => one.gate)
    fc.assert(
      fc.property(
        anyAnswers,
        fc.constantFrom(...gates),
        fc.constantFrom<Short>('WH', 'SK'),
        (answers, gate, how) => {
          const track = gate.id.startsWith('SR') ? 'risk' : 'readiness'
          expect(figure({ ...answers, [gate.id]: how }, track).declared).toBeNull()
        },
      ),
      options,
    )
  })

  test(`scaling all weights changes nothing, and answers may come in any order (seed ${seed})`, () => {
    const doubled = {
      ...instrument,
      indicators: instrument.indicators.map((one) => ({
        ...one,
        weight: one.weight === null ? null : one.weight * 2,
      })),
    }
    fc.assert(
      fc.property(anyAnswers, (answers) => {
        const reversed = Object.fromEntries(Object.entries(answers).reverse())
        const [a, b, c] = [score(answers), score(answers, { instrument: doubled }), score(reversed)]
        a.figures.forEach((one, i) => {
          expect(b.figures[i]?.low.value).toBeCloseTo(one.low.value, 9)
          expect(c.figures[i]).toEqual(one)
        })
      }),
      { seed, numRuns: 60 },
    )
  })
})

function withGrade(answers: Readonly<Record<string, Short>>, grade: EvidenceGrade) {
  return Object.fromEntries(Object.entries(answers).map(([id, short]) => [id, [short, grade] as const]))
}
