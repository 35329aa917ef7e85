import * as v from 'valibot'
import { day, partId } from './fields.ts'
import { qualityFlags } from '../domain/round/contribution.ts'
import { stakeholderGroups } from '../domain/assessment/assessment.ts'

const score = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(100))
const percent = score

/** Body of a submission: exactly the domain's `Contribution`. Any further field is refused. */
export const submissionBody = v.strictObject({
  group: v.nullable(v.picklist(stakeholderGroups)),
  figures: v.pipe(
    v.array(
      v.variant('detail', [
        v.strictObject({ detail: v.literal('band'), figure: partId, band: v.nullable(partId) }),
        v.strictObject({
          detail: v.literal('score'),
          figure: partId,
          declared: v.nullable(score),
          supported: v.nullable(score),
          low: score,
          high: score,
          trendCore: v.nullable(score),
          coverage: percent,
          evidenceShare: v.nullable(percent),
        }),
      ]),
    ),
    v.maxLength(64),
  ),
  verification: v.picklist(['V0', 'V1', 'V2', 'V3']),
  quality: v.strictObject({
    grade: v.picklist(['A', 'B', 'C', 'X']),
    flags: v.pipe(v.array(v.picklist(qualityFlags)), v.maxLength(10)),
  }),
  commitments: v.pipe(
    v.array(
      v.strictObject({
        indicator: partId,
        madeOn: day,
        dueOn: day,
        status: v.picklist(['proposal', 'committed', 'done', 'late', 'silent', 'set-aside']),
        fieldsFilled: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(7)),
      }),
    ),
    v.maxLength(64),
  ),
})
