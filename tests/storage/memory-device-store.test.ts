import {
  newMemoryDevice,
  openMemoryDeviceStore,
  type MemoryDevice,
} from '../../src/storage/memory-device-store.ts'
import { deviceStoreContract } from '../contracts/device-store.ts'
import { storeSurroundings } from '../support/store-surroundings.ts'

const surroundings = storeSurroundings()
const places = new Map<string, MemoryDevice>()

deviceStoreContract('memory', (place) => {
  const device = places.get(place) ?? newMemoryDevice()
  places.set(place, device)
  return openMemoryDeviceStore(surroundings, device)
})
