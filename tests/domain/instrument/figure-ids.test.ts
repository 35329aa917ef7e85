import { expect, test } from 'vitest'
import { figureIds } from '../../../src/domain/instrument/figure-ids.ts'
import type { Instrument } from '../../../src/domain/instrument/instrument.ts'
import { scoreAssessment } from '../../../src/domain/scoring/score-assessment.ts'
import { buildPack } from '../../support/build-pack.ts'
import { nationalInstrument } from '../../support/national-instrument.ts'
import { asOf, assessmentWith } from '../../support/scored-assessments.ts'

const scored = (instrument: Instrument) =>
  scoreAssessment({ instrument, assessment: assessmentWith(instrument, {}), asOf }).figures.map(
    ({ id }) => id,
  )

test('the figures named are those that two-track scoring gives, in its order', () => {
  expect(figureIds(nationalInstrument)).toEqual(scored(nationalInstrument))
})

test('the figures named are those that composite scoring gives, in its order', () => {
  const { instrument } = buildPack()
  expect(figureIds(instrument)).toEqual(scored(instrument))
})
