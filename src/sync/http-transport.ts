import { ProblemError } from '../protocol/problem.ts'
import type { HubTransport } from './transport.ts'

export interface HttpSettings {
  /** The app's own origin: the only one it ever talks to. */
  readonly origin: string
  /** For the whole exchange, the answer's last byte included. */
  readonly timeoutMs: number
  /** Longest answer that is read, in bytes. */
  readonly longestAnswer: number
}

/** Enough for a slow link to carry a batch, short enough that a dead one is noticed. */
export const usualHttpSettings = { timeoutMs: 60_000, longestAnswer: 16 * 1024 * 1024 }

/** Speaks to the hub over HTTP. Redirects are never followed: the hub makes none, captive portals do. */
export function createHttpTransport({ origin, timeoutMs, longestAnswer }: HttpSettings): HubTransport {
  return {
    async send({ method, path, body, etag }) {
      const url = new URL(path, origin)
      if (url.origin !== origin || !url.pathname.startsWith('/api/v1/'))
        throw new Error(`not an address of this hub: ${path}`)
      const headers = new Headers({ accept: 'application/json, application/problem+json' })
      if (body !== undefined) headers.set('content-type', 'application/json')
      if (etag !== undefined) headers.set('if-none-match', etag)
      try {
        const response = await fetch(url, {
          method,
          headers,
          body: body === undefined ? null : JSON.stringify(body),
          // `manual` rather than `error`: both stop, but only this one tells a redirect from a dead line.
          redirect: 'manual',
          credentials: 'omit',
          cache: 'no-store',
          referrerPolicy: 'no-referrer',
          signal: AbortSignal.timeout(timeoutMs),
        })
        if (isRedirect(response)) throw new ProblemError('not-our-hub', 'redirect')
        return {
          status: response.status,
          contentType: (response.headers.get('content-type') ?? '').split(';')[0]?.trim().toLowerCase() ?? '',
          etag: response.headers.get('etag'),
          body: await readAtMost(response, longestAnswer),
        }
      } catch (cause) {
        if (cause instanceof ProblemError) throw cause
        throw new ProblemError('offline', '', { cause })
      }
    },
  }
}

function isRedirect(response: Response): boolean {
  return (
    response.type === 'opaqueredirect' ||
    (response.status >= 300 && response.status < 400 && response.status !== 304)
  )
}

/** Reads piece by piece, so that an endless answer ends here and not with the phone's memory. */
async function readAtMost(response: Response, most: number): Promise<Uint8Array> {
  const pieces: Uint8Array[] = []
  let length = 0
  const reader = response.body?.getReader()
  for (let piece = await reader?.read(); piece?.value; piece = await reader?.read()) {
    length += piece.value.length
    if (length > most) {
      await reader?.cancel()
      throw new ProblemError('not-our-hub', `answer over ${most} bytes`)
    }
    pieces.push(piece.value)
  }
  const whole = new Uint8Array(length)
  let at = 0
  for (const piece of pieces) {
    whole.set(piece, at)
    at += piece.length
  }
  return whole
}
