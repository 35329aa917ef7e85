import { describe, expect, test } from 'vitest'
import { leafFrom, stepOf } from '../../src/app/explain-in-words.ts'
import { formulaOf } from '../../src/app/formula.ts'
import { answer, assumed, constant, explain, type Explanation } from '../../src/domain/scoring/explanation.ts'
import { figureOf } from '../../src/domain/scoring/figure.ts'
import { scoreAssessment } from '../../src/domain/scoring/score-assessment.ts'
import { asOf, assessmentWith } from '../support/scored-assessments.ts'
import { nationalInstrument as instrument } from '../support/national-instrument.ts'
import { nationalProfile } from '../support/national-profile.ts'

const show = (value: number) => String(Math.round(value * 1000) / 1000)
const declared = (id: string): Explanation => {
  const scores = scoreAssessment({
    instrument,
    assessment: assessmentWith(instrument, nationalProfile),
    asOf,
  })
  const tree = figureOf(scores, id)?.declared
  if (!tree) throw new Error(`no ${id}`)
  return tree
}
const line = (tree: Explanation) => formulaOf(stepOf(tree), tree.value, show)

describe('a figure opens step by step', () => {
  test('readiness is a mean of its dimensions, in which the weak ones count more', () => {
    const step = stepOf(declared('readiness'))
    expect(step.tree.op).toBe('mean')
    expect(step.parts.map(({ value }) => Math.round(value * 100) / 100)).toEqual([
      37.5, 25, 36.11, 47.22, 25, 41.67,
    ])
    expect(line(declared('readiness'))).toBe(
      '((37.5^½ + 25^½ + 36.111^½ + 47.222^½ + 25^½ + 41.667^½) ÷ 6)² = 34.928',
    )
  })

  test('a dimension under a gate is the smaller of its mean and its cap', () => {
    const step = stepOf(declared('DR-LAW'))
    expect(step.tree.op).toBe('minimum')
    expect(line(declared('DR-LAW'))).toBe('min(0.425; 0.25) = 0.25 × 100 = 25')
    const mean = step.parts[0]?.step
    expect(mean && line(mean)).toBe('(3 × 0.75 + 2 × 0.5 + 2 × 0.5 + 3 × 0) ÷ (3 + 2 + 2 + 3) = 0.425')
    const gate = step.parts[1]?.step
    expect(gate && line(gate)).toBe('min(1; (0 + 1) ÷ 4) = 0.25')
  })

  test('residual risk shows what safeguards leave over', () => {
    const step = stepOf(declared('SR-MAL'))
    expect(line(declared('SR-MAL'))).toBe('√(0.461 × 0.539) = 0.498 × 100 = 49.835')
    const likelihood = step.parts[0]?.step
    expect(likelihood && line(likelihood)).toBe('0.75 × (1 − 0.9 × 0.429) = 0.461')
  })

  test('every part of every step has a value, and leads to answers', () => {
    const leaves = (tree: Explanation): string[] =>
      stepOf(tree).parts.flatMap(({ leaf, step }) => (leaf ? [leaf.indicator] : step ? leaves(step) : []))
    const inRisk = new Set(leaves(declared('risk')))
    expect(inRisk.size).toBe(10 + 15 + 5)
    expect(new Set(leaves(declared('readiness'))).size).toBe(24)
  })
})

describe('an answer that was changed on its way says so', () => {
  test('a cap by evidence', () => {
    const tree = explain({ op: 'minimum', parts: [answer('A', 3), constant('evidence-cap', 2)] })
    expect(leafFrom(tree)).toEqual({
      indicator: 'A',
      level: 2,
      notes: [{ kind: 'constant', meaning: 'evidence-cap', level: 2 }],
    })
  })
  test('a cap that changes nothing is not worth a word', () => {
    const tree = explain({ op: 'minimum', parts: [answer('A', 1), constant('evidence-cap', 2)] })
    expect(leafFrom(tree)).toEqual({ indicator: 'A', level: 1, notes: [] })
  })
  test('an assumption in place of an answer', () => {
    expect(leafFrom(explain({ op: 'share-of-scale', of: assumed('A', 'dont-know', 0), top: 4 }))).toEqual({
      indicator: 'A',
      level: 0,
      notes: [{ kind: 'assumed', because: 'dont-know', level: 0 }],
    })
  })
  test('two answers are no leaf', () => {
    expect(leafFrom(explain({ op: 'minimum', parts: [answer('A', 1), answer('B', 2)] }))).toBeNull()
  })
})
