import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { DeviceStore, NewRecord, ProfileStore, RecordState } from '../../src/storage/device-store.ts'
import { verifySignature } from '../../src/protocol/signature.ts'
import { answerWith, anyAnswer, assessmentWith } from '../support/assessments.ts'
import { seed } from '../support/seed.ts'

/**
 * What every store on a phone must do, whatever it is made of.
 *
 * @param open a new handle on the contents of one place; two handles of the same place are two tabs of one phone.
 * @param runs cases per property: fewer where each one costs a disk.
 */
export function deviceStoreContract(name: string, open: (place: string) => DeviceStore, runs = 100): void {
  describe(`device store: ${name}`, () => {
    let place: string
    let device: DeviceStore
    let profile: ProfileStore

    beforeEach(async () => {
      place = `test-${crypto.randomUUID()}`
      device = open(place)
      profile = await device.createProfile('Amina')
    })

    afterEach(async () => {
      const last = open(place)
      await last.deleteEverything()
      last.close()
    })

    /** The same profile seen from a second tab. */
    const secondTab = () => open(place).openProfile(profile.id)

    describe('the device', () => {
      test('profiles are listed oldest first with their labels', async () => {
        const second = await device.createProfile('بشير')
        expect((await open(place).listProfiles()).map(({ id, label }) => [id, label])).toEqual([
          [profile.id, 'Amina'],
          [second.id, 'بشير'],
        ])
      })

      test('a renamed profile keeps its id', async () => {
        await device.renameProfile(profile.id, 'Amina W.')
        expect((await device.listProfiles()).map(({ id, label }) => [id, label])).toEqual([
          [profile.id, 'Amina W.'],
        ])
      })

      test('a profile that does not exist is missing, and asking does not create it', async () => {
        await expect(device.openProfile('nobody')).rejects.toMatchObject({ code: 'missing' })
        await expect(device.openProfile('nobody')).rejects.toMatchObject({ code: 'missing' })
        await expect(device.renameProfile('nobody', 'x')).rejects.toMatchObject({ code: 'missing' })
        expect(await device.listProfiles()).toHaveLength(1)
      })

      test('a deleted profile is gone, and a tab that still shows it cannot bring it back', async () => {
        const tab = await secondTab()
        await tab.createAssessment(assessmentWith())
        await device.deleteProfile(profile.id)
        await expect(tab.recordAnswer('assessment-1', 'Q1', answerWith())).rejects.toMatchObject({
          code: 'missing',
        })
        await expect(tab.keepPlace('/results')).rejects.toMatchObject({ code: 'missing' })
        await expect(device.openProfile(profile.id)).rejects.toMatchObject({ code: 'missing' })
        expect(await device.listProfiles()).toEqual([])
      })

      test('deleting everything leaves a phone as new', async () => {
        await device.createProfile('Bashir')
        await device.changeSettings({ language: 'fr', lastProfile: profile.id })
        await device.keepRelease('default/pulse/2026', release(1))
        await device.deleteEverything()
        const fresh = open(place)
        expect(await fresh.listProfiles()).toEqual([])
        expect(await fresh.readRelease('default/pulse/2026')).toBeNull()
        expect(await fresh.readSettings()).toEqual({
          language: null,
          digits: null,
          lastProfile: null,
          bytesFetched: 0,
          hub: null,
        })
      })

      test('a change of one setting keeps the others', async () => {
        const hub = { key: 'a key', name: 'Programme office', demonstration: false }
        await device.changeSettings({ language: 'ar', hub })
        const changed = await open(place).changeSettings({ digits: 'arab', bytesFetched: 81_920 })
        const all = { language: 'ar', digits: 'arab', lastProfile: null, bytesFetched: 81_920, hub }
        expect(changed).toEqual(all)
        expect(await device.readSettings()).toEqual(all)
      })

      test('a release with a lower number never replaces a higher one', async () => {
        await device.keepRelease('default/pulse/2026', release(2))
        await open(place).keepRelease('default/pulse/2026', release(1))
        expect(await device.readRelease('default/pulse/2026')).toEqual(release(2))
        await device.keepRelease('default/pulse/2026', release(3))
        expect(await device.readRelease('default/pulse/2026')).toEqual(release(3))
        expect(await device.readRelease('default/pulse/2027')).toBeNull()
      })

      test('releases are listed by how their keys begin', async () => {
        await device.keepRelease('default/pulse/2027', release(5))
        await device.keepRelease('default/pulse/2026', release(4))
        await device.keepRelease('default/pulse-long/2026', release(9))
        expect(await device.listReleases('default/pulse/')).toEqual([release(4), release(5)])
      })
    })

    describe('answers', () => {
      test('any answer survives closing and opening again, exactly', async () => {
        await fc.assert(
          fc.asyncProperty(
            fc.dictionary(fc.constantFrom('Q1', 'Q2', 'constructor'), anyAnswer),
            async (answers) => {
              const id = crypto.randomUUID()
              const first = await secondTab()
              await first.createAssessment(assessmentWith({ id }))
              for (const [indicator, answer] of Object.entries(answers)) {
                await first.recordAnswer(id, indicator, answer)
              }
              first.close()
              expect(await (await secondTab()).readAssessment(id)).toEqual(assessmentWith({ id, answers }))
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
        await profile.createAssessment(assessmentWith())
        for (const [i, response] of responses.entries()) {
          await profile.recordAnswer('assessment-1', `Q${i}`, answerWith({ response }))
        }
        const read = await (await secondTab()).readAssessment('assessment-1')
        expect(Object.values(read?.answers ?? {}).map(({ response }) => response)).toEqual(responses)
      })

      test('revisions count from one, and the latest is the one that is read', async () => {
        await profile.createAssessment(assessmentWith())
        const numbers = []
        for (const level of [0, 1, 2, 3, 4, 3, 2, 1, 0, 1, 4]) {
          numbers.push(
            await profile.recordAnswer(
              'assessment-1',
              'Q1',
              answerWith({ response: { kind: 'level', level } }),
            ),
          )
        }
        expect(numbers).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11])
        const read = await (await secondTab()).readAssessment('assessment-1')
        expect(read?.answers['Q1']?.response).toEqual({ kind: 'level', level: 4 })
      })

      test('answers given faster than they are written keep their order', async () => {
        await profile.createAssessment(assessmentWith())
        const levels = Array.from({ length: 20 }, (_, i) => i % 5)
        const numbers = await Promise.all(
          levels.map((level, i) =>
            profile.recordAnswer(
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
        const { assessments } = await profile.copyEverything()
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
            const tabs = [await secondTab(), await secondTab()] as const
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
        await profile.createAssessment(assessmentWith({ answers }))
        Object.assign(answers.Q1, { note: 'changed' })
        const read = await profile.readAssessment('assessment-1')
        Object.assign(read?.answers ?? {}, { Q1: answerWith({ note: 'changed' }) })
        expect(await profile.readAssessment('assessment-1')).toEqual(
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
        for (const assessment of [newer, older, alike]) await profile.createAssessment(assessment)
        await profile.recordAnswer('ab', 'Q1', answerWith({ note: 'alike' }))
        const withAnswer = { ...alike, answers: { Q1: answerWith({ note: 'alike' }) } }
        expect(await (await secondTab()).listAssessments()).toEqual([older, newer, withAnswer])
        expect(await profile.readAssessment('a')).toEqual(newer)
        expect(await profile.readAssessment('nothing')).toBeNull()
      })

      test('answers that come with a new assessment are first revisions', async () => {
        await profile.createAssessment(assessmentWith({ answers: { Q1: answerWith() } }))
        expect(await profile.recordAnswer('assessment-1', 'Q1', answerWith())).toBe(2)
      })

      test('an assessment that exists is not overwritten by a new one', async () => {
        const given = assessmentWith({ answers: { Q1: answerWith() } })
        await profile.createAssessment(given)
        await expect(profile.createAssessment(assessmentWith())).rejects.toThrow('assessment-1 exists')
        expect(await profile.readAssessment('assessment-1')).toEqual(given)
      })

      test('saying what is assessed keeps the answers', async () => {
        const answers = { Q1: answerWith() }
        await profile.createAssessment(assessmentWith({ subject: null, group: null, answers }))
        const subject = {
          kind: 'institution',
          country: 'KEN',
          id: 'moh',
          name: 'Ministry of Health',
        } as const
        await profile.changeAssessment('assessment-1', { subject, group: 'regulator', round: '2027' })
        expect(await (await secondTab()).readAssessment('assessment-1')).toEqual(
          assessmentWith({ subject, group: 'regulator', round: '2027', answers }),
        )
      })

      test('a late answer or change does not bring a deleted assessment back', async () => {
        await profile.createAssessment(assessmentWith({ answers: { Q1: answerWith() } }))
        await profile.createAssessment(assessmentWith({ id: 'assessment-10', answers: { Q1: answerWith() } }))
        await (await secondTab()).deleteAssessment('assessment-1')
        await expect(profile.recordAnswer('assessment-1', 'Q1', answerWith())).rejects.toMatchObject({
          code: 'missing',
        })
        const { subject, group, round } = assessmentWith()
        await expect(
          profile.changeAssessment('assessment-1', { subject, group, round }),
        ).rejects.toMatchObject({ code: 'missing' })
        const other = assessmentWith({ id: 'assessment-10', answers: { Q1: answerWith() } })
        expect(await profile.listAssessments()).toEqual([other])
        // A new one under the same id starts from nothing.
        await profile.createAssessment(assessmentWith())
        expect(await profile.recordAnswer('assessment-1', 'Q1', answerWith())).toBe(1)
      })

      test('the place where the person was is found again', async () => {
        expect(await profile.readPlace()).toBeNull()
        await profile.keepPlace('/a/assessment-1/q/Q3')
        await profile.keepPlace('/a/assessment-1/q/Q4')
        expect(await (await secondTab()).readPlace()).toBe('/a/assessment-1/q/Q4')
      })
    })

    describe('records', () => {
      test('a record waits in the outbox as soon as it exists, byte for byte', async () => {
        await fc.assert(
          fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), fc.uint8Array(), async (bytes, signature) => {
            const given = { ...recordWith(await profile.nextSequence()), bytes, signature }
            expect(await profile.appendRecord(given)).toEqual({ kind: 'appended' })
            const kept = (await (await secondTab()).listRecords()).at(-1)
            expect(kept).toEqual({
              ...given,
              profileKey: profile.signer.publicKey,
              state: { kind: 'waiting', attempts: 0, lastProblem: null },
            })
          }),
          { seed, numRuns: Math.min(runs, 30) },
        )
      })

      test('the same record again is one record', async () => {
        expect(await profile.appendRecord(recordWith(1))).toEqual({ kind: 'appended' })
        expect(await profile.appendRecord(recordWith(1))).toEqual({ kind: 'appended' })
        expect(await profile.listRecords()).toHaveLength(1)
      })

      test('a sequence can be used once, and none can be skipped', async () => {
        await profile.appendRecord(recordWith(1))
        const tab = await secondTab()
        expect(await tab.appendRecord({ ...recordWith(1), id: 'other', content: 'other' })).toEqual({
          kind: 'sequence-taken',
        })
        expect(await tab.appendRecord(recordWith(3))).toEqual({ kind: 'sequence-taken' })
        expect((await profile.listRecords()).map(({ sequence }) => sequence)).toEqual([1])
        expect(await profile.nextSequence()).toBe(2)
      })

      test('tabs that freeze records at once end with every sequence once', async () => {
        const tabs = [profile, await secondTab(), await secondTab()]
        const append = async (tab: ProfileStore, id: string): Promise<void> => {
          const outcome = await tab.appendRecord({
            ...recordWith(await tab.nextSequence()),
            id,
            content: id,
          })
          if (outcome.kind === 'sequence-taken') await append(tab, id)
        }
        const ids = Array.from({ length: 12 }, (_, i) => `record-${i}`)
        await Promise.all(ids.map((id, i) => append(tabs[i % 3] ?? profile, id)))
        const records = await profile.listRecords()
        expect(records.map(({ sequence }) => sequence)).toEqual(ids.map((_, i) => i + 1))
        expect(records.map(({ id }) => id).sort()).toEqual([...ids].sort())
      })

      test('what was said already is not frozen twice', async () => {
        await profile.appendRecord({ ...recordWith(1), content: 'same' })
        expect(await (await secondTab()).appendRecord({ ...recordWith(2), content: 'same' })).toEqual({
          kind: 'same-content',
          id: 'record-1',
        })
        expect(await profile.listRecords()).toHaveLength(1)
      })

      test.for<[string, (store: ProfileStore) => Promise<unknown>]>([
        [
          'after something else was said',
          (store) => store.appendRecord({ ...recordWith(2), content: 'other' }),
        ],
        [
          'after the hub refused it',
          (store) =>
            store.changeRecord('record-1', { kind: 'refused', problem: 'unknown-programme', where: '' }),
        ],
      ])('the same may be said again %s', async ([, between]) => {
        await profile.appendRecord({ ...recordWith(1), content: 'same' })
        await between(profile)
        const sequence = await profile.nextSequence()
        expect(await profile.appendRecord({ ...recordWith(sequence), content: 'same' })).toEqual({
          kind: 'appended',
        })
      })

      test('the same said about another assessment, or about none, is another record', async () => {
        await profile.appendRecord({ ...recordWith(1), content: 'same' })
        for (const [i, assessment] of ['assessment-2', null].entries()) {
          expect(await profile.appendRecord({ ...recordWith(i + 2), content: 'same', assessment })).toEqual({
            kind: 'appended',
          })
        }
        expect(await profile.appendRecord({ ...recordWith(4), content: 'same', assessment: null })).toEqual({
          kind: 'same-content',
          id: 'record-3',
        })
      })

      test('a changed state is kept with its receipt, and changes nothing else', async () => {
        const receipt = { bytes: Uint8Array.of(0, 255, 128), signature: Uint8Array.of(7) }
        const states: RecordState[] = [
          { kind: 'waiting', attempts: 3, lastProblem: 'offline' },
          { kind: 'held', reason: 'not-enrolled', receipt },
          { kind: 'refused', problem: 'tier-exceeded', where: 'body.figures' },
          { kind: 'received', receipt },
        ]
        await profile.appendRecord(recordWith(1))
        await profile.appendRecord(recordWith(2))
        for (const state of states) {
          await profile.changeRecord('record-2', state)
          const [first, second] = await (await secondTab()).listRecords()
          expect(second).toEqual({ ...recordWith(2), profileKey: profile.signer.publicKey, state })
          expect(first?.state.kind).toBe('waiting')
        }
        await expect(profile.changeRecord('record-9', { kind: 'received', receipt })).rejects.toMatchObject({
          code: 'missing',
        })
      })

      test('records outlive their assessment, so that they can still be withdrawn', async () => {
        await profile.createAssessment(assessmentWith())
        await profile.appendRecord(recordWith(1))
        await profile.deleteAssessment('assessment-1')
        expect(await profile.listRecords()).toHaveLength(1)
      })

      test('a profile signs with a key of its own that stays the same', async () => {
        const bytes = Uint8Array.of(1, 2, 3)
        const signature = await (await secondTab()).signer.sign(bytes)
        expect(await verifySignature(profile.signer.publicKey, bytes, signature)).toBe(true)
        const other = await device.createProfile('Bashir')
        expect(other.signer.publicKey).not.toBe(profile.signer.publicKey)
      })
    })

    describe('copies', () => {
      test('a copy brought into another profile holds everything but the key', async () => {
        await fillProfile(profile)
        const copy = await profile.copyEverything()
        const other = await device.createProfile('Amina, new phone')
        await other.mergeCopy(copy)
        expect(await other.copyEverything()).toEqual(copy)
        expect(await other.listAssessments()).toEqual(await profile.listAssessments())
        expect(await other.readPlace()).toBe('/a/assessment-1/q/Q2')
        expect((await other.listRecords()).map(({ profileKey }) => profileKey)).toEqual(
          copy.records.map(() => profile.signer.publicKey),
        )
      })

      test('records of a former phone neither use up nor block the numbers of the new one', async () => {
        await fillProfile(profile)
        const other = await device.createProfile('new phone')
        await other.mergeCopy(await profile.copyEverything())
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
        await profile.createAssessment(assessmentWith({ subject: null }))
        await profile.recordAnswer('assessment-1', 'Q1', answerWith({ note: 'first', at: at(1) }))
        const copy = await profile.copyEverything()
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
        await profile.recordAnswer('assessment-1', 'Q1', answerWith({ note: 'here', at: at(2) }))
        await profile.recordAnswer('assessment-1', 'Q3', answerWith({ note: 'here', at: at(1) }))
        await profile.mergeCopy(later)
        const merged = await profile.copyEverything()
        expect(notes(merged.assessments[0]?.revisions)).toEqual({
          Q1: ['first', 'here', 'copied'],
          Q2: ['copied'],
          Q3: ['here'],
        })
        expect(merged.assessments[0]?.head.subject).toEqual({ kind: 'country', country: 'KEN' })
        await (await secondTab()).mergeCopy(later)
        expect(await profile.copyEverything()).toEqual(merged)
        // The tab that wrote before the merge goes on with the right number.
        expect(await profile.recordAnswer('assessment-1', 'Q1', answerWith())).toBe(4)
      })

      test('an answer given in another tab during a merge is not lost', async () => {
        await fillProfile(profile)
        const copy = await profile.copyEverything()
        const tab = await secondTab()
        const before = copy.assessments[0]?.revisions['Q1']?.length ?? 0
        const answers = Array.from({ length: 10 }, (_, i) =>
          tab.recordAnswer('assessment-1', 'Q1', answerWith({ note: `during ${i}`, at: at(i) })),
        )
        await Promise.all([profile.mergeCopy(copy), ...answers])
        const after = (await profile.copyEverything()).assessments[0]?.revisions['Q1'] ?? []
        expect(before).toBe(2)
        expect(after.map(({ note }) => note).sort()).toEqual(
          ['first', 'second', ...answers.map((_, i) => `during ${i}`)].sort(),
        )
      })

      test('of two states of one record the one further along stays', async () => {
        const receipt = { bytes: Uint8Array.of(1), signature: Uint8Array.of(2) }
        await profile.appendRecord(recordWith(1))
        await profile.appendRecord(recordWith(2))
        await profile.changeRecord('record-1', { kind: 'received', receipt })
        const copy = await profile.copyEverything()
        await profile.changeRecord('record-1', { kind: 'waiting', attempts: 1, lastProblem: null })
        await profile.changeRecord('record-2', { kind: 'held', reason: 'not-enrolled', receipt })
        await profile.mergeCopy(copy)
        expect((await profile.listRecords()).map(({ state }) => state.kind)).toEqual(['received', 'held'])
      })
    })

    test('a closed handle answers nothing', async () => {
      profile.close()
      await expect(profile.listAssessments()).rejects.toMatchObject({ code: 'unavailable' })
      device.close()
      await expect(device.listProfiles()).rejects.toMatchObject({ code: 'unavailable' })
    })
  })
}

function release(number: number) {
  return { number, bytes: Uint8Array.of(number, 0, 255), signature: Uint8Array.of(9), etag: `"${number}"` }
}

function recordWith(sequence: number): NewRecord {
  return {
    id: `record-${sequence}`,
    bytes: Uint8Array.of(sequence),
    signature: Uint8Array.of(1, 2),
    kind: 'submission',
    sequence,
    assessment: 'assessment-1',
    content: `content-${sequence}`,
  }
}

async function fillProfile(profile: ProfileStore): Promise<void> {
  await profile.createAssessment(assessmentWith())
  await profile.createAssessment(assessmentWith({ id: 'assessment-2', createdAt: at(30) }))
  await profile.recordAnswer('assessment-1', 'Q1', answerWith({ note: 'first', at: at(1) }))
  await profile.recordAnswer('assessment-1', 'Q1', answerWith({ note: 'second', at: at(2) }))
  await profile.recordAnswer('assessment-1', 'Q2', answerWith({ response: { kind: 'withheld' } }))
  await profile.keepPlace('/a/assessment-1/q/Q2')
  await profile.appendRecord(recordWith(1))
  await profile.appendRecord(recordWith(2))
  const receipt = { bytes: Uint8Array.of(1), signature: Uint8Array.of(2) }
  await profile.changeRecord('record-1', { kind: 'received', receipt })
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
