import type { FastifyInstance } from 'fastify'
import { hubInformation, type HubInformation } from '../../protocol/exchange.ts'
import { apiRoute } from './api-route.ts'

/** Reads who runs this hub and what it gathers. */
export type ReadHubInformation = () => Promise<HubInformation>

export function routeHub(api: FastifyInstance, read: ReadHubInformation): void {
  apiRoute(api, {
    method: 'GET',
    url: '/hub',
    summary: 'Who runs this hub, its key, and the programmes it gathers for.',
    answer: hubInformation,
    handle: (_request, reply) => {
      reply.header('cache-control', 'no-cache')
      return read()
    },
  })
}
