import {
  StorageError,
  type ProfileSigner,
  type ProfileStore,
  type StoreSurroundings,
} from './device-store.ts'
import { createVault, newDataKey } from './encryption.ts'
import { idbAssessments } from './idb-assessments.ts'
import { connect, type Connection } from './idb-connection.ts'
import { idbRecords } from './idb-records.ts'
import { profileDatabase, profileVersion, upgradeProfile, type ProfileSchema } from './schema.ts'

type SigningKeys = StoreSurroundings['signingKeys']
export type SealedStore = 'assessments' | 'answers' | 'place' | 'records' | 'outbox'

/** What the parts of a profile's store share: its database, and its key behind two functions. */
export interface OpenProfile {
  readonly connection: Connection<ProfileSchema>
  readonly publicKey: string
  seal(store: SealedStore, key: readonly (string | number)[], value: unknown): Promise<Uint8Array>
  /** The caller says what it sealed there; nobody else could have. */
  unseal<Value>(store: SealedStore, key: readonly (string | number)[], sealed: Uint8Array): Promise<Value>
}

/** Makes the database of a new profile, with its keys. */
export async function createIdbProfile(prefix: string, id: string, signingKeys: SigningKeys): Promise<void> {
  const connection = profileConnection(prefix, id, true)
  const keys = { data: await newDataKey(), signing: await signingKeys.generate() }
  await connection.write(['keys'], (stores) => stores.keys.put(keys, 'keys'))
  connection.close()
}

/** @throws StorageError `missing` when there is no such profile, `unreadable` when its keys cannot be read back. */
export async function openIdbProfile(
  prefix: string,
  id: string,
  signingKeys: SigningKeys,
): Promise<ProfileStore> {
  const connection = profileConnection(prefix, id, false)
  const keys = await connection.read(['keys'], (stores) => stores.keys.get('keys'))
  if (!keys) {
    connection.close()
    throw new StorageError('unreadable', `keys of ${connection.name}`)
  }
  const { publicKey, privateKey } = keys.signing
  return profileStore(id, connection, keys.data, signingKeys.signer(publicKey, privateKey))
}

function profileStore(
  id: string,
  connection: Connection<ProfileSchema>,
  dataKey: CryptoKey,
  signer: ProfileSigner,
): ProfileStore {
  const vault = createVault(dataKey)
  const profile: OpenProfile = {
    connection,
    publicKey: signer.publicKey,
    seal: (store, key, value) => vault.seal([connection.name, store, ...key], value),
    unseal: async <Value>(store: SealedStore, key: readonly (string | number)[], sealed: Uint8Array) =>
      (await vault.open([connection.name, store, ...key], sealed)) as Value,
  }
  return {
    id,
    signer,
    ...idbAssessments(profile),
    ...idbRecords(profile),

    async readPlace() {
      const sealed = await connection.read(['place'], ({ place }) => place.get('place'))
      return sealed ? profile.unseal<string>('place', ['place'], sealed) : null
    },
    async keepPlace(path) {
      const sealed = await profile.seal('place', ['place'], path)
      await connection.write(['place'], ({ place }) => place.put(sealed, 'place'), 'relaxed')
    },

    // Fetched when a person makes a file copy or brings one back: not before the first question.
    copyEverything: async () => (await import('./idb-copy.ts')).copyEverything(profile),
    mergeCopy: async (copy) => (await import('./idb-copy.ts')).mergeCopy(profile, copy),
    close: () => {
      connection.close()
    },
  }
}

function profileConnection(prefix: string, id: string, mayCreate: boolean): Connection<ProfileSchema> {
  return connect<ProfileSchema>({
    name: profileDatabase(prefix, id),
    version: profileVersion,
    upgrade: upgradeProfile,
    mayCreate,
  })
}
