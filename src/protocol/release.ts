import * as v from 'valibot'
import { day, instrumentReference, partId, profileKey, programmeId, roundId } from './fields.ts'

/** Why a figure is hidden. Always said, never a blank. */
export const suppressionReasons = [
  'size',
  'same',
  'dominant',
  'complement',
  'set',
  'wait',
  'consent',
  'quality',
] as const

const score = v.pipe(v.number(), v.minValue(0), v.maxValue(100))
const suppressed = v.strictObject({ state: v.literal('suppressed'), reason: v.picklist(suppressionReasons) })
const estimate = v.strictObject({ value: score, error: v.pipe(v.number(), v.minValue(0)) })
const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0))

/** One figure of one peer group. Each statistic carries its own n, over those whose consent allows it. */
const cell = v.strictObject({
  group: partId,
  figure: partId,
  quartiles: v.variant('state', [
    v.strictObject({ state: v.literal('shown'), n: count, q25: estimate, median: estimate, q75: estimate }),
    suppressed,
  ]),
  bands: v.variant('state', [
    v.strictObject({
      state: v.literal('shown'),
      n: count,
      /** Small neighbours are merged: one entry may stand for several bands. */
      counts: v.array(v.strictObject({ bands: v.pipe(v.array(partId), v.minLength(1)), count })),
    }),
    suppressed,
  ]),
})

const group = v.strictObject({
  id: partId,
  /** Contributors of this group that were counted at all; null when the group is too small to say. */
  n: v.nullable(count),
  /** Countries and territories of the group by the peer list, whether they contributed or not (ISO 3166-1 alpha-3). */
  countries: v.array(v.pipe(v.string(), v.regex(/^[A-Z]{3}$/))),
})

/** The frozen, signed, published result of one round. Same inputs, same bytes. */
export const release = v.strictObject({
  kind: v.literal('release'),
  version: v.literal(1),
  hub: profileKey,
  programme: programmeId,
  instrument: instrumentReference,
  round: roundId,
  number: v.pipe(v.number(), v.safeInteger(), v.minValue(1)),
  publishedOn: day,
  demonstration: v.boolean(),
  method: v.pipe(v.string(), v.regex(/^[a-z0-9./-]{1,40}$/)),
  /** The disclosure rules that were applied, with the numbers they were applied with. */
  rules: v.array(v.strictObject({ id: partId, limits: v.record(partId, v.number()) })),
  family: v.strictObject({
    id: v.picklist(['region', 'income']),
    source: v.pipe(v.string(), v.maxLength(200)),
    edition: v.pipe(v.string(), v.maxLength(40)),
  }),
  groups: v.array(group),
  cells: v.array(cell),
})
export type Release = v.InferOutput<typeof release>
export type ReleaseCell = v.InferOutput<typeof cell>
