import { languageOf, type BuildFile, type OfflineRequest, type OfflineState } from './offline-messages.ts'
import { alwaysOffline } from './texts/languages.ts'

declare const self: ServiceWorkerGlobalScope & { readonly __WB_MANIFEST: readonly BuildFile[] }

/**
 * Keeps the app usable with no connection. A build is kept whole or not at all: its files go into a cache of their own,
 * each checked against its hash, and the old build serves until the person agrees to change. Languages other than
 * English and the chosen one are fetched only when asked for.
 */
const files = self.__WB_MANIFEST
const buildCache = `tayari-${fingerprint(JSON.stringify(files))}`
const choicesCache = 'tayari-choices'
const shellPage = '/index.html'

self.addEventListener('install', (event) => {
  event.waitUntil(keptLanguages().then((languages) => keep(wanted(languages))))
})

self.addEventListener('activate', (event) => {
  event.waitUntil(removeOldBuilds().then(() => self.clients.claim()))
})

self.addEventListener('fetch', (event) => {
  const { request } = event
  const url = new URL(request.url)
  if (request.method !== 'GET' || url.origin !== self.location.origin || url.pathname.startsWith('/api/'))
    return
  event.respondWith(request.mode === 'navigate' ? shell(request) : fromCache(request))
})

self.addEventListener('message', (event: ExtendableMessageEvent) => {
  const request = event.data as OfflineRequest
  const port = event.ports[0]
  if (request.kind === 'activate') event.waitUntil(self.skipWaiting())
  else if (request.kind === 'state') event.waitUntil(state().then((answer) => port?.postMessage(answer)))
  else {
    const kept = keepLanguage(request.language).then(
      () => true,
      () => false,
    )
    event.waitUntil(kept.then((done) => port?.postMessage(done)))
  }
})

async function shell(request: Request): Promise<Response> {
  const cache = await caches.open(buildCache)
  return (await cache.match(shellPage)) ?? fetch(request)
}

/** Any build's cache will do: hashed names never change their content, and an old tab may still need an old file. */
async function fromCache(request: Request): Promise<Response> {
  return (await caches.match(request, { ignoreSearch: true })) ?? fetch(request)
}

function wanted(languages: readonly string[]): readonly BuildFile[] {
  return files.filter(({ url }) => {
    const language = languageOf(url)
    return language === null || languages.includes(language)
  })
}

/** Fetches what is not there yet. One file that fails or does not match its hash fails the whole. */
async function keep(list: readonly BuildFile[]): Promise<void> {
  const cache = await caches.open(buildCache)
  let fetched = 0
  const waiting = [...list]
  const work = async () => {
    for (let file = waiting.shift(); file; file = waiting.shift()) {
      const url = `/${file.url}`
      if (await cache.match(url)) continue
      // A hashed file that an earlier build or the page itself fetched is not fetched again.
      const hashed = file.revision === null
      const known = hashed ? await caches.match(url) : undefined
      if (known) {
        await cache.put(url, known)
        continue
      }
      const answer = await fetch(url, { integrity: file.integrity, cache: hashed ? 'default' : 'reload' })
      if (!answer.ok) throw new Error(`${url}: ${answer.status}`)
      await cache.put(url, answer)
      fetched += file.size
    }
  }
  await Promise.all([work(), work(), work()])
  if (fetched > 0) await writeChoice('fetched', (await readChoice<number>('fetched', 0)) + fetched)
}

async function keepLanguage(language: string): Promise<void> {
  await keep(files.filter(({ url }) => languageOf(url) === language))
  const languages = await keptLanguages()
  if (!languages.includes(language)) await writeChoice('languages', [...languages, language])
}

async function state(): Promise<OfflineState> {
  const cache = await caches.open(buildCache)
  const kept = new Set((await cache.keys()).map((request) => new URL(request.url).pathname))
  const missing: Record<string, number> = {}
  for (const { url, size } of files) {
    const language = languageOf(url)
    if (language !== null) missing[language] = (missing[language] ?? 0) + (kept.has(`/${url}`) ? 0 : size)
  }
  return {
    ready: wanted(await keptLanguages()).every(({ url }) => kept.has(`/${url}`)),
    missing,
    fetched: await readChoice<number>('fetched', 0),
  }
}

/** The build before this one stays for tabs that still run it; older ones go. */
async function removeOldBuilds(): Promise<void> {
  const builds = (await caches.keys()).filter((name) => name.startsWith('tayari-') && name !== choicesCache)
  const older = builds.filter((name) => name !== buildCache)
  await Promise.all(older.slice(0, -1).map((name) => caches.delete(name)))
}

function keptLanguages(): Promise<readonly string[]> {
  return readChoice('languages', alwaysOffline as readonly string[])
}

async function readChoice<Value>(name: string, otherwise: Value): Promise<Value> {
  const answer = await (await caches.open(choicesCache)).match(`/${name}`)
  return answer ? ((await answer.json()) as Value) : otherwise
}

async function writeChoice(name: string, value: unknown): Promise<void> {
  await (await caches.open(choicesCache)).put(`/${name}`, new Response(JSON.stringify(value)))
}

/** A short name that changes with the list of files (FNV-1a). */
function fingerprint(text: string): string {
  let hash = 0x811c9dc5
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193) >>> 0
  return hash.toString(36)
}
