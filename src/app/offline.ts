import { shallowRef } from 'vue'
import { useDevice } from './device.ts'
import type { OfflineRequest, OfflineState } from './offline-messages.ts'

/** The page's side of the service worker: readiness, languages kept, updates that wait for consent. */
const state = shallowRef<OfflineState | null>(null)
const updateWaiting = shallowRef<ServiceWorker | null>(null)

export function useOffline() {
  return { state, updateWaiting, applyUpdate }
}

/** Installs the service worker. Called when the first screen can be used, so that nothing competes with it. */
export async function startOffline(language: string): Promise<void> {
  if (!('serviceWorker' in navigator)) return
  const registration = await navigator.serviceWorker.register(workerAddress('/service-worker.js'), {
    scope: '/',
  })
  watchForUpdate(registration)
  await navigator.serviceWorker.ready
  await keepOffline(language)
}

/** Keeps a language for use with no connection; quietly does nothing where there is no service worker. */
export async function keepOffline(language: string): Promise<void> {
  await ask<boolean>({ kind: 'keep', language })
  state.value = await ask<OfflineState>({ kind: 'state' })
}

/** Bytes still to fetch per language; empty while no service worker runs. */
export async function missingOffline(): Promise<Readonly<Record<string, number>>> {
  state.value = await ask<OfflineState>({ kind: 'state' })
  return state.value?.missing ?? {}
}

/** Changes to the new version, at the person's word only. The app starts again at the same place. */
function applyUpdate(): void {
  const waiting = updateWaiting.value
  if (!waiting) return
  navigator.serviceWorker.addEventListener('controllerchange', () => useDevice().reload(), { once: true })
  waiting.postMessage({ kind: 'activate' } satisfies OfflineRequest)
}

function watchForUpdate(registration: ServiceWorkerRegistration): void {
  const offer = () => {
    // Without a controller this is the first version, not an update.
    if (registration.waiting && navigator.serviceWorker.controller) updateWaiting.value = registration.waiting
  }
  offer()
  registration.addEventListener('updatefound', () => {
    registration.installing?.addEventListener('statechange', offer)
  })
}

function ask<Answer>(request: OfflineRequest): Promise<Answer | null> {
  const worker = 'serviceWorker' in navigator ? navigator.serviceWorker.controller : null
  if (!worker) return Promise.resolve(null)
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel()
    port1.onmessage = (event: MessageEvent<Answer>) => resolve(event.data)
    worker.postMessage(request, [port2])
  })
}

/** Under Trusted Types a script's address must come from a policy; this one knows the only address there is. */
function workerAddress(path: string): string {
  const { trustedTypes } = window
  if (!trustedTypes) return path
  const policy = trustedTypes.createPolicy('tayari', {
    createScriptURL(address) {
      if (address !== path) throw new TypeError(`not our service worker: ${address}`)
      return address
    },
  })
  return policy.createScriptURL(path) as unknown as string
}

declare global {
  interface Window {
    readonly trustedTypes?: {
      createPolicy(
        name: string,
        rules: { createScriptURL(address: string): string },
      ): { createScriptURL(address: string): object }
    }
  }
}
