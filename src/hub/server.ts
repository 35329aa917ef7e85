import { fastifySwagger } from '@fastify/swagger'
import { fastify, type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify'
import { problems, ProblemError, type ProblemCode } from '../protocol/problem.ts'
import type { AppFiles } from './app-files.ts'
import type { Ledger } from './ledger.ts'
import type { Releases } from './releases.ts'
import { serveApp } from './routes/app.ts'
import { routeHealth } from './routes/health.ts'
import { routeHub, type ReadHubInformation } from './routes/hub.ts'
import { openApiDocument } from './routes/openapi.ts'
import { longestBody, routeRecords } from './routes/records.ts'
import { routeReleases } from './routes/releases.ts'
import { routeStandings } from './routes/standings.ts'
import { securityHeaders } from './security-headers.ts'

export interface ServerParts {
  readonly ledger: Ledger
  readonly releases: Releases
  readonly readHubInformation: ReadHubInformation
  /** Rejects when the database does not answer. */
  readonly checkDatabase: () => Promise<void>
  /** Null when no app was built: the hub then serves its API alone. */
  readonly app: AppFiles | null
  readonly tls: { readonly cert: Buffer; readonly key: Buffer } | null
  /** Told of mistakes of ours. */
  readonly reportMistake: (error: unknown) => void
}

/** Builds the server without listening, so that tests start it in memory. */
export async function buildServer(parts: ServerParts): Promise<FastifyInstance> {
  const answer = answerProblem.bind(null, parts.reportMistake)
  const options = {
    bodyLimit: longestBody,
    requestTimeout: 60_000,
    // What the router refuses before any route: a path that is no path.
    frameworkErrors: (error: unknown, request: FastifyRequest, reply: FastifyReply) =>
      void answer(error, request, reply),
  }
  const server = (parts.tls
    ? fastify({ ...options, https: parts.tls })
    : fastify(options)) as unknown as FastifyInstance
  // Messages are checked in the handlers, by the schemas that phones use; a second check would be a second truth.
  server.setValidatorCompiler(() => () => true)
  server.setSerializerCompiler(() => (value) => JSON.stringify(value))
  server.removeContentTypeParser('text/plain')
  server.addHook('onRequest', async (_request, reply) => {
    reply.headers(securityHeaders)
  })
  server.setErrorHandler(answer)
  server.setNotFoundHandler((request, reply) => {
    if (parts.app && !isApi(request)) return serveApp(parts.app, request, reply)
    throw new ProblemError('not-found')
  })
  await server.register(fastifySwagger, openApiDocument)
  await server.register(
    async (api) => {
      routeRecords(api, parts.ledger)
      routeStandings(api, parts.ledger)
      routeHub(api, parts.readHubInformation)
      routeReleases(api, parts.releases)
      routeHealth(api, parts.checkDatabase)
      api.get('/openapi.json', { schema: { hide: true } }, () => server.swagger())
    },
    { prefix: '/api/v1' },
  )
  return server
}

function isApi(request: FastifyRequest): boolean {
  return /^\/api(?:[/?#]|$)/.test(request.url)
}

async function answerProblem(
  reportMistake: ServerParts['reportMistake'],
  error: unknown,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<void> {
  const { code, where } = error instanceof ProblemError ? error : { code: codeOf(error), where: '' }
  const { status } = problems[code]
  if (code === 'internal') reportMistake(error)
  if (code === 'too-large') hangUpAfter(request, reply)
  await reply
    .code(status)
    .headers(securityHeaders)
    .type('application/problem+json')
    .send(JSON.stringify({ type: 'about:blank', status, code, where }))
}

/** What Fastify itself refuses, in our words. */
function codeOf(error: unknown): ProblemCode {
  const code = error instanceof Error && 'code' in error ? error.code : ''
  switch (code) {
    case 'FST_ERR_CTP_BODY_TOO_LARGE':
      return 'too-large'
    case 'FST_ERR_CTP_INVALID_MEDIA_TYPE':
      return 'wrong-content-type'
    case 'FST_ERR_CTP_EMPTY_JSON_BODY':
    case 'FST_ERR_CTP_INVALID_JSON_BODY':
      return 'malformed-json'
    default:
      return isClientError(error) ? 'malformed-request' : 'internal'
  }
}

function isClientError(error: unknown): boolean {
  const status = error instanceof Error && 'statusCode' in error ? error.statusCode : 0
  return typeof status === 'number' && status >= 400 && status < 500
}

/** Answers a flood and hangs up, instead of reading it to its end for the sake of the connection. */
function hangUpAfter(request: FastifyRequest, reply: FastifyReply): void {
  reply.header('connection', 'close')
  reply.raw.once('finish', () => request.raw.socket.destroySoon())
}
