import { createPinia, setActivePinia, type Pinia } from 'pinia'
import { createApp, type Component } from 'vue'
import { createMemoryHistory, createRouter } from 'vue-router'
import { provideConnection } from '../../src/app/connection.ts'
import { provideDevice } from '../../src/app/device.ts'
import { routes } from '../../src/app/router.ts'
import { useSession } from '../../src/app/stores/session.ts'
import { loadAllTexts, speak } from '../../src/app/texts/texts.ts'
import type { DeviceStore } from '../../src/storage/device-store.ts'
import { openMemoryDeviceStore } from '../../src/storage/memory-device-store.ts'
import { turnsInOneTab } from '../../src/sync/take-turns.ts'
import type { HubTransport } from '../../src/sync/transport.ts'
import { ProblemError } from '../../src/protocol/problem.ts'
import { fakeDevice } from './fake-device.ts'
import { storeSurroundings } from './store-surroundings.ts'

/** The app's stores over a phone in memory, speaking English, with no hub unless one is given. */
export async function startApp(
  options: { transport?: HubTransport; wrap?: (store: DeviceStore) => DeviceStore } = {},
) {
  const device = fakeDevice()
  provideDevice(device)
  const transport = options.transport ?? { send: () => Promise.reject(new ProblemError('offline')) }
  provideConnection(() => Promise.resolve({ transport, takeTurns: turnsInOneTab() }))
  const pinia = createPinia()
  setActivePinia(pinia)
  await speak('en')
  await loadAllTexts()
  const store = openMemoryDeviceStore(storeSurroundings())
  const session = useSession()
  await session.start(() => Promise.resolve(options.wrap?.(store) ?? store), 'Me')
  return { device, pinia, session }
}

/** Shows a page at a path and gives the element it is drawn into. */
export async function showPage(page: Component, path: string, pinia: Pinia): Promise<HTMLElement> {
  const router = createRouter({
    history: createMemoryHistory(),
    routes: routes.map((route) => ({ ...route })) as never,
  })
  await router.push(path)
  const place = document.createElement('div')
  document.body.append(place)
  createApp(page).use(pinia).use(router).mount(place)
  return place
}
