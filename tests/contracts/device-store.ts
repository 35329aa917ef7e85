import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { DeviceStore, ProfileStore } from '../../src/storage/device-store.ts'
import { answersContract } from './device-store-answers.ts'
import { copiesContract } from './device-store-copies.ts'
import { deviceContract } from './device-store-device.ts'
import { recordsContract } from './device-store-records.ts'

/** The phone under test: new for each case. */
export interface ContractPhone {
  readonly device: DeviceStore
  readonly profile: ProfileStore
  /** A second handle on the same phone. */
  openDevice(): DeviceStore
  /** The same profile seen from a second tab. */
  secondTab(): Promise<ProfileStore>
}

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
    const phone: ContractPhone = {
      get device() {
        return device
      },
      get profile() {
        return profile
      },
      openDevice: () => open(place),
      secondTab: () => open(place).openProfile(profile.id),
    }

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

    deviceContract(phone)
    answersContract(phone, runs)
    recordsContract(phone, runs)
    copiesContract(phone)

    test('a closed handle answers nothing', async () => {
      profile.close()
      await expect(profile.listAssessments()).rejects.toMatchObject({ code: 'unavailable' })
      device.close()
      await expect(device.listProfiles()).rejects.toMatchObject({ code: 'unavailable' })
    })
  })
}
