import { describe, expect, test } from 'vitest'
import type { Evidence } from '../../../src/domain/assessment/assessment.ts'
import { addMonths, gradeAsOf, isOlder } from '../../../src/domain/scoring/evidence.ts'
import { indicatorOf } from '../../../src/domain/instrument/find.ts'
import { nationalInstrument, nationalParameters } from '../../support/national-instrument.ts'

const usual = indicatorOf(nationalInstrument, 'DR-STR-1')
const evidence = (grade: Evidence['grade'], date: string | null, firstRound = '2026'): Evidence => ({
  grade,
  date,
  firstRound,
})
const grade = (given: Evidence | null, asOf: string, indicator = usual, round = '2026') =>
  gradeAsOf(given, indicator, round, asOf, nationalParameters)

test('no evidence is a statement only', () => {
  expect(grade(null, '2026-11-23')).toBe('E0')
})

describe('ageing', () => {
  test('on the day the window ends it still counts, the day after it drops one grade', () => {
    expect(grade(evidence('E2', '2025-05-23'), '2026-11-23')).toBe('E2')
    expect(grade(evidence('E2', '2025-05-23'), '2026-11-24')).toBe('E1')
    expect(grade(evidence('E3', '2025-05-23'), '2026-11-24')).toBe('E2')
  })

  test('after 36 months it is a document like any other', () => {
    expect(grade(evidence('E3', '2023-11-23'), '2026-11-23')).toBe('E2')
    expect(grade(evidence('E3', '2023-11-23'), '2026-11-24')).toBe('E1')
  })

  test('a document does not age', () => {
    expect(grade(evidence('E1', '2001-01-01'), '2026-11-23')).toBe('E1')
  })

  test("an indicator's own window replaces the 18 months and leaves the 36", () => {
    const inventory = indicatorOf(nationalInstrument, 'SR-SYS-1')
    const audit = indicatorOf(nationalInstrument, 'DR-LAW-4')
    expect(grade(evidence('E2', '2025-11-23'), '2026-11-24', inventory)).toBe('E1')
    expect(grade(evidence('E2', '2024-11-23'), '2026-11-23', audit)).toBe('E2')
    expect(grade(evidence('E3', '2023-11-22'), '2026-11-23', audit)).toBe('E1')
  })

  test('undated records count in the round they came with, and as a document afterwards', () => {
    expect(grade(evidence('E3', null), '2026-11-23')).toBe('E3')
    expect(grade(evidence('E3', null), '2027-11-23', usual, '2027')).toBe('E1')
  })
})

test('months are calendar months, and a missing day becomes the last one', () => {
  expect(addMonths('2025-08-31', 18)).toBe('2027-02-28')
  expect(addMonths('2026-08-31', 18)).toBe('2028-02-29')
  expect(addMonths('2026-12-15', 1)).toBe('2027-01-15')
  expect(isOlder('2025-05-23', 18, '2026-11-23')).toBe(false)
})
