import type { FastifyInstance } from 'fastify'
import * as v from 'valibot'
import { ProblemError } from '../../protocol/problem.ts'
import { apiRoute } from './api-route.ts'

const healthAnswer = v.strictObject({ status: v.literal('ok') })

export function routeHealth(api: FastifyInstance, checkDatabase: () => Promise<void>): void {
  apiRoute(api, {
    method: 'GET',
    url: '/health',
    summary: 'Whether the hub works; `busy` while its database does not answer.',
    answer: healthAnswer,
    handle: async (_request, reply) => {
      reply.header('cache-control', 'no-store')
      await checkDatabase().catch((error: unknown) => {
        throw new ProblemError('busy', 'database', { cause: error })
      })
      return { status: 'ok' }
    },
  })
}
