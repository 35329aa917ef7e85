import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import * as v from 'valibot'
import { instrumentId, programmeId, roundId } from '../../protocol/fields.ts'
import { ProblemError } from '../../protocol/problem.ts'
import { signedMessage } from '../../protocol/receipt.ts'
import type { PublishedRelease, Releases } from '../releases.ts'
import { apiRoute, parseRequest } from './api-route.ts'
import { matches } from './app.ts'

const ofInstrument = { programme: programmeId, id: instrumentId }
const latestParameters = v.object(ofInstrument)
const releaseParameters = v.object({
  ...ofInstrument,
  round: roundId,
  number: v.pipe(v.string(), v.regex(/^[1-9]\d{0,5}$/), v.transform(Number)),
})

export function routeReleases(api: FastifyInstance, releases: Releases): void {
  const base = '/programmes/:programme/instruments/:id/releases'
  apiRoute(api, {
    method: 'GET',
    url: `${base}/latest`,
    summary: 'The newest release of an instrument: exact bytes with a detached signature of the hub.',
    answer: signedMessage,
    handle: async (request, reply) => {
      const { programme, id } = parseRequest(latestParameters, request.params)
      return answer(releases, programme, await releases.latest(programme, id), request, reply)
    },
  })
  apiRoute(api, {
    method: 'GET',
    url: `${base}/:round/:number`,
    summary: 'One release. It never changes.',
    answer: signedMessage,
    handle: async (request, reply) => {
      const { programme, id, round, number } = parseRequest(releaseParameters, request.params)
      return answer(releases, programme, await releases.find(programme, id, round, number), request, reply)
    },
  })
}

async function answer(
  releases: Releases,
  programme: string,
  release: PublishedRelease | null,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<unknown> {
  if (!release)
    throw new ProblemError((await releases.knowsProgramme(programme)) ? 'no-release' : 'unknown-programme')
  reply.headers({ etag: release.etag, 'cache-control': 'no-cache' })
  return matches(request.headers['if-none-match'], release.etag) ? reply.code(304).send() : release.message
}
