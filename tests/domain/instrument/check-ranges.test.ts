import { expect, test } from 'vitest'
import { asTwoTrack, byId, findingsWith, type PackDraft } from '../../support/build-pack.ts'

const cases: readonly [string, (draft: PackDraft) => void, string][] = [
  [
    'an assessment takes no less than it takes at least',
    ({ instrument }) => {
      instrument.minutes = { from: 25, to: 15 }
    },
    'minutes',
  ],
  [
    'a scale has one score per level',
    ({ instrument }) => {
      instrument.scales.capacity = { levels: 3, scores: [0, 100] }
    },
    'scales.capacity.scores',
  ],
  [
    'scores lie between 0 and 100',
    ({ instrument }) => {
      instrument.scales.capacity = { levels: 3, scores: [0, 50, 101] }
    },
    'scales.capacity.scores',
  ],
  [
    'the lowest likelihood is a level of the likelihood scale',
    ({ instrument }) => {
      byId(instrument.dimensions, 'SR-A').likelihoodFloor = 3
    },
    'dimensions.SR-A.likelihoodFloor',
  ],
  [
    'bands have one bound fewer than names',
    ({ instrument }) => {
      instrument.scoring.parameters.bands = { stage: { names: ['nascent', 'advanced'], bounds: [25, 50] } }
    },
    'scoring.parameters.bands.stage.bounds',
  ],
  [
    'the level counted for "don\'t know" exists',
    ({ instrument }) => {
      if (instrument.scoring.model === 'composite')
        byId(instrument.scoring.parameters.nodes, 'concern').unknownLevel = 3
    },
    'scoring.parameters.nodes.concern.unknownLevel',
  ],
  [
    'better evidence never supports less',
    (draft) => {
      asTwoTrack(draft).evidenceCaps = { E0: 1, E1: 0, E2: 2, E3: 2 }
    },
    'scoring.parameters.evidenceCaps',
  ],
  [
    'evidence supports levels that exist',
    (draft) => {
      asTwoTrack(draft).evidenceCaps = { E0: 0, E1: 1, E2: 2, E3: 3 }
    },
    'scoring.parameters.evidenceCaps',
  ],
  [
    'evidence is fresh before it is old',
    (draft) => {
      asTwoTrack(draft).oldMonths = 18
    },
    'scoring.parameters.oldMonths',
  ],
  [
    'an unknown exposure is counted at a level that exists',
    (draft) => {
      asTwoTrack(draft).unknownExposureLevel = 3
    },
    'scoring.parameters.unknownExposureLevel',
  ],
  [
    'an incident raises the likelihood to a level that exists',
    (draft) => {
      asTwoTrack(draft).incidentLikelihood = 3
    },
    'scoring.parameters.incidentLikelihood',
  ],
]

test.each(cases)('%s', (_, change, place) => {
  expect(findingsWith(change)).toEqual([`range instrument.json ${place}`])
})

test('bounds ascend and none occurs twice', () => {
  for (const bounds of [
    [50, 25],
    [50, 50],
  ]) {
    const found = findingsWith(({ instrument, en, fr, ar }) => {
      instrument.scoring.parameters.bands = { stage: { names: ['nascent', 'emerging', 'advanced'], bounds } }
      en.bands.stage?.push('Midway there')
      fr.bands.stage?.push('À mi-chemin')
      ar.bands.stage?.push('في منتصف الطريق')
    })
    expect(found).toEqual(['range instrument.json scoring.parameters.bands.stage.bounds'])
  }
})
