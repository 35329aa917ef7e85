import { describe, expect, test } from 'vitest'
import { applicableIndicators } from '../../src/domain/assessment/progress.ts'
import { evaluate } from '../../src/domain/scoring/explanation.ts'
import { figureOf, type Figure } from '../../src/domain/scoring/figure.ts'
import { scoreAssessment } from '../../src/domain/scoring/score-assessment.ts'
import { checkPackFolder } from '../../src/hub/pack-folder.ts'
import { readPack } from '../support/content-packs.ts'
import { asOf, assessmentWith, type Short } from '../support/scored-assessments.ts'

/** Other people's questionnaires run as data: nothing in the engine knows them. */
const folder = (id: string) => `tests/content/packs/${id}/1.0.0`

async function instrumentOf(id: string) {
  return (await readPack(folder(id))).instrument
}

async function figure(id: string, answers: Readonly<Record<string, Short>>, name: string): Promise<Figure> {
  const instrument = await instrumentOf(id)
  const assessment = assessmentWith(instrument, answers)
  const found = figureOf(scoreAssessment({ instrument, assessment, asOf }), name)
  if (!found) throw new Error(`no figure ${name}`)
  return found
}

test.each(['risk-and-mitigation', 'practice-model'])('%s has nothing to mend', async (id) => {
  expect(await checkPackFolder(folder(id))).toEqual([])
})

describe('a questionnaire of risk and mitigation with visibility rules', () => {
  const answers = {
    reach: 2, 'decision-role': 1, 'personal-data': 1, 'special-categories': 0, 'data-age': 1, reversibility: 2,
    'vulnerable-people': 1, tested: 1, 'human-review': 1, appeal: 0, minimised: 1,
  } // prettier-ignore

  test('weighs risk, then takes away what mitigates it', async () => {
    // (100 + 2 x 50 + 100 + 0 + 50 + 2 x 100 + 100) / 9
    expect((await figure('risk-and-mitigation', answers, 'raw-risk')).declared?.value).toBeCloseTo(72.222, 3)
    // (50 + 100 + 0 + 100) / 4
    expect((await figure('risk-and-mitigation', answers, 'mitigation')).declared?.value).toBe(62.5)
    // 72.222 x (1 - 0.5 x 0.625)
    const remaining = await figure('risk-and-mitigation', answers, 'remaining-risk')
    expect(remaining.declared?.value).toBeCloseTo(49.653, 3)
    expect(remaining.bands.declared).toBe('level-2')
  })

  test('asks only what earlier answers make necessary', async () => {
    const instrument = await instrumentOf('risk-and-mitigation')
    const asked = (given: Readonly<Record<string, Short>>) =>
      applicableIndicators(instrument, assessmentWith(instrument, given)).map(({ id }) => id)
    expect(asked({})).toEqual(['reach', 'decision-role', 'personal-data', 'tested'])
    expect(asked({ 'personal-data': 1 })).toContain('special-categories')
    expect(asked({ reach: 1, 'decision-role': 1 })).toContain('reversibility')
    expect(asked({ reach: 0, 'decision-role': 2 })).not.toContain('reversibility')
  })

  test('what is open widens the range: least risk with most mitigation, most risk with least', async () => {
    const open = await figure(
      'risk-and-mitigation',
      { ...answers, tested: 'DK', reach: 'SK' },
      'remaining-risk',
    )
    // reach hides nothing once it is not answered: the rule reads null, so effect and its safeguards leave
    expect(open.low.value).toBeLessThan(open.high.value)
    for (const tree of [open.declared, open.low, open.high]) if (tree) expect(evaluate(tree)).toBe(tree.value)
    const settled = await figure('risk-and-mitigation', answers, 'remaining-risk')
    expect(settled.low.value).toBe(settled.high.value)
  })
})

describe('a practice model with weighted answer sets', () => {
  const answers = { policy: 3, roles: 1, 'design-review': 2, tests: 1, monitoring: 2, incidents: 0 }

  test.each([
    // (2 x 100 + 25) / 3; (50 + 25) / 2; sqrt((50^2 + 0) / 2); the least; (75 x 37.5 x 35.355^2)^(1/4)
    ['govern', 75],
    ['build', 37.5],
    ['run', 35.355],
    ['weakest', 35.355],
    ['whole', 43.301],
  ])('%s is %d', async (name, expected) => {
    expect((await figure('practice-model', answers, name)).declared?.value).toBeCloseTo(expected, 3)
  })

  test('falls into the band its pack names', async () => {
    expect((await figure('practice-model', answers, 'whole')).bands.declared).toBe('managed')
  })
})
