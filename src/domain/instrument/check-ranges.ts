import { structureFile, type Finding } from './finding.ts'
import type {
  BandScale,
  CompositeParameters,
  Indicator,
  IndicatorKind,
  Instrument,
  TwoTrackParameters,
} from './instrument.ts'

/** Numbers agree with one another: levels with their scale, bounds with their bands, from with to. */
export function checkRanges(instrument: Instrument): readonly Finding[] {
  const { scoring, minutes } = instrument
  return [
    ...rule(minutes.from <= minutes.to, 'minutes', 'Let "from" be no more than "to".'),
    ...scales(instrument),
    ...floors(instrument),
    ...Object.entries(scoring.parameters.bands).flatMap(([id, band]) => bounds(id, band)),
    ...(scoring.model === 'two-track'
      ? twoTrack(instrument, scoring.parameters)
      : composite(instrument, scoring.parameters)),
  ]
}

function rule(holds: boolean, place: string, remedy: string): Finding[] {
  return holds ? [] : [{ file: structureFile, place, rule: 'range', remedy }]
}

const ascending = (numbers: readonly number[], strictly: boolean) =>
  numbers.every((x, i) => i === 0 || (numbers[i - 1] as number) < x || (!strictly && numbers[i - 1] === x))

/** Highest level that all of these indicators have; infinite when there is none of them. */
function highestLevel(instrument: Instrument, indicators: readonly Indicator[]): number {
  return Math.min(
    ...indicators.map(({ scale }) => (instrument.scales[scale]?.levels ?? Number.POSITIVE_INFINITY) - 1),
  )
}

const ofKind = (instrument: Instrument, ...kinds: readonly IndicatorKind[]) =>
  instrument.indicators.filter(({ kind }) => kinds.includes(kind))

function scales(instrument: Instrument): Finding[] {
  return Object.entries(instrument.scales).flatMap(([id, { levels, scores }]) => {
    if (scores === null) return []
    return [
      ...rule(scores.length === levels, `scales.${id}.scores`, `Give one score per level: ${levels}.`),
      ...rule(
        scores.every((score) => score >= 0 && score <= 100),
        `scales.${id}.scores`,
        'Keep scores between 0 and 100.',
      ),
    ]
  })
}

function floors(instrument: Instrument): Finding[] {
  const likelihoods = ofKind(instrument, 'likelihood')
  return instrument.dimensions.flatMap(({ id, likelihoodFloor }) => {
    const highest = highestLevel(
      instrument,
      likelihoods.filter(({ dimension }) => dimension === id),
    )
    return rule(
      likelihoodFloor <= highest,
      `dimensions.${id}.likelihoodFloor`,
      `Choose a level of its likelihood scale: 0 to ${highest}.`,
    )
  })
}

function bounds(id: string, { names, bounds }: BandScale): Finding[] {
  const place = `scoring.parameters.bands.${id}.bounds`
  return [
    ...rule(bounds.length === names.length - 1, place, 'Give one bound fewer than there are names.'),
    ...rule(ascending(bounds, true), place, 'Write the bounds in ascending order, none twice.'),
  ]
}

function twoTrack(instrument: Instrument, parameters: TwoTrackParameters): Finding[] {
  const { evidenceCaps, freshMonths, oldMonths, unknownExposureLevel, incidentLikelihood } = parameters
  const capacity = highestLevel(instrument, ofKind(instrument, 'control', 'readiness'))
  const exposure = highestLevel(instrument, ofKind(instrument, 'likelihood', 'impact'))
  const likelihood = highestLevel(instrument, ofKind(instrument, 'likelihood'))
  const caps = [evidenceCaps.E0, evidenceCaps.E1, evidenceCaps.E2, evidenceCaps.E3]
  const levelRemedy = (highest: number) => `Choose a level of the scale: 0 to ${highest}.`
  return [
    ...rule(
      ascending(caps, false),
      'scoring.parameters.evidenceCaps',
      'Let better evidence support no lower a level: E0 ≤ E1 ≤ E2 ≤ E3.',
    ),
    ...rule(
      caps.every((cap) => cap <= capacity),
      'scoring.parameters.evidenceCaps',
      levelRemedy(capacity),
    ),
    ...rule(
      freshMonths < oldMonths,
      'scoring.parameters.oldMonths',
      'Let evidence be old later than it stops being fresh.',
    ),
    ...rule(
      unknownExposureLevel <= exposure,
      'scoring.parameters.unknownExposureLevel',
      levelRemedy(exposure),
    ),
    ...rule(
      incidentLikelihood <= likelihood,
      'scoring.parameters.incidentLikelihood',
      levelRemedy(likelihood),
    ),
  ]
}

function composite(instrument: Instrument, { nodes }: CompositeParameters): Finding[] {
  return nodes.flatMap((node) => {
    const parts = node.parts.map(({ of }) => of)
    const highest = highestLevel(
      instrument,
      instrument.indicators.filter(({ id }) => parts.includes(id)),
    )
    return [
      ...rule(
        node.unknownLevel <= highest,
        `scoring.parameters.nodes.${node.id}.unknownLevel`,
        `Choose a level that all its indicators have: 0 to ${highest}.`,
      ),
      ...rule(
        node.aggregate.kind !== 'remaining' || parts.length === 2,
        `scoring.parameters.nodes.${node.id}.parts`,
        'Name exactly two parts: the risk, then what mitigates it.',
      ),
    ]
  })
}
