import 'fake-indexeddb/auto'
import { openIdbDeviceStore } from '../../src/storage/idb-device-store.ts'
import { deviceStoreContract } from '../contracts/device-store.ts'
import { encryptedStoreContract } from '../contracts/encrypted-store.ts'
import { storeSurroundings } from '../support/store-surroundings.ts'

const surroundings = storeSurroundings()

deviceStoreContract('IndexedDB in Node', (place) => openIdbDeviceStore(surroundings, place))
encryptedStoreContract('IndexedDB in Node', (place) => openIdbDeviceStore(surroundings, place))
