import { createPinia } from 'pinia'
import { createApp } from 'vue'
import { generateSigningKey, signerFrom } from '../protocol/signature.ts'
import { openIdbDeviceStore } from '../storage/idb-device-store.ts'
import App from './App.vue'
import { browserDevice } from './browser-device.ts'
import { provideConnection } from './connection.ts'
import { provideDevice } from './device.ts'
import { startOffline } from './offline.ts'
import { makeRouter } from './router.ts'
import { useSession } from './stores/session.ts'
import { bestLanguage } from './texts/languages.ts'
import { speak, useTexts } from './texts/texts.ts'
import './styles/base.css'

/**
 * Chooses the implementations and starts: texts and store at the same time, the service worker last. A function and not
 * the module itself waits, because pages import this file's chunk and would wait for it in turn.
 */
async function start(): Promise<void> {
  const device = browserDevice()
  provideDevice(device)
  const language = bestLanguage([device.readPreference('language'), ...device.languages])
  const speaking = speak(language)

  provideConnection(async () => {
    const [http, turns] = await Promise.all([
      import('../sync/http-transport.ts'),
      import('../sync/take-turns.ts'),
    ])
    return {
      transport: http.createHttpTransport({ origin: location.origin, ...http.usualHttpSettings }),
      takeTurns: 'locks' in navigator ? turns.turnsAcrossTabs(navigator.locks) : turns.turnsInOneTab(),
    }
  })

  const app = createApp(App)
  app.use(createPinia())
  const openStore = async () =>
    openIdbDeviceStore({
      now: device.now,
      newId: device.newId,
      signingKeys: { generate: () => generateSigningKey(false), signer: signerFrom },
    })
  const router = makeRouter(async () => {
    await speaking
    await useSession().start(openStore, useTexts().t('profile.first'))
    if (useSession().ready) device.keepPreference('known', 'yes')
  })
  await speaking
  app.use(router)
  await router.isReady()
  app.mount('#app')
  await device.afterPaint()
  device.whenIdle(() => void startOffline(language))
  device.whenIdle(() => void import('./pages/pages.ts').then(({ useOutbox }) => useOutbox().start()))
}

void start()
