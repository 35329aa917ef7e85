/**
 * How a phone reaches the hub it came from. HTTP stands behind it; tests put a hub in memory there. Files and QR carry
 * the same records another way and are no transport.
 */
export interface HubTransport {
  /**
   * Sends one request and resolves with whatever answered it, which need not be the hub.
   * @throws ProblemError `offline` when nothing answered in time, `not-our-hub` when what did cannot be the hub.
   */
  send(request: HubRequest): Promise<HubResponse>
}

export interface HubRequest {
  readonly method: 'GET' | 'POST'
  /** Below `/api/v1/`, on the app's own origin. */
  readonly path: `/api/v1/${string}`
  /** Sent as JSON. */
  readonly body?: unknown
  /** Entity tag of what is here already; the hub answers 304 when nothing changed. */
  readonly etag?: string
}

export interface HubResponse {
  readonly status: number
  /** Without parameters, in lower case: `application/json`; empty when none was given. */
  readonly contentType: string
  readonly etag: string | null
  readonly body: Uint8Array
}
