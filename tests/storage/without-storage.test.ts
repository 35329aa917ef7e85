import { afterEach, expect, test, vi } from 'vitest'
import { StorageError } from '../../src/storage/device-store.ts'
import { openIdbDeviceStore } from '../../src/storage/idb-device-store.ts'
import { storeSurroundings } from '../support/store-surroundings.ts'

afterEach(() => {
  vi.unstubAllGlobals()
})

test.each<[string, Record<string, unknown>]>([
  ['no IndexedDB', { indexedDB: undefined }],
  ['no WebCrypto, as over plain http', { indexedDB: {}, crypto: {} }],
  ['no cryptography at all', { indexedDB: {}, crypto: undefined }],
])('a browser with %s is named before the first answer', (_, globals) => {
  for (const [name, value] of Object.entries(globals)) vi.stubGlobal(name, value)
  expect(() => openIdbDeviceStore(storeSurroundings())).toThrow(StorageError)
  expect(() => openIdbDeviceStore(storeSurroundings())).toThrow(/^unavailable/)
})
