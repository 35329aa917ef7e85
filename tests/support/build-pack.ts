import { checkInstrument } from '../../src/domain/instrument/check-instrument.ts'
import type { Indicator, Instrument, TwoTrackParameters } from '../../src/domain/instrument/instrument.ts'
import type { InstrumentPack } from '../../src/domain/instrument/pack.ts'
import type { IndicatorTexts, InstrumentTexts } from '../../src/domain/instrument/texts.ts'

/** A value that a test may change before it is used. */
export type Draft<T> = T extends readonly (infer Item)[]
  ? Draft<Item>[]
  : T extends object
    ? { -readonly [Key in keyof T]: Draft<T[Key]> }
    : T

export interface PackDraft {
  instrument: Draft<Instrument>
  en: Draft<InstrumentTexts>
  fr: Draft<InstrumentTexts>
  ar: Draft<InstrumentTexts>
}

/** The smallest pack that has one of everything and nothing to mend; `change` seeds the defect a test is about. */
export function buildPack(change: (draft: PackDraft) => void = () => undefined): InstrumentPack {
  const draft: PackDraft = {
    instrument: buildInstrument(),
    en: buildTexts('en', (english) => english),
    fr: buildTexts('fr', (_, french) => french),
    ar: buildTexts('ar', (_, __, arabic) => arabic),
  }
  change(draft)
  return { instrument: draft.instrument, texts: [draft.en, draft.fr, draft.ar] }
}

/** What the check says of the pack with this defect, as `rule file place`. */
export function findingsWith(
  change: (draft: PackDraft) => void,
  parent: InstrumentPack | null = null,
): string[] {
  return checkInstrument(buildPack(change), parent).map(({ rule, file, place }) => `${rule} ${file} ${place}`)
}

/** The thing with this id in a list; a test that names none is itself broken. */
export function byId<T extends { id: string }>(things: readonly T[], id: string): T {
  const found = things.find((thing) => thing.id === id)
  if (!found) throw new Error(`no "${id}" in this list`)
  return found
}

export function indicatorTexts(texts: Draft<InstrumentTexts>, id: string): Draft<IndicatorTexts> {
  const found = texts.indicators[id]
  if (!found) throw new Error(`no texts for "${id}"`)
  return found
}

/** Parameters of the national model with the specification's figures, for the tracks and dimensions of the pack. */
export function twoTrackParameters(): Draft<TwoTrackParameters> {
  return {
    riskTrack: 'risk',
    readinessTrack: 'ready',
    responseDimension: 'SR-R',
    evidenceCaps: { E0: 0, E1: 1, E2: 2, E3: 2 },
    freshMonths: 18,
    oldMonths: 36,
    controlStrength: 0.9,
    powers: { dimension: 1, readiness: 0.5, risk: 3 },
    unknownExposureLevel: 1,
    incidentLikelihood: 1,
    notApplicableLimit: 0.4,
    coverage: {
      dimensionShown: 0.6,
      trackShown: 0.75,
      dimensionInTrack: 0.5,
      benchmark: 0.8,
      deficitShown: 0.6,
    },
    bands: {
      risk: { names: ['low', 'critical'], bounds: [50] },
      readiness: { names: ['nascent', 'advanced'], bounds: [50] },
    },
    shares: [{ figure: 'DR-B', track: 'ready', highestTier: 'B3' }],
  }
}

/** Turns the composite pack into a two-track one, with an impact and a response dimension, its texts included. */
export function asTwoTrack(draft: PackDraft): Draft<TwoTrackParameters> {
  const { instrument } = draft
  const parameters = twoTrackParameters()
  instrument.scoring = { model: 'two-track', parameters }
  instrument.dimensions.push({ ...byId(instrument.dimensions, 'SR-A'), id: 'SR-R', likelihoodFloor: 0 })
  instrument.indicators.push(
    { ...byId(instrument.indicators, 'SR-A-X'), id: 'SR-A-I', kind: 'impact' },
    { ...byId(instrument.indicators, 'SR-A-1'), id: 'SR-R-1', dimension: 'SR-R' },
  )
  const figures = ['risk', 'risk-inherent', 'ready', 'SR-A', 'SR-A-inherent', 'SR-R', 'DR-B']
  const deficits = ['consensus', 'lag', 'execution', 'accountability'].map((deficit) => `deficit-${deficit}`)
  for (const texts of [draft.en, draft.fr, draft.ar]) {
    const words = () => ({ title: texts.title, introduction: texts.summary })
    texts.figures = Object.fromEntries([...figures, ...deficits].map((id) => [id, words()]))
    texts.dimensions['SR-R'] = words()
    texts.indicators['SR-A-I'] = structuredClone(indicatorTexts(texts, 'SR-A-X'))
    texts.indicators['SR-R-1'] = structuredClone(indicatorTexts(texts, 'SR-A-1'))
    texts.bands = { risk: texts.bands.stage ?? [], readiness: texts.bands.stage ?? [] }
  }
  return parameters
}

function buildInstrument(): Draft<Instrument> {
  return {
    id: 'small',
    version: '1.0.0',
    subsetOf: null,
    sourceLanguage: 'en',
    languages: ['en', 'fr', 'ar'],
    minutes: { from: 1, to: 2 },
    options: { showDimensionScore: false, asksEvidence: false },
    scales: { exposure: { levels: 3, scores: null }, capacity: { levels: 3, scores: [0, 40, 100] } },
    tracks: [
      { id: 'risk', polarity: 'high-is-bad' },
      { id: 'ready', polarity: 'high-is-good' },
    ],
    dimensions: [
      { id: 'SR-A', track: 'risk', weight: 1, likelihoodFloor: 1, visibleWhen: null },
      {
        id: 'DR-B',
        track: 'ready',
        weight: 1,
        likelihoodFloor: 0,
        visibleWhen: { '>=': [{ var: 'SR-A-1' }, 1] },
      },
    ],
    indicators: [
      indicator({
        id: 'SR-A-X',
        dimension: 'SR-A',
        kind: 'likelihood',
        scale: 'exposure',
        weight: null,
        deficits: null,
        effort: null,
      }),
      indicator({ id: 'SR-A-1', dimension: 'SR-A', kind: 'control', gate: true }),
      indicator({
        id: 'DR-B-1',
        dimension: 'DR-B',
        kind: 'readiness',
        needs: ['SR-A-1'],
        notApplicable: 'reason-required',
      }),
    ],
    scoring: {
      model: 'composite',
      parameters: {
        nodes: [
          node('concern', 'risk', 'SR-A-X', null),
          node('capacity', 'ready', 'DR-B-1', 'stage'),
          node('all', 'ready', 'capacity', 'stage'),
        ],
        bands: { stage: { names: ['nascent', 'advanced'], bounds: [50] } },
        shares: [{ figure: 'capacity', track: 'ready', highestTier: 'B3' }],
      },
    },
  }
}

/** Built anew each time, so that one test's defect never reaches the next. */
function indicator(
  own: Partial<Draft<Indicator>> & Pick<Indicator, 'id' | 'dimension' | 'kind'>,
): Draft<Indicator> {
  return {
    scale: 'capacity',
    weight: 2,
    gate: false,
    sensitivity: 'S1',
    deficits: { primary: 'lag', secondary: null },
    effort: 'small',
    needs: [],
    notApplicable: 'never',
    evidenceMonths: null,
    mappings: [{ framework: 'handbook', section: '1', verified: false }],
    visibleWhen: null,
    ...own,
  }
}

function node(id: string, track: string, of: string, band: string | null) {
  return {
    id,
    track,
    aggregate: { kind: 'power-mean' as const, power: 1 },
    parts: [{ of, weight: 1 }],
    unknownLevel: 0,
    shownFrom: 0.75,
    polarity: 'high-is-good' as const,
    band,
  }
}

type Choose = (english: string, french: string, arabic: string) => string

function buildTexts(language: string, choose: Choose): Draft<InstrumentTexts> {
  const title = choose('A small questionnaire', 'Un petit questionnaire', 'استبيان صغير')
  const titled = () => ({
    title,
    introduction: choose('What it asks.', 'Ce qui est demandé.', 'ما يُسأل عنه.'),
  })
  const steps = () => [
    choose('Nothing at all', 'Rien du tout', 'لا شيء إطلاقًا'),
    choose('A first step', 'Un premier pas', 'خطوة أولى'),
    choose('All of it', 'La totalité', 'كل ذلك تمامًا'),
  ]
  const indicator = (isCapacity: boolean): Draft<IndicatorTexts> => ({
    title,
    question: choose(
      'How many of {{count}} exist?',
      'Combien des {{count}} existent ?',
      'كم يوجد من {{count}}؟',
    ),
    why: choose('It matters here.', 'Cela compte ici.', 'لأنه مهم هنا.'),
    evidence: choose('Any written record.', 'Toute trace écrite.', 'أي سجل مكتوب.'),
    levels: steps(),
    next: isCapacity
      ? {
          low: choose('Begin it now.', 'Commencer dès maintenant.', 'ابدؤوا الآن.'),
          mid: choose('Finish it soon.', 'Terminer bientôt.', 'أكملوا قريبًا.'),
        }
      : null,
    owner: choose('The same office', 'Le même service', 'المكتب نفسه'),
  })
  return {
    language,
    status: language === 'en' ? 'source' : 'machine-draft',
    statusByIndicator: {},
    title,
    summary: choose('Three short questions.', 'Trois questions brèves.', 'ثلاثة أسئلة قصيرة.'),
    tracks: { risk: titled(), ready: titled() },
    dimensions: { 'SR-A': titled(), 'DR-B': titled() },
    scales: { exposure: steps(), capacity: steps() },
    figures: { concern: titled(), capacity: titled(), all: titled() },
    bands: {
      stage: [
        choose('Only beginning', 'Tout au début', 'في البداية فقط'),
        choose('Far along', 'Bien avancé', 'متقدم جدًا'),
      ],
    },
    frameworks: { handbook: choose('The handbook', 'The handbook', 'الدليل') },
    indicators: { 'SR-A-X': indicator(false), 'SR-A-1': indicator(true), 'DR-B-1': indicator(true) },
    glossary: {
      step: {
        term: choose('First step', 'Premier pas', 'الخطوة الأولى'),
        definition: choose('What comes first.', 'Ce qui vient en premier.', 'ما يأتي أولًا.'),
      },
    },
  }
}
