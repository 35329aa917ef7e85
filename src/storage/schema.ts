import type { DBSchema, IDBPDatabase } from 'idb'
import type { DeviceSettings, KeptRelease, ProfileSummary } from './device-store.ts'

/**
 * What stands where in IndexedDB. Keys and indexed fields are readable by whoever holds the phone; every `sealed` is not.
 * A released version is never edited: add a step to the upgrade below and raise the number.
 */
export const deviceVersion = 1
export const profileVersion = 1

export interface DeviceSchema extends DBSchema {
  profiles: { key: string; value: ProfileSummary }
  settings: { key: 'settings'; value: DeviceSettings }
  releases: { key: string; value: KeptRelease }
}

export interface ProfileSchema extends DBSchema {
  /** `data` seals every value; `signing` signs records. Neither private key can leave the browser. */
  keys: {
    key: 'keys'
    value: { readonly data: CryptoKey; readonly signing: { publicKey: string; privateKey: CryptoKey } }
  }
  assessments: { key: string; value: Uint8Array }
  /** Assessment, indicator, revision. */
  answers: { key: [string, string, number]; value: Uint8Array }
  place: { key: 'place'; value: Uint8Array }
  records: {
    key: string
    value: RecordRow
    indexes: { order: [string, number]; assessment: string }
  }
  /** Where each record is on its way: a row per record, by its id. */
  outbox: { key: string; value: Uint8Array }
}

export interface RecordRow {
  readonly id: string
  readonly profileKey: string
  readonly sequence: number
  /** Empty for a record that came from no assessment. */
  readonly assessment: string
  readonly sealed: Uint8Array
}

export function deviceDatabase(prefix: string): string {
  return `${prefix}-device`
}

export function profileDatabase(prefix: string, id: string): string {
  return `${prefix}-profile-${id}`
}

export function upgradeDevice(database: IDBPDatabase<DeviceSchema>, from: number): void {
  if (from < 1) {
    database.createObjectStore('profiles', { keyPath: 'id' })
    database.createObjectStore('settings')
    database.createObjectStore('releases')
  }
}

export function upgradeProfile(database: IDBPDatabase<ProfileSchema>, from: number): void {
  if (from < 1) {
    database.createObjectStore('keys')
    database.createObjectStore('assessments')
    database.createObjectStore('answers')
    database.createObjectStore('place')
    const records = database.createObjectStore('records')
    records.createIndex('order', ['profileKey', 'sequence'], { unique: true })
    records.createIndex('assessment', 'assessment')
    database.createObjectStore('outbox')
  }
}
