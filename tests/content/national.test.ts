import { describe, expect, test } from 'vitest'
import { buildActionPlan } from '../../src/domain/action-plan/build-action-plan.ts'
import { checkInstrument } from '../../src/domain/instrument/check-instrument.ts'
import { indicatorsIn } from '../../src/domain/instrument/find.ts'
import type { Effort, Indicator } from '../../src/domain/instrument/instrument.ts'
import { figureOf } from '../../src/domain/scoring/figure.ts'
import { scoreAssessment } from '../../src/domain/scoring/score-assessment.ts'
import { readPack } from '../support/content-packs.ts'
import { nationalProfile } from '../support/national-profile.ts'
import { asOf, assessmentWith } from '../support/scored-assessments.ts'

/**
 * The specification's section 13, typed here a second time in its own notation: id, weight and ★, sensitivity, deficits
 * primary/secondary, effort, needs. The serious-incident facts (-F) are required by section 5.
 */
const facts = `
SR-MAL-X likelihood
SR-MAL-I impact
SR-MAL-F incident
SR-MAL-1 3★ S2 GL/EV M
SR-MAL-2 2 S2 EV/AD M SR-INC-1
SR-MAL-3 2 S1 EV/CS S
SR-INF-X likelihood
SR-INF-I impact
SR-INF-F incident
SR-INF-1 3★ S2 EV/AD S
SR-INF-2 2 S1 GL/CS M
SR-INF-3 2 S1 EV/CS M
SR-SYS-X likelihood
SR-SYS-I impact
SR-SYS-F incident
SR-SYS-1 3★ S2 AD/EV S
SR-SYS-2 3 S2 EV/GL L SR-SYS-1
SR-SYS-3 2 S1 AD/EV M SR-SYS-1
SR-DAT-X likelihood
SR-DAT-I impact
SR-DAT-F incident
SR-DAT-1 3★ S1 GL/AD L
SR-DAT-2 2 S2 EV/GL S
SR-DAT-3 2 S2 EV/AD M SR-DAT-1
SR-SUP-X likelihood
SR-SUP-I impact
SR-SUP-F incident
SR-SUP-1 3★ S2 EV/AD M SR-SYS-1
SR-SUP-2 2 S1 AD/EV S
SR-SUP-3 2 S2 EV/GL M SR-SYS-1
SR-INC-1 3★ S1 AD/CS M
SR-INC-2 3★ S2 AD/EV S SR-INC-1
SR-INC-3 2 S2 EV/CS S SR-INC-1
SR-INC-4 2 S1 AD/EV M SR-INC-2
SR-INC-5 2 S1 CS/EV S SR-INC-1
DR-STR-1 3★ S1 EV/AD S
DR-STR-2 3 S1 EV/CS M DR-STR-1
DR-STR-3 2 S1 AD/EV S DR-STR-1
DR-STR-4 2 S1 GL/EV S DR-STR-1
DR-LAW-1 3★ S1 GL/CS L DR-STR-1
DR-LAW-2 2 S1 GL/EV M DR-LAW-1
DR-LAW-3 2 S1 CS/GL M
DR-LAW-4 3★ S1 AD/GL L DR-LAW-1
DR-CAP-1 3 S1 EV/GL M
DR-CAP-2 2 S1 GL/AD M
DR-CAP-3 2 S1 EV/CS L
DR-CAP-4 2 S1 CS/EV M
DR-DCI-1 3 S0 EV/CS L
DR-DCI-2 2 S1 EV/AD M SR-DAT-1
DR-DCI-3 2 S1 CS/EV L
DR-DCI-4 2 S0 CS/EV M DR-DCI-2
DR-ECO-1 2 S1 EV/AD M DR-STR-2
DR-ECO-2 2 S0 CS/EV M
DR-ECO-3 2 S1 EV/CS M DR-STR-2
DR-ECO-4 3 S1 AD/CS M DR-ECO-1
DR-COP-1 2 S0 CS/EV S
DR-COP-2 3★ S1 EV/AD M DR-STR-3
DR-COP-3 2 S1 CS/AD S DR-STR-1
DR-COP-4 2 S0 CS/GL S
`.trim()

const codes = { consensus: 'CS', lag: 'GL', execution: 'EV', accountability: 'AD' } as const
const efforts: Readonly<Record<Effort, string>> = { small: 'S', medium: 'M', large: 'L' }

function inNotation({ id, kind, weight, gate, sensitivity, deficits, effort, needs }: Indicator): string {
  if (weight === null || !deficits?.secondary || !effort) return `${id} ${kind}`
  const shown = `${codes[deficits.primary]}/${codes[deficits.secondary]}`
  return [id, `${weight}${gate ? '★' : ''}`, sensitivity, shown, efforts[effort], ...needs].join(' ')
}

describe('the national instrument', async () => {
  const { instrument, texts } = await readPack('content/gov-national/1.0.0')
  const { indicators, dimensions } = instrument
  const idsWhere = (holds: (indicator: Indicator) => boolean) => indicators.filter(holds).map(({ id }) => id)

  test('asks the indicators of the specification, by dimension, with its facts', () => {
    expect(indicators.map(inNotation).join('\n')).toBe(facts)
    expect(indicators.map(({ dimension }) => dimension)).toEqual(indicators.map(({ id }) => id.slice(0, 6)))
    expect(dimensions.flatMap(({ id }) => indicatorsIn(instrument, id))).toEqual(indicators)
  })

  test('has 54 indicators and a serious-incident fact for each of the five risk domains', () => {
    const count = (kind: string) => indicators.filter((one) => one.kind === kind).length
    expect(['likelihood', 'impact', 'incident', 'control', 'readiness'].map(count)).toEqual([5, 5, 5, 20, 24])
    expect(indicators).toHaveLength(54 + 5)
  })

  test('answers each kind on the scale of its own words', () => {
    expect(new Set(indicators.map(({ kind, scale }) => `${kind}: ${scale}`))).toEqual(
      new Set([
        'likelihood: likelihood',
        'impact: impact',
        'incident: yes-no',
        'control: capacity',
        'readiness: capacity',
      ]),
    )
    expect(Object.entries(instrument.scales).map(([id, { levels, scores }]) => [id, levels, scores])).toEqual(
      [
        ['likelihood', 5, null],
        ['impact', 5, null],
        ['yes-no', 2, null],
        ['capacity', 5, null],
      ],
    )
  })

  test('keeps likelihood, impact and incident on the phone, and accepts "not applicable" only from 33 controls', () => {
    const exposures = idsWhere(({ weight }) => weight === null)
    expect(exposures).toHaveLength(15)
    expect(idsWhere((one) => one.weight === null && one.sensitivity === 'S2')).toEqual(exposures)
    const accepting = idsWhere(({ notApplicable }) => notApplicable === 'reason-required')
    expect(accepting).toEqual(idsWhere((one) => one.weight !== null && !one.gate))
    expect(accepting).toHaveLength(33)
  })

  test('four indicators state a window of their own', () => {
    const own = indicators.filter(({ evidenceMonths }) => evidenceMonths !== null)
    expect(own.map(({ id, evidenceMonths }) => `${id} ${evidenceMonths}`)).toEqual([
      'SR-INF-1 12',
      'SR-SYS-1 12',
      'SR-INC-2 12',
      'DR-LAW-4 24',
    ])
  })

  test('dimensions weigh alike, hold the weights below, and start at likelihood 1 where attackers act from outside', () => {
    const rows = dimensions.map(({ id, track, weight, likelihoodFloor, visibleWhen }) => {
      const inside = indicatorsIn(instrument, id).reduce((sum, one) => sum + (one.weight ?? 0), 0)
      return [id, track, weight, likelihoodFloor, visibleWhen, inside]
    })
    // Sums of the weights above, such as 3 + 2 + 2 for SR-MAL and 3 + 3 + 2 + 2 + 2 for SR-INC.
    expect(rows).toEqual([
      ['SR-MAL', 'risk', 1, 1, null, 7],
      ['SR-INF', 'risk', 1, 1, null, 7],
      ['SR-SYS', 'risk', 1, 0, null, 8],
      ['SR-DAT', 'risk', 1, 0, null, 7],
      ['SR-SUP', 'risk', 1, 0, null, 7],
      ['SR-INC', 'risk', 1, 0, null, 12],
      ['DR-STR', 'readiness', 1, 0, null, 10],
      ['DR-LAW', 'readiness', 1, 0, null, 10],
      ['DR-CAP', 'readiness', 1, 0, null, 9],
      ['DR-DCI', 'readiness', 1, 0, null, 9],
      ['DR-ECO', 'readiness', 1, 0, null, 9],
      ['DR-COP', 'readiness', 1, 0, null, 9],
    ])
  })

  // Section 8: a weight loads its primary deficit whole and its secondary one by half.
  test.each([
    ['execution', 62.5],
    ['accountability', 36.5],
    ['consensus', 31.5],
    ['lag', 25.5],
  ])('the deficit of %s carries a load of %d', (deficit, expected) => {
    const load = indicators.reduce((sum, { weight, deficits }) => {
      const share = deficits?.primary === deficit ? 1 : deficits?.secondary === deficit ? 0.5 : 0
      return sum + (weight ?? 0) * share
    }, 0)
    expect(load).toBe(expected)
  })

  test('scores by the parameters of the specification', () => {
    expect(instrument.scoring).toEqual({
      model: 'two-track',
      parameters: {
        riskTrack: 'risk',
        readinessTrack: 'readiness',
        responseDimension: 'SR-INC',
        evidenceCaps: { E0: 1, E1: 2, E2: 3, E3: 4 },
        freshMonths: 18,
        oldMonths: 36,
        controlStrength: 0.9,
        powers: { dimension: 1, readiness: 0.5, risk: 3 },
        unknownExposureLevel: 3,
        incidentLikelihood: 3,
        notApplicableLimit: 0.4,
        coverage: {
          dimensionShown: 0.6,
          trackShown: 0.75,
          dimensionInTrack: 0.5,
          benchmark: 0.8,
          deficitShown: 0.6,
        },
        bands: {
          risk: { names: ['low', 'moderate', 'high', 'critical'], bounds: [20, 40, 60] },
          readiness: { names: ['nascent', 'emerging', 'established', 'advanced'], bounds: [25, 50, 75] },
        },
        shares: expect.any(Array) as unknown[],
      },
    })
  })

  test('shares the two tracks and every dimension but the response, as a rounded number at most', () => {
    expect(
      instrument.scoring.parameters.shares.map(({ figure, track, highestTier }) =>
        [figure, track, highestTier].join(' '),
      ),
    ).toEqual([
      'risk risk B3',
      ...['SR-MAL', 'SR-INF', 'SR-SYS', 'SR-DAT', 'SR-SUP'].map((id) => `${id} risk B3`),
      'readiness readiness B3',
      ...['DR-STR', 'DR-LAW', 'DR-CAP', 'DR-DCI', 'DR-ECO', 'DR-COP'].map((id) => `${id} readiness B3`),
    ])
  })

  test('stands alone, asks for evidence, shows no score while answering and takes one to two hours', () => {
    expect(instrument).toMatchObject({
      subsetOf: null,
      options: { showDimensionScore: false, asksEvidence: true },
      minutes: { from: 60, to: 120 },
    })
  })

  test('every indicator of the specification is mapped, and no mapping claims to have been checked', () => {
    expect(idsWhere(({ mappings }) => mappings.length === 0)).toEqual(
      idsWhere(({ kind }) => kind === 'incident'),
    )
    expect(indicators.flatMap(({ mappings }) => mappings).filter(({ verified }) => verified)).toEqual([])
  })

  test('gives the worked numbers of the specification (tests 5, 6 and 10)', () => {
    const assessment = assessmentWith(instrument, nationalProfile)
    const scores = scoreAssessment({ instrument, assessment, asOf })
    const declared = (id: string) => figureOf(scores, id)?.declared?.value.toFixed(2)
    expect(['SR-MAL', 'SR-INF', 'SR-SYS', 'SR-DAT', 'SR-SUP', 'risk'].map(declared)).toEqual(
      ['49.84', '43.77', '37.32', '52.84', '67.26', '52.20'], // prettier-ignore
    )
    expect(declared('risk-inherent')).toBe('74.60')
    expect(['DR-STR', 'DR-LAW', 'DR-CAP', 'DR-DCI', 'DR-ECO', 'DR-COP', 'readiness'].map(declared)).toEqual(
      ['37.50', '25.00', '36.11', '47.22', '25.00', '41.67', '34.93'], // prettier-ignore
    )
    const plan = buildActionPlan({ instrument, assessment, asOf }, {})
    expect(plan).toHaveLength(26)
    expect(
      plan.slice(0, 10).map(({ indicator, orderedBy }) => `${indicator} ${orderedBy.toFixed(2)}`),
    ).toEqual([
      'SR-SYS-1 168.75',
      'SR-INC-2 75.00',
      'SR-INF-1 75.00',
      'DR-STR-1 56.25',
      'DR-COP-2 50.00',
      'SR-INC-1 50.00',
      'SR-SUP-1 50.00',
      'DR-LAW-4 45.00',
      'SR-INC-5 33.33',
      'SR-MAL-1 25.00',
    ])
  })

  test('the figures of the specification stand in the levels; those of connectivity leave a bound to the lower level', () => {
    const english = texts.find(({ language }) => language === 'en')
    const withFigures = Object.entries(english?.indicators ?? {}).flatMap(([id, { levels }]) =>
      levels.flatMap((text, level) => {
        const figures = text.match(/\d+/g)
        return figures ? [`${id} ${level}: ${figures.join(' ')}`] : []
      }),
    )
    expect(withFigures).toEqual([
      'SR-MAL-1 3: 18',
      'SR-INF-1 3: 12',
      'SR-SYS-1 3: 80 12',
      'SR-SUP-1 3: 18',
      'SR-INC-2 3: 12',
      'SR-INC-3 3: 18',
      'SR-INC-3 4: 80',
      'DR-STR-2 3: 50',
      'DR-STR-4 2: 12',
      'DR-LAW-4 3: 24',
      'DR-CAP-1 3: 30',
      // At most 25, then more than 25, 50, 70 and 85: a country at 50 % stands at level 1 (section 17).
      'DR-DCI-1 0: 25',
      'DR-DCI-1 1: 25',
      'DR-DCI-1 2: 50',
      'DR-DCI-1 3: 70',
      'DR-DCI-1 4: 85',
      'DR-ECO-3 3: 70',
      'DR-COP-2 3: 50',
    ])
  })

  test('French and Arabic say that no person has reviewed them', () => {
    expect(texts.map(({ language, status }) => [language, status])).toEqual([
      ['ar', 'machine-draft'],
      ['en', 'source'],
      ['fr', 'machine-draft'],
    ])
  })

  test('the pulse is a part of it, and explains its terms in the same words', async () => {
    const pulse = await readPack('content/pulse/1.0.0')
    expect(pulse.instrument.subsetOf).toEqual({ id: instrument.id, version: instrument.version })
    expect(checkInstrument(pulse, { instrument, texts })).toEqual([])
    for (const { language, glossary } of pulse.texts)
      expect(texts.find((one) => one.language === language)?.glossary).toMatchObject(glossary)
  })
})
