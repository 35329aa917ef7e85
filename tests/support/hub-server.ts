import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { HubRequest, HubTransport } from '../../src/sync/transport.ts'

export interface HubServer {
  readonly port: number
  close(): Promise<void>
}

/** Puts a hub in memory behind a real socket. */
export async function serveHub(hub: HubTransport): Promise<HubServer> {
  const server = createServer((request, response) => {
    void (async () => {
      const pieces: Buffer[] = []
      for await (const piece of request) pieces.push(piece as Buffer)
      const text = Buffer.concat(pieces).toString()
      const etag = request.headers['if-none-match']
      const answer = await hub.send({
        method: request.method === 'POST' ? 'POST' : 'GET',
        path: request.url as HubRequest['path'],
        ...(text ? { body: JSON.parse(text) as unknown } : {}),
        ...(etag === undefined ? {} : { etag }),
      })
      response.writeHead(answer.status, {
        'content-type': answer.contentType,
        'content-length': answer.body.length,
        // Each request meets the network anew, and so the next planned fault.
        connection: 'close',
        ...(answer.etag === null ? {} : { etag: answer.etag }),
      })
      response.end(answer.body)
    })().catch(() => response.destroy())
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    port: (server.address() as AddressInfo).port,
    async close() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}
