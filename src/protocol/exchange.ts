import * as v from 'valibot'
import { base64url, programmeId, profileKey, recordId, roundId, signature } from './fields.ts'
import { heldReasons, signedMessage } from './receipt.ts'
import { longestRecord } from './record.ts'
import { problems, type ProblemCode } from './problem.ts'

/** Most records one request may carry. */
export const longestBatch = 50

const problemCode = v.picklist(Object.keys(problems) as [ProblemCode, ...ProblemCode[]])

/** One record of a request. A hub reads them one by one: a broken one must not stop the others. */
export const pushedRecord = v.strictObject({
  id: recordId,
  bytes: v.pipe(base64url, v.minLength(2), v.maxLength(Math.ceil((longestRecord * 4) / 3))),
  signature,
})

/** `POST /api/v1/records` */
export const pushRequest = v.strictObject({
  records: v.pipe(v.array(pushedRecord), v.minLength(1), v.maxLength(longestBatch)),
})
export type PushRequest = v.InferOutput<typeof pushRequest>

/** One outcome per id, in the order of the request. `duplicate` carries the receipt of what the hub already keeps. */
export const recordOutcome = v.variant('outcome', [
  v.strictObject({ id: recordId, outcome: v.literal('accepted'), receipt: signedMessage }),
  v.strictObject({ id: recordId, outcome: v.literal('duplicate'), receipt: signedMessage }),
  v.strictObject({
    id: recordId,
    outcome: v.literal('held'),
    reason: v.picklist(heldReasons),
    receipt: signedMessage,
  }),
  v.strictObject({ id: recordId, outcome: v.literal('refused'), problem: problemCode, where: v.string() }),
])
export type RecordOutcome = v.InferOutput<typeof recordOutcome>

export const pushAnswer = v.strictObject({ outcomes: v.array(recordOutcome) })
export type PushAnswer = v.InferOutput<typeof pushAnswer>

/** `POST /api/v1/standings`: what became of records sent earlier. `unknown` asks the phone to send it again. */
export const standingsRequest = v.strictObject({
  ids: v.pipe(v.array(recordId), v.minLength(1), v.maxLength(longestBatch)),
})
export const standingsAnswer = v.strictObject({
  standings: v.array(
    v.variant('outcome', [
      v.strictObject({ id: recordId, outcome: v.literal('kept'), receipt: signedMessage }),
      v.strictObject({ id: recordId, outcome: v.literal('withdrawn') }),
      v.strictObject({ id: recordId, outcome: v.literal('unknown') }),
    ]),
  ),
})

/** `GET /api/v1/hub`: who runs this hub and what it gathers. The key is pinned at first contact. */
export const hubInformation = v.strictObject({
  hub: profileKey,
  name: v.pipe(v.string(), v.maxLength(200)),
  operator: v.pipe(v.string(), v.maxLength(500)),
  contact: v.pipe(v.string(), v.maxLength(500)),
  demonstration: v.boolean(),
  programmes: v.array(
    v.strictObject({ id: programmeId, name: v.pipe(v.string(), v.maxLength(200)), round: roundId }),
  ),
})
export type HubInformation = v.InferOutput<typeof hubInformation>

/** What a refused request answers with, beside its HTTP status (RFC 9457, `application/problem+json`). */
export const problemAnswer = v.object({ code: problemCode, where: v.optional(v.string(), '') })
