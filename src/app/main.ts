import { createPinia } from 'pinia'
import { createApp } from 'vue'
import { generateSigningKey, signerFrom } from '../protocol/signature.ts'
import { openIdbDeviceStore } from '../storage/idb-device-store.ts'
import App from './App.vue'
import { browserDevice } from './browser-device.ts'
import { provideDevice } from './device.ts'
import { startOffline } from './offline.ts'
import { makeRouter } from './router.ts'
import { useSession } from './stores/session.ts'
import { bestLanguage } from './texts/languages.ts'
import { speak, useTexts } from './texts/texts.ts'
import './styles/base.css'

/** Chooses the implementations and starts: texts and store at the same time, the service worker last. */
const device = browserDevice()
provideDevice(device)

const language = bestLanguage([device.readPreference('language'), ...device.languages])
const speaking = speak(language)
const open = async () =>
  openIdbDeviceStore({
    now: device.now,
    newId: device.newId,
    signingKeys: { generate: () => generateSigningKey(false), signer: signerFrom },
  })

const app = createApp(App)
app.use(createPinia())
const router = makeRouter(async () => {
  await speaking
  await useSession().start(open, useTexts().t('profile.first'))
})

await speaking
app.use(router)
await router.isReady()
app.mount('#app')
await device.afterPaint()
device.whenIdle(() => void startOffline(language))
