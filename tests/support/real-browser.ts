import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium, type BrowserContext, type Page } from 'playwright'
import { build } from 'vite'
import { chromiumOptions } from './chromium.ts'

/** One page of a real browser with a disk of its own. */
export interface RealBrowser {
  readonly page: Page
  readonly context: BrowserContext
  readonly origin: string
  /** Kills every process of the browser, as a phone does that needs the memory, and starts it on the same disk. */
  killAndReopen(): Promise<RealBrowser>
  close(): Promise<void>
}

/**
 * Opens a page that loads one module of the tests, bundled, from a server of its own.
 *
 * @param api answers what the page asks below `/api/`.
 */
export async function openRealBrowser(
  entry: string,
  api: (request: IncomingMessage, response: ServerResponse) => void = (_, response) => response.end(),
): Promise<RealBrowser> {
  const script = await bundle(entry)
  const server = createServer((request, response) => {
    if (request.url?.startsWith('/api/')) {
      api(request, response)
      return
    }
    const isScript = request.url === '/page.js'
    response.setHeader('content-type', isScript ? 'text/javascript' : 'text/html')
    response.end(isScript ? script : '<!doctype html><script type="module" src="/page.js"></script>')
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const disk = await mkdtemp(join(tmpdir(), 'tayari-browser-'))

  const start = async (): Promise<RealBrowser> => {
    const context = await chromium.launchPersistentContext(disk, chromiumOptions)
    const page = context.pages()[0] ?? (await context.newPage())
    await page.goto(origin)
    return {
      page,
      context,
      origin,
      async killAndReopen() {
        const closed = context.waitForEvent('close')
        const session = await context.newCDPSession(page)
        // Kills the process without any chance to write: the command never answers.
        session.send('Browser.crash').catch(() => undefined)
        await closed
        return start()
      },
      async close() {
        await context.close()
        server.closeAllConnections()
        server.close()
        await rm(disk, { recursive: true, force: true })
      },
    }
  }
  return start()
}

async function bundle(entry: string): Promise<string> {
  const built = await build({
    configFile: false,
    logLevel: 'silent',
    build: {
      write: false,
      target: 'es2022',
      lib: { entry, formats: ['es'] },
      rolldownOptions: { output: { codeSplitting: false } },
    },
  })
  const outputs = (Array.isArray(built) ? built : [built]).flatMap((it) => ('output' in it ? it.output : []))
  const [chunk] = outputs
  if (outputs.length !== 1 || chunk?.type !== 'chunk') throw new Error(`${entry} does not fit in one chunk`)
  return chunk.code
}
