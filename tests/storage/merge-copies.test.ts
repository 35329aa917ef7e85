import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Answer } from '../../src/domain/assessment/assessment.ts'
import type { ProfileCopy } from '../../src/storage/device-store.ts'
import { mergeCopies } from '../../src/storage/merge-copies.ts'
import { answerWith, anyAnswer, assessmentWith } from '../support/assessments.ts'
import { seed } from '../support/seed.ts'

const { answers: _answers, ...head } = assessmentWith()

function copyOf(revisions: readonly Answer[], change: Partial<ProfileCopy> = {}): ProfileCopy {
  return { assessments: [{ head, revisions: { Q1: revisions } }], records: [], place: null, ...change }
}

function merged(present: readonly Answer[], copy: readonly Answer[]): readonly Answer[] {
  return mergeCopies(copyOf(present), copyOf(copy)).assessments[0]?.revisions['Q1'] ?? []
}

/** An answer named by its note, given at so many minutes past ten. */
function answer(note: string, minute: number): Answer {
  return answerWith({ note, at: `2026-11-23T10:${String(minute).padStart(2, '0')}:00.000Z` })
}

const notes = (answers: readonly Answer[]) => answers.map(({ note }) => note).join(' ')

describe('merging the revisions of one answer', () => {
  test('the later of two answers is the one that counts, and both are kept', () => {
    expect(notes(merged([answer('here', 1)], [answer('copy', 2)]))).toBe('here copy')
    expect(notes(merged([answer('here', 2)], [answer('copy', 1)]))).toBe('copy here')
  })

  test('of two answers of the same instant the one on this phone counts', () => {
    expect(notes(merged([answer('here', 1)], [answer('copy', 1)]))).toBe('copy here')
  })

  test('an older copy of the same history adds nothing', () => {
    const here = [answer('a', 1), answer('b', 2), answer('c', 3)]
    expect(merged(here, here.slice(0, 2))).toEqual(here)
    expect(merged(here, here)).toEqual(here)
  })

  test('a continuation counts even when the clock was set back in between', () => {
    const [a, b, c] = [answer('a', 30), answer('b', 20), answer('c', 10)]
    expect(notes(merged([a], [a, b, c]))).toBe('a b c')
    expect(notes(merged([a, b, c], [a]))).toBe('a b c')
  })

  test('histories that parted keep what they share once', () => {
    const shared = answer('shared', 1)
    expect(notes(merged([shared, answer('here', 2)], [shared, answer('copy', 3)]))).toBe('shared here copy')
    expect(notes(merged([shared, answer('here', 3)], [shared, answer('copy', 2)]))).toBe('copy shared here')
  })

  const history = fc.array(anyAnswer, { maxLength: 6 })
  const textOf = (one: Answer) =>
    JSON.stringify(one, Object.keys({ ...one, ...one.response, ...one.evidence }).sort())

  test('nothing is lost, nothing is invented, and merging twice is merging once', () => {
    fc.assert(
      fc.property(history, history, history, (shared, here, copied) => {
        const [present, copy] = [
          [...shared, ...here],
          [...shared, ...copied],
        ]
        const once = merged(present, copy)
        expect(new Set(once.map(textOf))).toEqual(new Set([...present, ...copy].map(textOf)))
        expect(once.length).toBeLessThanOrEqual(present.length + copied.length)
        expect(merged(once, copy)).toEqual(once)
        expect(merged(once, present)).toEqual(once)
      }),
      { seed, numRuns: 500 },
    )
  })

  test('what counts afterwards is one of the two answers that counted before', () => {
    fc.assert(
      fc.property(history, history, (present, copy) => {
        fc.pre(present.length + copy.length > 0)
        const last = merged(present, copy).at(-1)
        expect([present.at(-1), copy.at(-1)]).toContainEqual(last)
      }),
      { seed, numRuns: 500 },
    )
  })
})

describe('merging everything else', () => {
  test('what was not said yet is taken from the copy; what was said here stays', () => {
    const here = { ...head, subject: null, group: 'regulator' as const }
    const present = { assessments: [{ head: here, revisions: {} }], records: [], place: '/here' }
    expect(mergeCopies(present, copyOf([], { place: '/copy' }))).toEqual({
      assessments: [{ head: { ...head, group: 'regulator' }, revisions: { Q1: [] } }],
      records: [],
      place: '/here',
    })
  })

  test('an indicator called like a part of every object is an indicator', () => {
    const strange = {
      assessments: [{ head, revisions: { constructor: [answer('a', 1)] } }],
      records: [],
      place: null,
    }
    const both = mergeCopies(copyOf([answer('b', 1)]), strange)
    expect(Object.keys(both.assessments[0]?.revisions ?? {})).toEqual(['Q1', 'constructor'])
  })
})
