import { ProblemError } from '../../src/protocol/problem.ts'
import { createHttpTransport } from '../../src/sync/http-transport.ts'

/** Asks the page's own server once and says in a word what came of it. */
async function ask(path: string): Promise<string> {
  const transport = createHttpTransport({ origin: location.origin, timeoutMs: 3000, longestAnswer: 1000 })
  try {
    const { status, contentType, etag, body } = await transport.send({
      method: 'POST',
      path: `/api/v1/${path}`,
      body: {},
      etag: '"1"',
    })
    return `${status} ${contentType} ${etag ?? '-'} ${new TextDecoder().decode(body)}`.trim()
  } catch (cause) {
    return cause instanceof ProblemError ? cause.message : `unexpected: ${String(cause)}`
  }
}

export const transportPage = { ask }

declare global {
  var transportPage: typeof import('./transport-page.ts').transportPage
}

globalThis.transportPage = transportPage
