import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { ProfileStore, RecordState } from '../../src/storage/device-store.ts'
import { verifySignature } from '../../src/protocol/signature.ts'
import { assessmentWith } from '../support/assessments.ts'
import { recordWith } from '../support/profiles.ts'
import { seed } from '../support/seed.ts'
import type { ContractPhone } from './device-store.ts'

/** Frozen records and their way out. */
export function recordsContract(phone: ContractPhone, runs: number): void {
  describe('records', () => {
    test('a record waits in the outbox as soon as it exists, byte for byte', async () => {
      await fc.assert(
        fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), fc.uint8Array(), async (bytes, signature) => {
          const given = { ...recordWith(await phone.profile.nextSequence()), bytes, signature }
          expect(await phone.profile.appendRecord(given)).toEqual({ kind: 'appended' })
          const kept = (await (await phone.secondTab()).listRecords()).at(-1)
          expect(kept).toEqual({
            ...given,
            profileKey: phone.profile.signer.publicKey,
            state: { kind: 'waiting', attempts: 0, lastProblem: null },
          })
        }),
        { seed, numRuns: Math.min(runs, 30) },
      )
    })

    test('the same record again is one record', async () => {
      expect(await phone.profile.appendRecord(recordWith(1))).toEqual({ kind: 'appended' })
      expect(await phone.profile.appendRecord(recordWith(1))).toEqual({ kind: 'appended' })
      expect(await phone.profile.listRecords()).toHaveLength(1)
    })

    test('a sequence can be used once, and none can be skipped', async () => {
      await phone.profile.appendRecord(recordWith(1))
      const tab = await phone.secondTab()
      expect(await tab.appendRecord({ ...recordWith(1), id: 'other', content: 'other' })).toEqual({
        kind: 'sequence-taken',
      })
      expect(await tab.appendRecord(recordWith(3))).toEqual({ kind: 'sequence-taken' })
      expect((await phone.profile.listRecords()).map(({ sequence }) => sequence)).toEqual([1])
      expect(await phone.profile.nextSequence()).toBe(2)
    })

    test('tabs that freeze records at once end with every sequence once', async () => {
      const tabs = [phone.profile, await phone.secondTab(), await phone.secondTab()]
      const append = async (tab: ProfileStore, id: string): Promise<void> => {
        const outcome = await tab.appendRecord({
          ...recordWith(await tab.nextSequence()),
          id,
          content: id,
        })
        if (outcome.kind === 'sequence-taken') await append(tab, id)
      }
      const ids = Array.from({ length: 12 }, (_, i) => `record-${i}`)
      await Promise.all(ids.map((id, i) => append(tabs[i % 3] ?? phone.profile, id)))
      const records = await phone.profile.listRecords()
      expect(records.map(({ sequence }) => sequence)).toEqual(ids.map((_, i) => i + 1))
      expect(records.map(({ id }) => id).sort()).toEqual([...ids].sort())
    })

    test('what was said already is not frozen twice', async () => {
      await phone.profile.appendRecord({ ...recordWith(1), content: 'same' })
      expect(await (await phone.secondTab()).appendRecord({ ...recordWith(2), content: 'same' })).toEqual({
        kind: 'same-content',
        id: 'record-1',
      })
      expect(await phone.profile.listRecords()).toHaveLength(1)
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
      await phone.profile.appendRecord({ ...recordWith(1), content: 'same' })
      await between(phone.profile)
      const sequence = await phone.profile.nextSequence()
      expect(await phone.profile.appendRecord({ ...recordWith(sequence), content: 'same' })).toEqual({
        kind: 'appended',
      })
    })

    test('the same said about another assessment, or about none, is another record', async () => {
      await phone.profile.appendRecord({ ...recordWith(1), content: 'same' })
      for (const [i, assessment] of ['assessment-2', null].entries()) {
        expect(
          await phone.profile.appendRecord({ ...recordWith(i + 2), content: 'same', assessment }),
        ).toEqual({
          kind: 'appended',
        })
      }
      expect(
        await phone.profile.appendRecord({ ...recordWith(4), content: 'same', assessment: null }),
      ).toEqual({
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
      await phone.profile.appendRecord(recordWith(1))
      await phone.profile.appendRecord(recordWith(2))
      for (const state of states) {
        await phone.profile.changeRecord('record-2', state)
        const [first, second] = await (await phone.secondTab()).listRecords()
        expect(second).toEqual({ ...recordWith(2), profileKey: phone.profile.signer.publicKey, state })
        expect(first?.state.kind).toBe('waiting')
      }
      await expect(
        phone.profile.changeRecord('record-9', { kind: 'received', receipt }),
      ).rejects.toMatchObject({
        code: 'missing',
      })
    })

    test('records outlive their assessment, so that they can still be withdrawn', async () => {
      await phone.profile.createAssessment(assessmentWith())
      await phone.profile.appendRecord(recordWith(1))
      await phone.profile.deleteAssessment('assessment-1')
      expect(await phone.profile.listRecords()).toHaveLength(1)
    })

    test('a profile signs with a key of its own that stays the same', async () => {
      const bytes = Uint8Array.of(1, 2, 3)
      const signature = await (await phone.secondTab()).signer.sign(bytes)
      expect(await verifySignature(phone.profile.signer.publicKey, bytes, signature)).toBe(true)
      const other = await phone.device.createProfile('Bashir')
      expect(other.signer.publicKey).not.toBe(phone.profile.signer.publicKey)
    })
  })
}
