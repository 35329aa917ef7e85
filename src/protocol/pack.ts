import * as v from 'valibot'
import { instrumentId, instrumentReference, partId, versionText } from './fields.ts'
import type { Instrument } from '../domain/instrument/instrument.ts'
import type { Rule } from '../domain/instrument/rule.ts'
import type { InstrumentTexts } from '../domain/instrument/texts.ts'

/**
 * The pack format: an instrument as data. `instrument.json` holds structure and scoring, `texts/<language>.json` every
 * word. The published JSON Schemas are generated from here.
 */
export const packFormat = 'tayari-pack/1'
export const textsFormat = 'tayari-texts/1'

const ruleDepth = 12

/** A JSON Logic rule of bounded depth; which operators exist is the evaluator's question. */
export const rule = v.custom<Rule>((value) => isRule(value, ruleDepth), 'not a JSON Logic rule')

function isRule(value: unknown, depth: number): boolean {
  if (value === null || typeof value === 'boolean' || typeof value === 'string') return true
  if (typeof value === 'number') return Number.isFinite(value)
  if (typeof value !== 'object' || depth === 0) return false
  if (Array.isArray(value)) return value.length <= 100 && value.every((part) => isRule(part, depth - 1))
  const entries = Object.entries(value)
  return entries.length === 1 && entries.every(([, argument]) => isRule(argument, depth - 1))
}

const language = v.pipe(v.string(), v.regex(/^[a-z]{2,3}(?:-[A-Z][a-z]{3})?(?:-[A-Z]{2})?$/))
const level = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(20))
const share = v.pipe(v.number(), v.minValue(0), v.maxValue(1))
const positive = v.pipe(v.number(), v.gtValue(0, 'must be above zero'))
const months = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(120))
const polarity = v.picklist(['high-is-good', 'high-is-bad'])
const deficit = v.picklist(['consensus', 'lag', 'execution', 'accountability'])

const bandScale = v.strictObject({
  names: v.pipe(v.array(partId), v.minLength(1), v.maxLength(9)),
  bounds: v.array(v.number()),
})

const shares = v.array(
  v.strictObject({ figure: partId, track: partId, highestTier: v.picklist(['B2', 'B3']) }),
)

const twoTrack = v.strictObject({
  model: v.literal('two-track'),
  parameters: v.strictObject({
    riskTrack: partId,
    readinessTrack: partId,
    responseDimension: partId,
    evidenceCaps: v.strictObject({ E0: level, E1: level, E2: level, E3: level }),
    freshMonths: months,
    oldMonths: months,
    controlStrength: share,
    powers: v.strictObject({ dimension: positive, readiness: positive, risk: positive }),
    unknownExposureLevel: level,
    incidentLikelihood: level,
    notApplicableLimit: share,
    coverage: v.strictObject({
      dimensionShown: share,
      trackShown: share,
      dimensionInTrack: share,
      benchmark: share,
      deficitShown: share,
    }),
    bands: v.strictObject({ risk: bandScale, readiness: bandScale }),
    shares,
  }),
})

const composite = v.strictObject({
  model: v.literal('composite'),
  parameters: v.strictObject({
    nodes: v.pipe(
      v.array(
        v.strictObject({
          id: partId,
          track: partId,
          aggregate: v.variant('kind', [
            v.strictObject({ kind: v.literal('power-mean'), power: positive }),
            v.strictObject({ kind: v.literal('geometric-mean'), floor: positive }),
            v.strictObject({ kind: v.literal('sum') }),
            v.strictObject({ kind: v.literal('minimum') }),
            v.strictObject({ kind: v.literal('maximum') }),
            v.strictObject({ kind: v.literal('remaining'), strength: share }),
          ]),
          parts: v.pipe(v.array(v.strictObject({ of: partId, weight: positive })), v.minLength(1)),
          unknownLevel: level,
          shownFrom: share,
          polarity,
          band: v.nullable(partId),
        }),
      ),
      v.minLength(1),
    ),
    bands: v.record(partId, bandScale),
    shares,
  }),
})

const indicator = v.strictObject({
  id: partId,
  dimension: partId,
  kind: v.picklist(['likelihood', 'impact', 'incident', 'control', 'readiness', 'practice']),
  scale: partId,
  weight: v.nullable(positive),
  gate: v.boolean(),
  sensitivity: v.picklist(['S0', 'S1', 'S2']),
  deficits: v.nullable(v.strictObject({ primary: deficit, secondary: v.nullable(deficit) })),
  effort: v.nullable(v.picklist(['small', 'medium', 'large'])),
  needs: v.array(partId),
  notApplicable: v.picklist(['never', 'reason-required']),
  evidenceMonths: v.nullable(months),
  mappings: v.array(
    v.strictObject({
      framework: partId,
      section: v.pipe(v.string(), v.maxLength(60)),
      verified: v.boolean(),
    }),
  ),
  visibleWhen: v.nullable(rule),
})

/** `instrument.json` */
export const instrumentFile = v.strictObject({
  format: v.literal(packFormat),
  id: instrumentId,
  version: versionText,
  subsetOf: v.nullable(instrumentReference),
  sourceLanguage: language,
  languages: v.pipe(v.array(language), v.minLength(1)),
  minutes: v.strictObject({ from: v.pipe(v.number(), v.minValue(1)), to: v.pipe(v.number(), v.minValue(1)) }),
  options: v.strictObject({ showDimensionScore: v.boolean(), asksEvidence: v.boolean() }),
  scales: v.record(
    partId,
    v.strictObject({
      levels: v.pipe(v.number(), v.integer(), v.minValue(2), v.maxValue(11)),
      scores: v.nullable(v.array(v.number())),
    }),
  ),
  tracks: v.pipe(v.array(v.strictObject({ id: partId, polarity })), v.minLength(1), v.maxLength(8)),
  dimensions: v.pipe(
    v.array(
      v.strictObject({
        id: partId,
        track: partId,
        weight: v.pipe(v.number(), v.minValue(0.5), v.maxValue(2)),
        likelihoodFloor: level,
        visibleWhen: v.nullable(rule),
      }),
    ),
    v.minLength(1),
    v.maxLength(200),
  ),
  indicators: v.pipe(v.array(indicator), v.minLength(1), v.maxLength(1000)),
  scoring: v.variant('model', [twoTrack, composite]),
})

const text = (most: number) => v.pipe(v.string(), v.minLength(1), v.maxLength(most))
const titled = v.strictObject({ title: text(200), introduction: v.pipe(v.string(), v.maxLength(2000)) })
const status = v.picklist(['source', 'machine-draft', 'reviewed', 'field-tested'])

/** `texts/<language>.json` */
export const textsFile = v.strictObject({
  format: v.literal(textsFormat),
  instrument: instrumentId,
  version: versionText,
  language,
  status,
  statusByIndicator: v.record(partId, status),
  title: text(200),
  summary: text(2000),
  tracks: v.record(partId, titled),
  dimensions: v.record(partId, titled),
  scales: v.record(partId, v.array(text(80))),
  figures: v.record(partId, titled),
  bands: v.record(partId, v.array(text(80))),
  frameworks: v.record(partId, text(200)),
  indicators: v.record(
    partId,
    v.strictObject({
      title: text(200),
      question: text(500),
      why: text(1500),
      evidence: text(1000),
      levels: v.array(text(300)),
      next: v.nullable(v.strictObject({ low: text(500), mid: text(500) })),
      owner: text(200),
    }),
  ),
  glossary: v.record(partId, v.strictObject({ term: text(120), definition: text(800) })),
})

/** The structure, once decoded. Whether it holds together (ids, cycles, scales) is `checkInstrument`'s question. */
export function decodeInstrument(json: unknown): Instrument | null {
  const read = v.safeParse(instrumentFile, json)
  if (!read.success) return null
  const { format: _format, ...instrument } = read.output
  return instrument
}

export function decodeTexts(
  json: unknown,
): (InstrumentTexts & { instrument: string; version: string }) | null {
  const read = v.safeParse(textsFile, json)
  if (!read.success) return null
  const { format: _format, ...texts } = read.output
  return texts
}
