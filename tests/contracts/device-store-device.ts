import { describe, expect, test } from 'vitest'
import { answerWith, assessmentWith } from '../support/assessments.ts'
import type { ContractPhone } from './device-store.ts'

/** Profiles, settings and releases of a phone. */
export function deviceContract(phone: ContractPhone): void {
  describe('the device', () => {
    test('profiles are listed oldest first with their labels', async () => {
      const second = await phone.device.createProfile('بشير')
      expect((await phone.openDevice().listProfiles()).map(({ id, label }) => [id, label])).toEqual([
        [phone.profile.id, 'Amina'],
        [second.id, 'بشير'],
      ])
    })

    test('a renamed profile keeps its id', async () => {
      await phone.device.renameProfile(phone.profile.id, 'Amina W.')
      expect((await phone.device.listProfiles()).map(({ id, label }) => [id, label])).toEqual([
        [phone.profile.id, 'Amina W.'],
      ])
    })

    test('a profile that does not exist is missing, and asking does not create it', async () => {
      await expect(phone.device.openProfile('nobody')).rejects.toMatchObject({ code: 'missing' })
      await expect(phone.device.openProfile('nobody')).rejects.toMatchObject({ code: 'missing' })
      await expect(phone.device.renameProfile('nobody', 'x')).rejects.toMatchObject({ code: 'missing' })
      expect(await phone.device.listProfiles()).toHaveLength(1)
    })

    test('a deleted profile is gone, and a tab that still shows it cannot bring it back', async () => {
      const tab = await phone.secondTab()
      await tab.createAssessment(assessmentWith())
      await phone.device.deleteProfile(phone.profile.id)
      await expect(tab.recordAnswer('assessment-1', 'Q1', answerWith())).rejects.toMatchObject({
        code: 'missing',
      })
      await expect(tab.keepPlace('/results')).rejects.toMatchObject({ code: 'missing' })
      await expect(phone.device.openProfile(phone.profile.id)).rejects.toMatchObject({ code: 'missing' })
      expect(await phone.device.listProfiles()).toEqual([])
    })

    test('deleting everything leaves a phone as new', async () => {
      await phone.device.createProfile('Bashir')
      await phone.device.changeSettings({ lastProfile: phone.profile.id })
      await phone.device.keepRelease('default/pulse/2026', release(1))
      await phone.device.deleteEverything()
      const fresh = phone.openDevice()
      expect(await fresh.listProfiles()).toEqual([])
      expect(await fresh.readRelease('default/pulse/2026')).toBeNull()
      expect(await fresh.readSettings()).toEqual({
        lastProfile: null,
        bytesFetched: 0,
        hub: null,
      })
    })

    test('a change of one setting keeps the others', async () => {
      const hub = {
        key: 'a key',
        name: 'Programme office',
        operator: 'Ministry',
        contact: '',
        demonstration: false,
        programmes: [{ id: 'default', name: 'Default', round: '2026' }],
      }
      await phone.device.changeSettings({ lastProfile: 'p1', hub })
      const changed = await phone.openDevice().changeSettings({ bytesFetched: 81_920 })
      const all = { lastProfile: 'p1', bytesFetched: 81_920, hub }
      expect(changed).toEqual(all)
      expect(await phone.device.readSettings()).toEqual(all)
    })

    test('a release with a lower number never replaces a higher one', async () => {
      await phone.device.keepRelease('default/pulse/2026', release(2))
      await phone.openDevice().keepRelease('default/pulse/2026', release(1))
      expect(await phone.device.readRelease('default/pulse/2026')).toEqual(release(2))
      await phone.device.keepRelease('default/pulse/2026', release(3))
      expect(await phone.device.readRelease('default/pulse/2026')).toEqual(release(3))
      expect(await phone.device.readRelease('default/pulse/2027')).toBeNull()
    })

    test('releases are listed by how their keys begin', async () => {
      await phone.device.keepRelease('default/pulse/2027', release(5))
      await phone.device.keepRelease('default/pulse/2026', release(4))
      await phone.device.keepRelease('default/pulse-long/2026', release(9))
      expect(await phone.device.listReleases('default/pulse/')).toEqual([release(4), release(5)])
    })
  })
}

function release(number: number) {
  return { number, bytes: Uint8Array.of(number, 0, 255), signature: Uint8Array.of(9), etag: `"${number}"` }
}
