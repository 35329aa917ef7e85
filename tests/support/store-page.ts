import { openIdbDeviceStore } from '../../src/storage/idb-device-store.ts'
import { storeSurroundings } from './store-surroundings.ts'

/** The phone's store on a bare page, for tests that drive a browser from outside. */
export const storePage = { openStore: () => openIdbDeviceStore(storeSurroundings()) }

declare global {
  var storePage: typeof import('./store-page.ts').storePage
}

globalThis.storePage = storePage
