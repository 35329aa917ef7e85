import { describe, expect, test } from 'vitest'
import { answerWith, assessmentWith } from '../support/assessments.ts'
import { fillProfile, recordWith } from '../support/profiles.ts'
import type { ContractPhone } from './device-store.ts'

/** A whole profile at once. */
export function copiesContract(phone: ContractPhone): void {
  describe('copies', () => {
    test('a copy brought into another profile holds everything but the key', async () => {
      await fillProfile(phone.profile)
      const copy = await phone.profile.copyEverything()
      const other = await phone.device.createProfile('Amina, new phone')
      await other.mergeCopy(copy)
      expect(await other.copyEverything()).toEqual(copy)
      expect(await other.listAssessments()).toEqual(await phone.profile.listAssessments())
      expect(await other.readPlace()).toBe('/a/assessment-1/q/Q2')
      expect((await other.listRecords()).map(({ profileKey }) => profileKey)).toEqual(
        copy.records.map(() => phone.profile.signer.publicKey),
      )
    })

    test('records of a former phone neither use up nor block the numbers of the new one', async () => {
      await fillProfile(phone.profile)
      const other = await phone.device.createProfile('new phone')
      await other.mergeCopy(await phone.profile.copyEverything())
      expect(await other.nextSequence()).toBe(1)
      const again = { ...recordWith(1), id: 'record-of-the-new-phone' }
      expect(await other.appendRecord(again)).toEqual({ kind: 'appended' })
      expect((await other.listRecords()).map(({ id }) => id)).toEqual([
        'record-1',
        'record-2',
        'record-of-the-new-phone',
      ])
    })

    test('merging beside existing work loses nothing, and merging again changes nothing', async () => {
      await phone.profile.createAssessment(assessmentWith({ subject: null }))
      await phone.profile.recordAnswer('assessment-1', 'Q1', answerWith({ note: 'first', at: at(1) }))
      const copy = await phone.profile.copyEverything()
      const later = {
        ...copy,
        assessments: copy.assessments.map(({ head }) => ({
          head: assessmentHead(head.id),
          revisions: {
            Q1: [answerWith({ note: 'first', at: at(1) }), answerWith({ note: 'copied', at: at(3) })],
            Q2: [answerWith({ note: 'copied', at: at(1) })],
          },
        })),
      }
      await phone.profile.recordAnswer('assessment-1', 'Q1', answerWith({ note: 'here', at: at(2) }))
      await phone.profile.recordAnswer('assessment-1', 'Q3', answerWith({ note: 'here', at: at(1) }))
      await phone.profile.mergeCopy(later)
      const merged = await phone.profile.copyEverything()
      expect(notes(merged.assessments[0]?.revisions)).toEqual({
        Q1: ['first', 'here', 'copied'],
        Q2: ['copied'],
        Q3: ['here'],
      })
      expect(merged.assessments[0]?.head.subject).toEqual({ kind: 'country', country: 'KEN' })
      await (await phone.secondTab()).mergeCopy(later)
      expect(await phone.profile.copyEverything()).toEqual(merged)
      // The tab that wrote before the merge goes on with the right number.
      expect(await phone.profile.recordAnswer('assessment-1', 'Q1', answerWith())).toBe(4)
    })

    test('an answer given in another tab during a merge is not lost', async () => {
      await fillProfile(phone.profile)
      const copy = await phone.profile.copyEverything()
      const tab = await phone.secondTab()
      const before = copy.assessments[0]?.revisions['Q1']?.length ?? 0
      const answers = Array.from({ length: 10 }, (_, i) =>
        tab.recordAnswer('assessment-1', 'Q1', answerWith({ note: `during ${i}`, at: at(i) })),
      )
      await Promise.all([phone.profile.mergeCopy(copy), ...answers])
      const after = (await phone.profile.copyEverything()).assessments[0]?.revisions['Q1'] ?? []
      expect(before).toBe(2)
      expect(after.map(({ note }) => note).sort()).toEqual(
        ['first', 'second', ...answers.map((_, i) => `during ${i}`)].sort(),
      )
    })

    test('of two states of one record the one further along stays', async () => {
      const receipt = { bytes: Uint8Array.of(1), signature: Uint8Array.of(2) }
      await phone.profile.appendRecord(recordWith(1))
      await phone.profile.appendRecord(recordWith(2))
      await phone.profile.changeRecord('record-1', { kind: 'received', receipt })
      const copy = await phone.profile.copyEverything()
      await phone.profile.changeRecord('record-1', { kind: 'waiting', attempts: 1, lastProblem: null })
      await phone.profile.changeRecord('record-2', { kind: 'held', reason: 'not-enrolled', receipt })
      await phone.profile.mergeCopy(copy)
      expect((await phone.profile.listRecords()).map(({ state }) => state.kind)).toEqual(['received', 'held'])
    })
  })
}

function assessmentHead(id: string) {
  const { answers: _answers, ...head } = assessmentWith({ id })
  return head
}

/** An instant so many minutes into the morning. */
function at(minute: number): string {
  return `2026-11-23T10:${String(minute).padStart(2, '0')}:00.000Z`
}

function notes(revisions: Readonly<Record<string, readonly { readonly note: string }[]>> = {}) {
  return Object.fromEntries(Object.entries(revisions).map(([key, all]) => [key, all.map(({ note }) => note)]))
}
