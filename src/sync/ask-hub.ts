import * as v from 'valibot'
import { problemAnswer } from '../protocol/exchange.ts'
import { ProblemError, type Problem } from '../protocol/problem.ts'
import { readJson } from './read-json.ts'
import type { HubRequest, HubResponse, HubTransport } from './transport.ts'

export type HubAnswer<Value> =
  | { readonly kind: 'answered'; readonly value: Value; readonly etag: string | null }
  /** Only when the request named an entity tag. */
  | { readonly kind: 'unchanged' }
  | { readonly kind: 'failed'; readonly problem: Problem }

/**
 * Asks the hub and believes nothing but its own words: an answer of the expected shape, or a problem in the hub's form.
 * Everything else (a captive portal's page, a redirect, an empty answer, a proxy's error) is `not-our-hub`.
 */
export async function askHub<Schema extends v.GenericSchema>(
  transport: HubTransport,
  request: HubRequest,
  schema: Schema,
): Promise<HubAnswer<v.InferOutput<Schema>>> {
  let response: HubResponse
  try {
    response = await transport.send(request)
  } catch (cause) {
    if (!(cause instanceof ProblemError)) throw cause
    return { kind: 'failed', problem: { code: cause.code, where: cause.where } }
  }
  if (response.status === 304 && request.etag !== undefined) return { kind: 'unchanged' }
  if (response.status === 200 && response.contentType === 'application/json') {
    const answer = v.safeParse(schema, readJson(response.body))
    if (answer.success) return { kind: 'answered', value: answer.output, etag: response.etag }
  }
  if (response.status >= 400 && response.contentType === 'application/problem+json') {
    const refusal = v.safeParse(problemAnswer, readJson(response.body))
    if (refusal.success) return { kind: 'failed', problem: refusal.output }
  }
  return { kind: 'failed', problem: { code: 'not-our-hub', where: `status ${response.status}` } }
}
