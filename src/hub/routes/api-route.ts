import { toJsonSchema } from '@valibot/to-json-schema'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import * as v from 'valibot'
import { problemAnswer } from '../../protocol/exchange.ts'
import { ProblemError } from '../../protocol/problem.ts'

type Schema = v.GenericSchema

export interface ApiRoute {
  readonly method: 'GET' | 'POST'
  readonly url: string
  readonly summary: string
  readonly body?: Schema
  readonly answer: Schema
  readonly handle: (request: FastifyRequest, reply: FastifyReply) => unknown
}

const methods = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE']

/** Adds a route with its place in the API document, and tells every other method which ones exist. */
export function apiRoute(
  api: FastifyInstance,
  { method, url, summary, body, answer, handle }: ApiRoute,
): void {
  const taken = method === 'GET' ? ['GET', 'HEAD'] : ['POST']
  api.route({
    method,
    url,
    schema: {
      summary,
      ...(body && { body: jsonSchemaOf(body) }),
      response: { 200: jsonSchemaOf(answer), default: jsonSchemaOf(problemAnswer) },
    },
    handler: (request, reply) => handle(request, reply),
  })
  api.route({
    method: methods.filter((other) => !taken.includes(other)),
    url,
    schema: { hide: true },
    // Before the body is read: what it is does not matter.
    onRequest: async (_request, reply) => {
      reply.header('allow', taken.join(', '))
      throw new ProblemError('method-not-allowed')
    },
    handler: () => undefined,
  })
}

/** The same schemas that phone and hub check with; rules JSON Schema cannot say are left out. */
export function jsonSchemaOf(schema: Schema): object {
  const { $schema: _dialect, ...rest } = toJsonSchema(schema, { typeMode: 'input', errorMode: 'ignore' })
  return rest
}

/**
 * The value of a request, checked.
 * @throws ProblemError `malformed-request` with the place of the first mistake.
 */
export function parseRequest<Checked extends Schema>(
  schema: Checked,
  value: unknown,
): v.InferOutput<Checked> {
  const read = v.safeParse(schema, value)
  if (read.success) return read.output
  const [issue] = read.issues
  throw new ProblemError('malformed-request', v.getDotPath(issue) ?? '')
}
