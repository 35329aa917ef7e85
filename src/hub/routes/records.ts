import type { FastifyInstance } from 'fastify'
import * as v from 'valibot'
import { recordId } from '../../protocol/fields.ts'
import { longestBatch, pushAnswer, pushedRecord, pushRequest } from '../../protocol/exchange.ts'
import { ProblemError } from '../../protocol/problem.ts'
import { longestRecord, type SignedRecord } from '../../protocol/record.ts'
import { bytesOf } from '../base64url.ts'
import type { Ledger, RefusedRecord } from '../ledger.ts'
import { apiRoute, parseRequest } from './api-route.ts'

/** A full batch of longest records in base64, with room for ids, signatures and JSON around each. */
export const longestBody = longestBatch * (Math.ceil((longestRecord * 4) / 3) + 300)

/** The request without its records, which are read one by one: a broken one must not stop the others. */
const envelope = v.strictObject({
  records: v.pipe(v.array(v.unknown()), v.minLength(1), v.maxLength(longestBatch)),
})

const named = v.object({ id: recordId })

export function routeRecords(api: FastifyInstance, ledger: Ledger): void {
  apiRoute(api, {
    method: 'POST',
    url: '/records',
    summary: 'Hand in records. Every id gets its outcome; a receipt means that the record is on disk.',
    body: pushRequest,
    answer: pushAnswer,
    handle: async (request) => {
      const { records } = parseRequest(envelope, request.body)
      return { outcomes: await ledger.append(records.map(readPushed)) }
    },
  })
}

function readPushed(value: unknown, index: number): SignedRecord | RefusedRecord {
  const read = v.safeParse(pushedRecord, value)
  if (!read.success) {
    // Without an id there is nothing an outcome could be told for.
    if (!v.is(named, value)) throw new ProblemError('malformed-request', `records.${index}.id`)
    const [issue] = read.issues
    const code = issue.type === 'max_length' ? 'too-large' : 'malformed-record'
    return { id: value.id, problem: { code, where: v.getDotPath(issue) ?? '' } }
  }
  const { id } = read.output
  const bytes = bytesOf(read.output.bytes)
  const signature = bytesOf(read.output.signature)
  if (bytes && signature) return { id, bytes, signature }
  return { id, problem: { code: 'malformed-record', where: bytes ? 'signature' : 'bytes' } }
}
