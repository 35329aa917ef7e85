import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { answerWith, anyAnswer, assessmentWith } from '../support/assessments.ts'
import { seed } from '../support/seed.ts'
import type { ContractPhone } from './device-store.ts'

/** Assessments and the revisions of their answers. */
export function answersContract(phone: ContractPhone, runs: number): void {
  describe('answers', () => {
    test('any answer survives closing and opening again, exactly', async () => {
      await fc.assert(
        fc.asyncProperty(
          fc.dictionary(fc.constantFrom('Q1', 'Q2', 'constructor'), anyAnswer),
          async (answers) => {
            const id = crypto.randomUUID()
            const first = await phone.secondTab()
            await first.createAssessment(assessmentWith({ id }))
            for (const [indicator, answer] of Object.entries(answers)) {
              await first.recordAnswer(id, indicator, answer)
            }
            first.close()
            expect(await (await phone.secondTab()).readAssessment(id)).toEqual(
              assessmentWith({ id, answers }),
            )
          },
        ),
        { seed, numRuns: runs },
      )
    })

    test('the five states stay five different things', async () => {
      const responses = [
        { kind: 'level', level: 0 },
        { kind: 'dont-know' },
        { kind: 'not-applicable', reason: '' },
        { kind: 'withheld' },
        { kind: 'not-asked' },
      ] as const
      await phone.profile.createAssessment(assessmentWith())
      for (const [i, response] of responses.entries()) {
        await phone.profile.recordAnswer('assessment-1', `Q${i}`, answerWith({ response }))
      }
      const read = await (await phone.secondTab()).readAssessment('assessment-1')
      expect(Object.values(read?.answers ?? {}).map(({ response }) => response)).toEqual(responses)
    })

    test('revisions count from one, and the latest is the one that is read', async () => {
      await phone.profile.createAssessment(assessmentWith())
      const numbers = []
      for (const level of [0, 1, 2, 3, 4, 3, 2, 1, 0, 1, 4]) {
        numbers.push(
          await phone.profile.recordAnswer(
            'assessment-1',
            'Q1',
            answerWith({ response: { kind: 'level', level } }),
          ),
        )
      }
      expect(numbers).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11])
      const read = await (await phone.secondTab()).readAssessment('assessment-1')
      expect(read?.answers['Q1']?.response).toEqual({ kind: 'level', level: 4 })
    })

    test('answers given faster than they are written keep their order', async () => {
      await phone.profile.createAssessment(assessmentWith())
      const levels = Array.from({ length: 20 }, (_, i) => i % 5)
      const numbers = await Promise.all(
        levels.map((level, i) =>
          phone.profile.recordAnswer(
            'assessment-1',
            'Q1',
            // Every other one takes much longer to encrypt than the one behind it.
            answerWith({
              response: { kind: 'level', level },
              note: i % 2 === 0 ? 'long '.repeat(100_000) : '',
            }),
          ),
        ),
      )
      expect(numbers).toEqual(levels.map((_, i) => i + 1))
      const { assessments } = await phone.profile.copyEverything()
      expect(assessments[0]?.revisions['Q1']?.map(({ response }) => response)).toEqual(
        levels.map((level) => ({ kind: 'level', level })),
      )
    })

    test('two tabs answering at once never get the same number, and leave no gap', async () => {
      const step = fc.record({
        tab: fc.nat(1),
        indicator: fc.constantFrom('Q1', 'Q2'),
        pause: fc.boolean(),
      })
      await fc.assert(
        fc.asyncProperty(fc.array(step, { minLength: 2, maxLength: 16 }), async (steps) => {
          const id = crypto.randomUUID()
          const tabs = [await phone.secondTab(), await phone.secondTab()] as const
          await tabs[0].createAssessment(assessmentWith({ id }))
          const numbers: Record<string, number[]> = { Q1: [], Q2: [] }
          const running: Promise<unknown>[] = []
          for (const { tab, indicator, pause } of steps) {
            const answer = (tab === 0 ? tabs[0] : tabs[1]).recordAnswer(id, indicator, answerWith())
            running.push(answer.then((number) => numbers[indicator]?.push(number)))
            if (pause) await answer
          }
          await Promise.all(running)
          for (const [indicator, given] of Object.entries(numbers)) {
            const count = steps.filter((it) => it.indicator === indicator).length
            expect([...given].sort((a, b) => a - b)).toEqual(Array.from({ length: count }, (_, i) => i + 1))
          }
          tabs.forEach((tab) => {
            tab.close()
          })
        }),
        { seed, numRuns: runs },
      )
    })

    test('what is given and what is read are copies: changing them changes nothing on the phone', async () => {
      const answers = { Q1: answerWith() }
      await phone.profile.createAssessment(assessmentWith({ answers }))
      Object.assign(answers.Q1, { note: 'changed' })
      const read = await phone.profile.readAssessment('assessment-1')
      Object.assign(read?.answers ?? {}, { Q1: answerWith({ note: 'changed' }) })
      expect(await phone.profile.readAssessment('assessment-1')).toEqual(
        assessmentWith({ answers: { Q1: answerWith() } }),
      )
    })
  })

  describe('assessments', () => {
    test('several live side by side, oldest first, each with its own answers', async () => {
      const older = assessmentWith({ id: 'b', answers: { Q1: answerWith({ note: 'older' }) } })
      const newer = assessmentWith({ id: 'a', createdAt: '2026-11-23T11:00:00.000Z' })
      // Its id begins like another's: a range over one must not touch the other.
      const alike = assessmentWith({ id: 'ab', createdAt: '2026-11-23T12:00:00.000Z' })
      for (const assessment of [newer, older, alike]) await phone.profile.createAssessment(assessment)
      await phone.profile.recordAnswer('ab', 'Q1', answerWith({ note: 'alike' }))
      const withAnswer = { ...alike, answers: { Q1: answerWith({ note: 'alike' }) } }
      expect(await (await phone.secondTab()).listAssessments()).toEqual([older, newer, withAnswer])
      expect(await phone.profile.readAssessment('a')).toEqual(newer)
      expect(await phone.profile.readAssessment('nothing')).toBeNull()
    })

    test('answers that come with a new assessment are first revisions', async () => {
      await phone.profile.createAssessment(assessmentWith({ answers: { Q1: answerWith() } }))
      expect(await phone.profile.recordAnswer('assessment-1', 'Q1', answerWith())).toBe(2)
    })

    test('an assessment that exists is not overwritten by a new one', async () => {
      const given = assessmentWith({ answers: { Q1: answerWith() } })
      await phone.profile.createAssessment(given)
      await expect(phone.profile.createAssessment(assessmentWith())).rejects.toThrow('assessment-1 exists')
      expect(await phone.profile.readAssessment('assessment-1')).toEqual(given)
    })

    test('saying what is assessed keeps the answers', async () => {
      const answers = { Q1: answerWith() }
      await phone.profile.createAssessment(assessmentWith({ subject: null, group: null, answers }))
      const subject = {
        kind: 'institution',
        country: 'KEN',
        id: 'moh',
        name: 'Ministry of Health',
      } as const
      await phone.profile.changeAssessment('assessment-1', { subject, group: 'regulator', round: '2027' })
      expect(await (await phone.secondTab()).readAssessment('assessment-1')).toEqual(
        assessmentWith({ subject, group: 'regulator', round: '2027', answers }),
      )
    })

    test('a late answer or change does not bring a deleted assessment back', async () => {
      await phone.profile.createAssessment(assessmentWith({ answers: { Q1: answerWith() } }))
      await phone.profile.createAssessment(
        assessmentWith({ id: 'assessment-10', answers: { Q1: answerWith() } }),
      )
      await (await phone.secondTab()).deleteAssessment('assessment-1')
      await expect(phone.profile.recordAnswer('assessment-1', 'Q1', answerWith())).rejects.toMatchObject({
        code: 'missing',
      })
      const { subject, group, round } = assessmentWith()
      await expect(
        phone.profile.changeAssessment('assessment-1', { subject, group, round }),
      ).rejects.toMatchObject({ code: 'missing' })
      const other = assessmentWith({ id: 'assessment-10', answers: { Q1: answerWith() } })
      expect(await phone.profile.listAssessments()).toEqual([other])
      // A new one under the same id starts from nothing.
      await phone.profile.createAssessment(assessmentWith())
      expect(await phone.profile.recordAnswer('assessment-1', 'Q1', answerWith())).toBe(1)
    })

    test('the place where the person was is found again', async () => {
      expect(await phone.profile.readPlace()).toBeNull()
      await phone.profile.keepPlace('/a/assessment-1/q/Q3')
      await phone.profile.keepPlace('/a/assessment-1/q/Q4')
      expect(await (await phone.secondTab()).readPlace()).toBe('/a/assessment-1/q/Q4')
    })
  })
}
