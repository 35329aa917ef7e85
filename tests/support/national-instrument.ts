import type {
  DeficitId,
  Effort,
  Indicator,
  Instrument,
  Sensitivity,
  TwoTrackParameters,
} from '../../src/domain/instrument/instrument.ts'

/**
 * Structure of the national instrument, typed from the specification (instrument design, section 13) so that the worked
 * numbers of the scoring can be checked without any content file.
 */
type Row =
  | readonly [id: string]
  | readonly [
      id: string,
      weight: number,
      gate: boolean,
      sensitivity: Sensitivity,
      primary: DeficitId,
      secondary: DeficitId,
      effort: Effort,
      needs: readonly string[],
    ]

const rows: readonly Row[] = [
  ['SR-MAL-X'],
  ['SR-MAL-I'],
  ['SR-MAL-1', 3, true, 'S2', 'lag', 'execution', 'medium', []],
  ['SR-MAL-2', 2, false, 'S2', 'execution', 'accountability', 'medium', ['SR-INC-1']],
  ['SR-MAL-3', 2, false, 'S1', 'execution', 'consensus', 'small', []],
  ['SR-INF-X'],
  ['SR-INF-I'],
  ['SR-INF-1', 3, true, 'S2', 'execution', 'accountability', 'small', []],
  ['SR-INF-2', 2, false, 'S1', 'lag', 'consensus', 'medium', []],
  ['SR-INF-3', 2, false, 'S1', 'execution', 'consensus', 'medium', []],
  ['SR-SYS-X'],
  ['SR-SYS-I'],
  ['SR-SYS-1', 3, true, 'S2', 'accountability', 'execution', 'small', []],
  ['SR-SYS-2', 3, false, 'S2', 'execution', 'lag', 'large', ['SR-SYS-1']],
  ['SR-SYS-3', 2, false, 'S1', 'accountability', 'execution', 'medium', ['SR-SYS-1']],
  ['SR-DAT-X'],
  ['SR-DAT-I'],
  ['SR-DAT-1', 3, true, 'S1', 'lag', 'accountability', 'large', []],
  ['SR-DAT-2', 2, false, 'S2', 'execution', 'lag', 'small', []],
  ['SR-DAT-3', 2, false, 'S2', 'execution', 'accountability', 'medium', ['SR-DAT-1']],
  ['SR-SUP-X'],
  ['SR-SUP-I'],
  ['SR-SUP-1', 3, true, 'S2', 'execution', 'accountability', 'medium', ['SR-SYS-1']],
  ['SR-SUP-2', 2, false, 'S1', 'accountability', 'execution', 'small', []],
  ['SR-SUP-3', 2, false, 'S2', 'execution', 'lag', 'medium', ['SR-SYS-1']],
  ['SR-INC-1', 3, true, 'S1', 'accountability', 'consensus', 'medium', []],
  ['SR-INC-2', 3, true, 'S2', 'accountability', 'execution', 'small', ['SR-INC-1']],
  ['SR-INC-3', 2, false, 'S2', 'execution', 'consensus', 'small', ['SR-INC-1']],
  ['SR-INC-4', 2, false, 'S1', 'accountability', 'execution', 'medium', ['SR-INC-2']],
  ['SR-INC-5', 2, false, 'S1', 'consensus', 'execution', 'small', ['SR-INC-1']],
  ['DR-STR-1', 3, true, 'S1', 'execution', 'accountability', 'small', []],
  ['DR-STR-2', 3, false, 'S1', 'execution', 'consensus', 'medium', ['DR-STR-1']],
  ['DR-STR-3', 2, false, 'S1', 'accountability', 'execution', 'small', ['DR-STR-1']],
  ['DR-STR-4', 2, false, 'S1', 'lag', 'execution', 'small', ['DR-STR-1']],
  ['DR-LAW-1', 3, true, 'S1', 'lag', 'consensus', 'large', ['DR-STR-1']],
  ['DR-LAW-2', 2, false, 'S1', 'lag', 'execution', 'medium', ['DR-LAW-1']],
  ['DR-LAW-3', 2, false, 'S1', 'consensus', 'lag', 'medium', []],
  ['DR-LAW-4', 3, true, 'S1', 'accountability', 'lag', 'large', ['DR-LAW-1']],
  ['DR-CAP-1', 3, false, 'S1', 'execution', 'lag', 'medium', []],
  ['DR-CAP-2', 2, false, 'S1', 'lag', 'accountability', 'medium', []],
  ['DR-CAP-3', 2, false, 'S1', 'execution', 'consensus', 'large', []],
  ['DR-CAP-4', 2, false, 'S1', 'consensus', 'execution', 'medium', []],
  ['DR-DCI-1', 3, false, 'S0', 'execution', 'consensus', 'large', []],
  ['DR-DCI-2', 2, false, 'S1', 'execution', 'accountability', 'medium', ['SR-DAT-1']],
  ['DR-DCI-3', 2, false, 'S1', 'consensus', 'execution', 'large', []],
  ['DR-DCI-4', 2, false, 'S0', 'consensus', 'execution', 'medium', ['DR-DCI-2']],
  ['DR-ECO-1', 2, false, 'S1', 'execution', 'accountability', 'medium', ['DR-STR-2']],
  ['DR-ECO-2', 2, false, 'S0', 'consensus', 'execution', 'medium', []],
  ['DR-ECO-3', 2, false, 'S1', 'execution', 'consensus', 'medium', ['DR-STR-2']],
  ['DR-ECO-4', 3, false, 'S1', 'accountability', 'consensus', 'medium', ['DR-ECO-1']],
  ['DR-COP-1', 2, false, 'S0', 'consensus', 'execution', 'small', []],
  ['DR-COP-2', 3, true, 'S1', 'execution', 'accountability', 'medium', ['DR-STR-3']],
  ['DR-COP-3', 2, false, 'S1', 'consensus', 'accountability', 'small', ['DR-STR-1']],
  ['DR-COP-4', 2, false, 'S0', 'consensus', 'lag', 'small', []],
]

const evidenceMonths: Readonly<Record<string, number>> = {
  'SR-INF-1': 12,
  'SR-SYS-1': 12,
  'SR-INC-2': 12,
  'DR-LAW-4': 24,
}

const dimensionIds = [
  'SR-MAL',
  'SR-INF',
  'SR-SYS',
  'SR-DAT',
  'SR-SUP',
  'SR-INC',
  'DR-STR',
  'DR-LAW',
  'DR-CAP',
  'DR-DCI',
  'DR-ECO',
  'DR-COP',
]

export const nationalParameters: TwoTrackParameters = {
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
  shares: [],
}

function indicatorFrom(row: Row): Indicator {
  const [id] = row
  const dimension = id.slice(0, 6)
  const common = {
    id,
    dimension,
    scale: 'capacity',
    evidenceMonths: evidenceMonths[id] ?? null,
    mappings: [],
    visibleWhen: null,
  }
  if (row.length === 1) {
    const kind = id.endsWith('-X') ? 'likelihood' : id.endsWith('-I') ? 'impact' : 'incident'
    return {
      ...common,
      kind,
      scale: kind === 'incident' ? 'yes-no' : 'capacity',
      weight: null,
      gate: false,
      sensitivity: 'S2',
      deficits: null,
      effort: null,
      needs: [],
      notApplicable: 'never',
    }
  }
  const [, weight, gate, sensitivity, primary, secondary, effort, needs] = row
  return {
    ...common,
    kind: id.startsWith('SR') ? 'control' : 'readiness',
    weight,
    gate,
    sensitivity,
    deficits: { primary, secondary },
    effort,
    needs,
    notApplicable: gate ? 'never' : 'reason-required',
  }
}

export const nationalInstrument: Instrument = {
  id: 'gov-national',
  version: '1.0.0',
  subsetOf: null,
  sourceLanguage: 'en',
  languages: ['en'],
  minutes: { from: 60, to: 120 },
  options: { showDimensionScore: false, asksEvidence: true },
  scales: { capacity: { levels: 5, scores: null }, 'yes-no': { levels: 2, scores: null } },
  tracks: [
    { id: 'risk', polarity: 'high-is-bad' },
    { id: 'readiness', polarity: 'high-is-good' },
  ],
  dimensions: dimensionIds.map((id) => ({
    id,
    track: id.startsWith('SR') ? 'risk' : 'readiness',
    weight: 1,
    likelihoodFloor: id === 'SR-MAL' || id === 'SR-INF' ? 1 : 0,
    visibleWhen: null,
  })),
  indicators: [
    ...rows.map(indicatorFrom),
    ...['SR-MAL', 'SR-INF', 'SR-SYS', 'SR-DAT', 'SR-SUP'].map((dimension) =>
      indicatorFrom([`${dimension}-F`]),
    ),
  ],
  scoring: { model: 'two-track', parameters: nationalParameters },
}
