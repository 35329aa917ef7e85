import { structureFile, type Finding } from './finding.ts'
import type { Indicator, Instrument } from './instrument.ts'

/** Each indicator carries what its kind is scored and acted on by, and stands where its kind is read. */
export function checkKinds(instrument: Instrument): readonly Finding[] {
  return [
    ...instrument.indicators.flatMap((indicator) => [...kindFields(indicator), ...notApplicable(indicator)]),
    ...exposureCount(instrument),
  ]
}

const exposures = ['likelihood', 'impact', 'incident']
const capacities = ['control', 'readiness']

function kindFields({ id, kind, weight, gate, deficits, effort }: Indicator): Finding[] {
  const demand = (holds: boolean, field: string, remedy: string): Finding[] =>
    holds ? [] : [{ file: structureFile, place: `indicators.${id}.${field}`, rule: 'kind-fields', remedy }]

  if (exposures.includes(kind)) {
    return [
      ...demand(weight === null, 'weight', `Write null: a ${kind} has no weight.`),
      ...demand(!gate, 'gate', `Write false: a ${kind} is no gate.`),
      ...demand(deficits === null, 'deficits', `Write null: a ${kind} belongs to no deficit.`),
      ...demand(effort === null, 'effort', `Write null: a ${kind} has no next step.`),
    ]
  }
  if (capacities.includes(kind)) {
    return [
      ...demand(weight !== null && weight >= 1 && weight <= 3, 'weight', 'Give it a weight from 1 to 3.'),
      ...demand(deficits !== null, 'deficits', 'Name the deficit it shows.'),
      ...demand(effort !== null, 'effort', 'Say whether its next step is small, medium or large.'),
    ]
  }
  return demand(!gate || weight !== null, 'weight', 'Give it a weight: a gate counts in its dimension.')
}

function notApplicable({ id, kind, gate, notApplicable: allowed }: Indicator): Finding[] {
  if (allowed === 'never' || !(gate || kind === 'likelihood' || kind === 'impact')) return []
  return [
    {
      file: structureFile,
      place: `indicators.${id}.notApplicable`,
      rule: 'not-applicable',
      remedy: `Write "never": ${gate ? 'a gate' : `a ${kind}`} always applies.`,
    },
  ]
}

/**
 * The two-track model reads one likelihood and one impact in each dimension of the risk track. The response dimension
 * has none, since it softens the impact in all others, nor has readiness: what stands there would be asked for nothing.
 */
function exposureCount({ scoring, dimensions, indicators }: Instrument): Finding[] {
  if (scoring.model !== 'two-track') return []
  const { riskTrack, responseDimension } = scoring.parameters
  return dimensions.flatMap(({ id, track }) => {
    const wanted = track === riskTrack && id !== responseDimension ? 1 : 0
    return (['likelihood', 'impact'] as const).flatMap((kind) => {
      const count = indicators.filter((one) => one.dimension === id && one.kind === kind).length
      if (count === wanted) return []
      const remedy = `Ask ${wanted === 1 ? 'exactly one' : 'no'} ${kind} here; there are ${count}.`
      return [{ file: structureFile, place: `dimensions.${id}`, rule: 'exposure-count', remedy }]
    })
  })
}
