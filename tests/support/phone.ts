import { newMemoryDevice, openMemoryDeviceStore } from '../../src/storage/memory-device-store.ts'
import type { DeviceStore, ProfileStore } from '../../src/storage/device-store.ts'
import { storeSurroundings } from './store-surroundings.ts'

export interface Phone {
  readonly device: DeviceStore
  readonly profile: ProfileStore
  /** The same profile after a kill, or in another tab. */
  reopen(): Promise<ProfileStore>
}

/** A phone with one profile, in memory. */
export async function newPhone(): Promise<Phone> {
  const surroundings = storeSurroundings()
  const memory = newMemoryDevice()
  const device = openMemoryDeviceStore(surroundings, memory)
  const profile = await device.createProfile('Amina')
  return {
    device,
    profile,
    reopen: () => openMemoryDeviceStore(surroundings, memory).openProfile(profile.id),
  }
}
