import type { Instrument } from '../instrument/instrument.ts'
import { aggregate, coverageLimits, type Contributor } from './aggregate.ts'
import type { PeerFamily } from './peer-groups.ts'
import type { Release } from './release.ts'
import { limits, roundingSteps, suppress } from './suppression.ts'

/** Harrell-Davis quartiles with Maritz-Jarrett errors, first release path. */
const method = 'harrell-davis/1'

/** The rules of the first path with their numbers, as every release lists them. */
const rules: Release['rules'] = [
  {
    id: 'minimum-size',
    limits: { cell: limits.cell, quartiles: limits.quartiles, risk: limits.risk, band: limits.band },
  },
  { id: 'homogeneity', limits: { spread: limits.spread } },
  { id: 'quality', limits: { coverage: coverageLimits.whole, dimension: coverageLimits.dimension } },
  { id: 'rounding', limits: { readiness: roundingSteps.readiness, risk: roundingSteps.risk } },
  { id: 'reasons', limits: {} },
]

export interface ReleaseInput {
  readonly hub: string
  readonly programme: string
  readonly instrument: Instrument
  readonly round: string
  readonly number: number
  /** `YYYY-MM-DD` */
  readonly publishedOn: string
  readonly demonstration: boolean
  readonly family: PeerFamily
  readonly contributors: readonly Contributor[]
}

/**
 * Assembles a release. The same input gives the same value with its fields in the same order, whatever the order of
 * the contributors, so that its bytes are the same too.
 */
export function assembleRelease(input: ReleaseInput): Release {
  const { groups, cells } = aggregate(input.instrument, input.family, input.contributors)
  return {
    kind: 'release',
    version: 1,
    hub: input.hub,
    programme: input.programme,
    instrument: { id: input.instrument.id, version: input.instrument.version },
    round: input.round,
    number: input.number,
    publishedOn: input.publishedOn,
    demonstration: input.demonstration,
    method,
    rules,
    family: { id: input.family.id, source: input.family.source, edition: input.family.edition },
    groups: groups.map(({ id, present, countries }) => ({
      id,
      n: present < limits.cell ? null : present,
      countries,
    })),
    cells: cells.map(suppress),
  }
}
