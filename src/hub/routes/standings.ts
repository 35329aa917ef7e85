import type { FastifyInstance } from 'fastify'
import { standingsAnswer, standingsRequest } from '../../protocol/exchange.ts'
import type { Ledger } from '../ledger.ts'
import { apiRoute, parseRequest } from './api-route.ts'

export function routeStandings(api: FastifyInstance, ledger: Ledger): void {
  apiRoute(api, {
    method: 'POST',
    url: '/standings',
    summary: 'What became of records sent earlier.',
    body: standingsRequest,
    answer: standingsAnswer,
    handle: async (request) => {
      const { ids } = parseRequest(standingsRequest, request.body)
      return { standings: await ledger.standings(ids) }
    },
  })
}
