import type { Device } from './device.ts'

/** The device that the app really runs on. */
export function browserDevice(): Device {
  const fetched = countBytes()
  return {
    now: () => new Date().toISOString(),
    today: () => localDay(new Date()),
    newId: () => crypto.randomUUID(),
    randomBytes: (length) => crypto.getRandomValues(new Uint8Array(length)),
    isOnline: () => navigator.onLine,
    onConnectionChange(listener) {
      addEventListener('online', listener)
      addEventListener('offline', listener)
    },
    languages: navigator.languages,
    readPreference: (name) => withPreferences((store) => store.getItem(`tayari.${name}`)),
    keepPreference(name, value) {
      withPreferences((store) =>
        value === null ? store.removeItem(`tayari.${name}`) : store.setItem(`tayari.${name}`, value),
      )
    },
    platform: platformOf(navigator.userAgent, navigator.maxTouchPoints),
    installed:
      matchMedia('(display-mode: standalone)').matches ||
      ('standalone' in navigator && navigator.standalone === true),
    secure: isSecureContext,
    afterPaint: () => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve))),
    whenIdle(work) {
      // Safari has no idle callback.
      if ('requestIdleCallback' in window) requestIdleCallback(work, { timeout: 5000 })
      else setTimeout(work, 2000)
    },
    takeBytesFetched: fetched,
    async storageEstimate() {
      const { quota, usage } = await navigator.storage.estimate()
      if (quota === undefined || usage === undefined) return null
      return { used: usage, allowed: quota, persisted: await navigator.storage.persisted() }
    },
    askToPersist: () => navigator.storage.persist(),
    reload: () => location.reload(),
    report: (mistake) => reportError(mistake),
  }
}

/** Storage access throws where cookies are blocked: a preference is then not kept, and nothing else breaks. */
function withPreferences<Value>(use: (store: Storage) => Value): Value | null {
  try {
    return use(localStorage)
  } catch {
    return null
  }
}

function localDay(date: Date): string {
  const part = (value: number) => String(value).padStart(2, '0')
  return `${date.getFullYear()}-${part(date.getMonth() + 1)}-${part(date.getDate())}`
}

/** iPads call themselves Macs, but only they have touch. */
function platformOf(userAgent: string, touchPoints: number): Device['platform'] {
  if (/iPhone|iPad|iPod/.test(userAgent) || (/Macintosh/.test(userAgent) && touchPoints > 1)) return 'iphone'
  return userAgent.includes('Android') ? 'android' : 'other'
}

/** Sums what crossed the network, as the browser reports it; what came from a cache counts nothing. */
function countBytes(): () => number {
  let bytes = 0
  const add = (entries: PerformanceEntryList) => {
    for (const entry of entries) if ('transferSize' in entry) bytes += Number(entry.transferSize)
  }
  const observer = new PerformanceObserver((list) => add(list.getEntries()))
  observer.observe({ type: 'resource', buffered: true })
  observer.observe({ type: 'navigation', buffered: true })
  return () => {
    add(observer.takeRecords())
    const taken = bytes
    bytes = 0
    return taken
  }
}
