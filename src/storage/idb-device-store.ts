import { StorageError, firstSettings, type DeviceStore, type StoreSurroundings } from './device-store.ts'
import { connect, deleteDatabase } from './idb-connection.ts'
import { createIdbProfile, openIdbProfile } from './idb-profile-store.ts'
import { deviceDatabase, deviceVersion, profileDatabase, upgradeDevice, type DeviceSchema } from './schema.ts'

/**
 * The store of a real phone: one IndexedDB database for the device, one per profile.
 *
 * @param prefix begins the name of each database; tests give each case its own.
 * @throws StorageError `unavailable` where the browser has no IndexedDB or, over plain http, no WebCrypto.
 */
export function openIdbDeviceStore(surroundings: StoreSurroundings, prefix = 'tayari'): DeviceStore {
  // Older browsers leave both undefined in private windows and on insecure addresses, whatever the types say.
  const { indexedDB, crypto } = globalThis as Partial<typeof globalThis>
  if (!indexedDB) throw new StorageError('unavailable', 'no IndexedDB')
  if (!(crypto as Partial<Crypto> | undefined)?.subtle) throw new StorageError('unavailable', 'no WebCrypto')

  const { now, newId, signingKeys } = surroundings
  const device = connect<DeviceSchema>({
    name: deviceDatabase(prefix),
    version: deviceVersion,
    upgrade: upgradeDevice,
    mayCreate: true,
  })

  return {
    async listProfiles() {
      const profiles = await device.read(['profiles'], (stores) => stores.profiles.getAll())
      return profiles.sort((a, b) => (a.createdAt + a.id < b.createdAt + b.id ? -1 : 1))
    },
    async createProfile(label) {
      const profile = { id: newId(), label, createdAt: now() }
      await createIdbProfile(prefix, profile.id, signingKeys)
      // Opened, keys read back, before it is listed: a browser that cannot keep keys is found out here.
      const store = await openIdbProfile(prefix, profile.id, signingKeys)
      await device.write(['profiles'], ({ profiles }) => profiles.put(profile))
      return store
    },
    openProfile: (id) => openIdbProfile(prefix, id, signingKeys),
    async renameProfile(id, label) {
      await device.write(['profiles'], async ({ profiles }) => {
        const profile = await profiles.get(id)
        if (!profile) throw new StorageError('missing', id)
        await profiles.put({ ...profile, label })
      })
    },
    async deleteProfile(id) {
      // The database first: killed in between, the profile is still listed and can be deleted again.
      await deleteDatabase(profileDatabase(prefix, id))
      await device.write(['profiles'], ({ profiles }) => profiles.delete(id))
    },
    async deleteEverything() {
      const listed = await device.read(['profiles'], ({ profiles }) => profiles.getAllKeys())
      const found = await databaseNames()
      const names = new Set([
        ...listed.map((id) => profileDatabase(prefix, id)),
        ...found.filter((name) => name.startsWith(profileDatabase(prefix, ''))),
      ])
      await Promise.all([...names].map(deleteDatabase))
      await deleteDatabase(deviceDatabase(prefix))
    },

    readSettings: () =>
      device.read(['settings'], async ({ settings }) => (await settings.get('settings')) ?? firstSettings),
    changeSettings: (change) =>
      device.write(
        ['settings'],
        async ({ settings }) => {
          const changed = { ...firstSettings, ...(await settings.get('settings')), ...change }
          await settings.put(changed, 'settings')
          return changed
        },
        'relaxed',
      ),

    async keepRelease(key, release) {
      await device.write(['releases'], async ({ releases }) => {
        const kept = await releases.get(key)
        if (!kept || kept.number <= release.number) await releases.put(release, key)
      })
    },
    readRelease: async (key) =>
      (await device.read(['releases'], ({ releases }) => releases.get(key))) ?? null,
    listReleases: (start) =>
      device.read(['releases'], ({ releases }) =>
        releases.getAll(IDBKeyRange.bound(start, `${start}\uffff`)),
      ),
    close: () => {
      device.close()
    },
  }
}

/** Finds databases that no list names: left by a kill between making a profile and listing it. */
async function databaseNames(): Promise<readonly string[]> {
  // Missing in older browsers, which then keep such a database: keys without a single answer.
  const { databases } = indexedDB as Partial<IDBFactory>
  const found = databases ? await databases.call(indexedDB) : []
  return found.flatMap(({ name }) => (name === undefined ? [] : [name]))
}
