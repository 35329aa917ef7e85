import { findCycle } from './find-cycle.ts'
import { structureFile, type CheckRule, type Finding } from './finding.ts'
import type { Instrument } from './instrument.ts'
import type { Rule } from './rule.ts'

/** Ids are unique, everything named exists, and nothing waits for itself. */
export function checkReferences(instrument: Instrument): readonly Finding[] {
  return [
    ...duplicates(instrument),
    ...unknownInStructure(instrument),
    ...unknownInScoring(instrument),
    ...cycles(instrument),
  ]
}

const finding = (rule: CheckRule, place: string, remedy: string): Finding => ({
  file: structureFile,
  place,
  rule,
  remedy,
})

const idsOf = (things: readonly { readonly id: string }[]) => things.map(({ id }) => id)

/** Finds what is named and not among the known. */
function unresolved(
  place: string,
  what: string,
  named: readonly string[],
  known: readonly string[],
): Finding[] {
  return named
    .filter((id) => !known.includes(id))
    .map((id) =>
      finding('unknown-reference', place, `Name ${what} that exists; there is no "${id}" in this pack.`),
    )
}

function duplicates(instrument: Instrument): Finding[] {
  const { scoring } = instrument
  const nodes = scoring.model === 'composite' ? idsOf(scoring.parameters.nodes) : []
  const repeated = (place: string, ids: readonly string[]) =>
    ids
      .filter((id, position) => ids.indexOf(id) < position)
      .map((id) => finding('duplicate-id', place, `Give each its own id; "${id}" occurs twice.`))
  return [
    ...repeated('languages', instrument.languages),
    ...repeated('tracks', idsOf(instrument.tracks)),
    ...repeated('dimensions', idsOf(instrument.dimensions)),
    // A part of a node names either an indicator or a node, so these share one space of names.
    ...repeated('indicators', [...idsOf(instrument.indicators), ...nodes]),
    ...Object.entries(scoring.parameters.bands).flatMap(([id, band]) =>
      repeated(`scoring.parameters.bands.${id}`, band.names),
    ),
  ]
}

function unknownInStructure(instrument: Instrument): Finding[] {
  const tracks = idsOf(instrument.tracks)
  const dimensions = idsOf(instrument.dimensions)
  const indicators = idsOf(instrument.indicators)
  return [
    ...unresolved('sourceLanguage', 'a language', [instrument.sourceLanguage], instrument.languages),
    ...instrument.dimensions.flatMap((dimension) => {
      const place = `dimensions.${dimension.id}`
      return [
        ...unresolved(`${place}.track`, 'a track', [dimension.track], tracks),
        ...unresolved(
          `${place}.visibleWhen`,
          'an indicator',
          indicatorsRead(dimension.visibleWhen),
          indicators,
        ),
      ]
    }),
    ...instrument.indicators.flatMap((indicator) => {
      const place = `indicators.${indicator.id}`
      return [
        ...unresolved(`${place}.dimension`, 'a dimension', [indicator.dimension], dimensions),
        ...unresolved(`${place}.scale`, 'a scale', [indicator.scale], Object.keys(instrument.scales)),
        // What a subset pack needs from outside stands in the instrument it is a subset of.
        ...(instrument.subsetOf
          ? []
          : unresolved(`${place}.needs`, 'indicators', indicator.needs, indicators)),
        ...unresolved(
          `${place}.visibleWhen`,
          'an indicator',
          indicatorsRead(indicator.visibleWhen),
          indicators,
        ),
      ]
    }),
  ]
}

function unknownInScoring(instrument: Instrument): Finding[] {
  const tracks = idsOf(instrument.tracks)
  const dimensions = idsOf(instrument.dimensions)
  const { scoring } = instrument
  const shares = (figures: readonly string[]) =>
    scoring.parameters.shares.flatMap((share) => [
      ...unresolved('scoring.parameters.shares', 'a figure', [share.figure], figures),
      ...unresolved(`scoring.parameters.shares.${share.figure}.track`, 'a track', [share.track], tracks),
    ])

  if (scoring.model === 'two-track') {
    const { riskTrack, readinessTrack, responseDimension } = scoring.parameters
    return [
      ...unresolved('scoring.parameters.riskTrack', 'a track', [riskTrack], tracks),
      ...unresolved('scoring.parameters.readinessTrack', 'a track', [readinessTrack], tracks),
      ...unresolved('scoring.parameters.responseDimension', 'a dimension', [responseDimension], dimensions),
      ...shares([...tracks, ...dimensions]),
    ]
  }

  const { nodes, bands } = scoring.parameters
  return [
    ...nodes.flatMap((node, position) => {
      const place = `scoring.parameters.nodes.${node.id}`
      const earlier = [...idsOf(instrument.indicators), ...idsOf(nodes.slice(0, position))]
      return [
        ...unresolved(`${place}.track`, 'a track', [node.track], tracks),
        ...unresolved(
          `${place}.parts`,
          'indicators or earlier nodes',
          node.parts.map(({ of }) => of),
          earlier,
        ),
        ...unresolved(`${place}.band`, 'a band', node.band === null ? [] : [node.band], Object.keys(bands)),
      ]
    }),
    ...shares(idsOf(nodes)),
  ]
}

function cycles(instrument: Instrument): Finding[] {
  const needs = findCycle(new Map(instrument.indicators.map(({ id, needs }) => [id, needs])))
  const visibility = findCycle(
    new Map(
      instrument.indicators.map((indicator) => {
        const dimension = instrument.dimensions.find(({ id }) => id === indicator.dimension)
        return [
          indicator.id,
          [...indicatorsRead(indicator.visibleWhen), ...indicatorsRead(dimension?.visibleWhen ?? null)],
        ]
      }),
    ),
  )
  const circle = (what: string, cycle: readonly string[] | null) =>
    cycle
      ? [finding('cycle', `indicators.${cycle[0]}.${what}`, `Break the circle ${cycle.join(' → ')}.`)]
      : []
  return [...circle('needs', needs), ...circle('visibleWhen', visibility)]
}

/** Ids a visibility rule reads through `var`. The empty name stands for all answers at once and names none. */
function indicatorsRead(rule: Rule): readonly string[] {
  if (rule === null || typeof rule !== 'object') return []
  if (Array.isArray(rule)) return rule.flatMap(indicatorsRead)
  return Object.entries(rule).flatMap(([operator, argument]) => {
    if (operator !== 'var') return indicatorsRead(argument)
    const name = Array.isArray(argument) ? argument[0] : argument
    return typeof name === 'string' && name !== '' ? [name] : []
  })
}
