import { answerTo, type Answer, type Assessment } from '../assessment/assessment.ts'
import { applicableIndicators } from '../assessment/progress.ts'
import { indicatorOf, levelCount } from '../instrument/find.ts'
import type { Indicator } from '../instrument/instrument.ts'
import { figureOf, type AssessmentScores, type Figure } from './figure.ts'
import type { ScoringInput } from './input.ts'
import { scoreAssessment } from './score-assessment.ts'

export interface Effect {
  readonly figure: string
  /** Declared scores before and after; null where no point exists. */
  readonly before: number | null
  readonly after: number | null
  readonly rangeBefore: { readonly low: number; readonly high: number }
  readonly rangeAfter: { readonly low: number; readonly high: number }
}

/**
 * What one level more on an indicator does to the figures; "don't know" becomes level 1. Evidence, and with it the range,
 * stays as it is. Source: instrument design, sections 10 and 17.
 */
export function effectOfOneLevel(
  input: ScoringInput,
  before: AssessmentScores,
  indicator: string,
  figures: readonly string[],
): readonly Effect[] {
  const after = scoreAssessment(raised(input, indicator))
  return figures.flatMap((id) => {
    const [was, is] = [figureOf(before, id), figureOf(after, id)]
    return was && is ? [effect(was, is)] : []
  })
}

function raised(input: ScoringInput, id: string): ScoringInput {
  const top = levelCount(input.instrument, indicatorOf(input.instrument, id)) - 1
  const now = answerTo(input.assessment, id)
  const level = now?.response.kind === 'level' ? Math.min(top, now.response.level + 1) : 1
  return withAnswer(input, id, { response: { kind: 'level', level } })
}

/** An answer whose settling would make a figure's range smaller. */
export interface Narrowing {
  readonly indicator: string
  /** Why the range is wide here. */
  readonly because: 'not-asked' | 'unknown' | 'withheld' | 'evidence' | 'contested'
  /** By how many points the range shrinks at least. */
  readonly points: number
}

/**
 * Answers that would narrow a figure's range most once they are known and proven, the greatest first. For an open
 * answer the least narrowing over all levels it could turn out at, so that nothing is promised that may not come.
 */
export function narrowings(input: ScoringInput, figure: string, most: number): readonly Narrowing[] {
  const width = widthOf(input, figure)
  return applicableIndicators(input.instrument, input.assessment)
    .flatMap((indicator) => {
      const because = whyWide(input, indicator)
      if (!because) return []
      const widths = settledAnswers(input, indicator).map((answer) =>
        widthOf(withoutDispute(withAnswer(input, indicator.id, answer), indicator.id), figure),
      )
      return [{ indicator: indicator.id, because, points: width - Math.max(...widths) }]
    })
    .filter(({ points }) => points > 1e-9)
    .toSorted((a, b) => b.points - a.points || (a.indicator < b.indicator ? -1 : 1))
    .slice(0, most)
}

function whyWide(input: ScoringInput, indicator: Indicator): Narrowing['because'] | null {
  const answer = answerTo(input.assessment, indicator.id)
  switch (answer?.response.kind ?? 'not-asked') {
    case 'not-asked':
      return 'not-asked'
    case 'dont-know':
      return 'unknown'
    case 'withheld':
      return 'withheld'
    case 'level':
      if (input.consensus?.[indicator.id]?.contested) return 'contested'
      return input.instrument.options.asksEvidence && answer?.evidence?.grade !== 'E3' ? 'evidence' : null
    default:
      return null
  }
}

/** The answers an indicator could have once it is known and proven. */
function settledAnswers(input: ScoringInput, indicator: Indicator): readonly Partial<Answer>[] {
  const proof = { grade: 'E3', date: input.asOf, firstRound: input.assessment.round } as const
  const response = answerTo(input.assessment, indicator.id)?.response
  if (response?.kind === 'level') return [{ response, evidence: proof }]
  return Array.from({ length: levelCount(input.instrument, indicator) }, (_, level) => ({
    response: { kind: 'level', level } as const,
    evidence: proof,
  }))
}

function widthOf(input: ScoringInput, id: string): number {
  const figure: Figure | null = figureOf(scoreAssessment(input), id)
  if (!figure) throw new RangeError(`no figure ${id}`)
  return figure.high.value - figure.low.value
}

function withAnswer(input: ScoringInput, id: string, change: Partial<Answer>): ScoringInput {
  const now = answerTo(input.assessment, id)
  const answer: Answer = {
    response: { kind: 'not-asked' },
    evidence: null,
    note: '',
    at: input.assessment.createdAt,
    ...now,
    ...change,
  }
  const assessment: Assessment = {
    ...input.assessment,
    answers: { ...input.assessment.answers, [id]: answer },
  }
  return { ...input, assessment }
}

function withoutDispute(input: ScoringInput, id: string): ScoringInput {
  const view = input.consensus?.[id]
  return view ? { ...input, consensus: { ...input.consensus, [id]: { ...view, contested: null } } } : input
}

function effect(was: Figure, is: Figure): Effect {
  const point = (figure: Figure) => figure.declared?.value ?? null
  const range = ({ low, high }: Figure) => ({ low: low.value, high: high.value })
  return {
    figure: was.id,
    before: point(was),
    after: point(is),
    rangeBefore: range(was),
    rangeAfter: range(is),
  }
}
