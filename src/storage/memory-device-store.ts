import {
  StorageError,
  firstSettings,
  type DeviceSettings,
  type DeviceStore,
  type KeptRelease,
  type ProfileSummary,
  type StoreSurroundings,
} from './device-store.ts'
import { memoryProfileStore, newMemoryProfile, type MemoryProfile } from './memory-profile-store.ts'

/** What several stores in memory look at, as tabs look at one disk. It is gone when the tab is. */
export interface MemoryDevice {
  settings: DeviceSettings
  readonly profiles: Map<string, { summary: ProfileSummary; readonly contents: MemoryProfile }>
  readonly releases: Map<string, KeptRelease>
}

export function newMemoryDevice(): MemoryDevice {
  return { settings: firstSettings, profiles: new Map(), releases: new Map() }
}

/** The same behaviour as the store of a real phone, for tests and for browsers that refuse to keep anything. */
export function openMemoryDeviceStore(
  { now, newId, signingKeys }: StoreSurroundings,
  device: MemoryDevice = newMemoryDevice(),
): DeviceStore {
  let closed = false
  const open = (): MemoryDevice => {
    if (closed) throw new StorageError('unavailable', 'closed')
    return device
  }
  const profileOf = (id: string) => {
    const profile = open().profiles.get(id)
    if (!profile) throw new StorageError('missing', id)
    return profile
  }
  const openProfile = (id: string) =>
    memoryProfileStore(id, signingKeys, () => {
      const profile = device.profiles.get(id)
      if (!profile) throw new StorageError('missing', id)
      return profile.contents
    })
  const remove = (id: string) => {
    open().profiles.delete(id)
  }

  return {
    async listProfiles() {
      return [...open().profiles.values()]
        .map(({ summary }) => summary)
        .sort((a, b) => (a.createdAt + a.id < b.createdAt + b.id ? -1 : 1))
    },
    async createProfile(label) {
      const contents = await newMemoryProfile(signingKeys)
      const summary = { id: newId(), label, createdAt: now() }
      open().profiles.set(summary.id, { summary, contents })
      return openProfile(summary.id)
    },
    async openProfile(id) {
      profileOf(id)
      return openProfile(id)
    },
    async renameProfile(id, label) {
      const profile = profileOf(id)
      profile.summary = { ...profile.summary, label }
    },
    async deleteProfile(id) {
      remove(id)
    },
    async deleteEverything() {
      for (const id of [...open().profiles.keys()]) remove(id)
      device.releases.clear()
      device.settings = firstSettings
    },
    async readSettings() {
      return open().settings
    },
    async changeSettings(change) {
      device.settings = { ...open().settings, ...change }
      return device.settings
    },
    async keepRelease(key, release) {
      const kept = open().releases.get(key)
      if (!kept || kept.number <= release.number) device.releases.set(key, structuredClone(release))
    },
    async readRelease(key) {
      return structuredClone(open().releases.get(key)) ?? null
    },
    async listReleases(prefix) {
      const keys = [...open().releases.keys()].filter((key) => key.startsWith(prefix)).sort()
      return keys.flatMap((key) => structuredClone(device.releases.get(key)) ?? [])
    },
    close() {
      closed = true
    },
  }
}
