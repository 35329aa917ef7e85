import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/**
 * Writes a benchmark workload (sections of questions with five options, relevance rules, a score per section, two
 * languages) as a pack that the app reads like any other instrument.
 *
 * @param {object} workload `{ id, languages, title, sections, rules, script }`
 * @param {string} folder content folder to write into
 */
export function writeWorkloadPack(workload, folder) {
  const home = join(folder, workload.id, '1.0.0')
  mkdirSync(join(home, 'texts'), { recursive: true })
  writeFileSync(join(home, 'instrument.json'), JSON.stringify(instrument(workload)))
  for (const language of workload.languages) {
    writeFileSync(join(home, 'texts', `${language}.json`), JSON.stringify(texts(workload, language)))
  }
}

/** Ids of ours have no underscore at an end, so `q1_2` stays `q1_2`. */
function instrument(workload) {
  const rule = (id) => {
    const found = workload.rules.find((one) => one.target === id)
    return found ? { '>': [{ var: found.when.question }, found.when.not] } : null
  }
  return {
    format: 'tayari-pack/1',
    id: workload.id,
    version: '1.0.0',
    subsetOf: null,
    sourceLanguage: workload.languages[0],
    languages: workload.languages,
    minutes: { from: 10, to: 20 },
    options: { showDimensionScore: true, asksEvidence: false },
    scales: { five: { levels: 5, scores: [0, 1, 2, 3, 4] } },
    tracks: [{ id: 'all', polarity: 'high-is-good' }],
    dimensions: workload.sections.map(({ id }) => ({
      id,
      track: 'all',
      weight: 1,
      likelihoodFloor: 0,
      visibleWhen: rule(id),
    })),
    indicators: workload.sections.flatMap((section) =>
      section.questions.map(({ id }) => ({
        id,
        dimension: section.id,
        kind: 'practice',
        scale: 'five',
        weight: 1,
        gate: false,
        sensitivity: 'S0',
        deficits: null,
        effort: null,
        needs: [],
        notApplicable: 'reason-required',
        evidenceMonths: null,
        mappings: [],
        visibleWhen: rule(id),
      })),
    ),
    scoring: {
      model: 'composite',
      parameters: {
        nodes: workload.sections.map((section) => ({
          id: section.id,
          track: 'all',
          aggregate: { kind: 'sum' },
          parts: section.questions.map(({ id }) => ({ of: id, weight: 1 })),
          unknownLevel: 0,
          shownFrom: 0,
          polarity: 'high-is-good',
          band: null,
        })),
        bands: {},
        shares: [],
      },
    },
  }
}

function texts(workload, language) {
  const titled = (title) => ({ title, introduction: '' })
  return {
    format: 'tayari-texts/1',
    instrument: workload.id,
    version: '1.0.0',
    language,
    status: language === workload.languages[0] ? 'source' : 'reviewed',
    statusByIndicator: {},
    title: workload.title[language],
    summary: workload.title[language],
    tracks: { all: titled(workload.title[language]) },
    dimensions: Object.fromEntries(workload.sections.map(({ id, title }) => [id, titled(title[language])])),
    scales: { five: ['0', '1', '2', '3', '4'] },
    figures: Object.fromEntries(workload.sections.map(({ id, title }) => [id, titled(title[language])])),
    bands: {},
    frameworks: {},
    indicators: Object.fromEntries(
      workload.sections.flatMap(({ questions }) =>
        questions.map(({ id, title, help, options, comment }) => [
          id,
          {
            title: title[language],
            question: title[language],
            why: help[language],
            evidence: comment.label[language],
            levels: options.map(({ label }) => label[language]),
            next: null,
            owner: '',
          },
        ]),
      ),
    ),
    glossary: {},
  }
}
