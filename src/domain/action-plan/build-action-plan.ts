import { responseTo } from '../assessment/assessment.ts'
import { applicableIndicators } from '../assessment/progress.ts'
import { dimensionOf } from '../instrument/find.ts'
import type { Effort, Indicator } from '../instrument/instrument.ts'
import type { ScoringInput } from '../scoring/input.ts'

/** A suggested step: raise one indicator towards its target. */
export interface Action {
  readonly indicator: string
  readonly track: string
  /** Declared level now; "don't know" stands at 0. */
  readonly level: number
  readonly target: number
  /** Own priority P and what it inherits from steps that wait for it, P*. Both unrounded. */
  readonly priority: number
  readonly orderedBy: number
  /** Indicators that stand below the level this step needs of them. */
  readonly waitsFor: readonly string[]
  /** Indicators with a gap of their own that need this one. */
  readonly opens: readonly string[]
}

const gateTarget = 3
const usualTarget = 2
/** A prerequisite is met from this level on. */
const metFrom = 2
const gateFactor = 1.5
const inheritedShare = 0.9
const effortFactor: Readonly<Record<Effort, number>> = { small: 1, medium: 1.5, large: 2.5 }

/**
 * All steps that close a gap, in the order to take them: the most urgent first, nothing before what it stands on.
 *
 * `P = 100 x gap x K x Dp / F`; a step that others wait for inherits nine tenths of the most urgent of them. Indicators
 * not asked, withheld or not applicable have no priority and block nothing.
 *
 * @param targets levels a country sets itself, by indicator; never below the default (3 for gates, 2 otherwise)
 * Source: instrument design, sections 10 and 17 (test 10).
 */
export function buildActionPlan(
  input: ScoringInput,
  targets: Readonly<Record<string, number>> = {},
): readonly Action[] {
  const rated = ratedIndicators(input, targets)
  const byId = new Map(rated.map((one) => [one.indicator.id, one]))
  const unmet = (one: Rated) =>
    one.indicator.needs.flatMap((id) => byId.get(id) ?? []).filter(({ level }) => level < metFrom)
  const dependants = (one: Rated) =>
    rated.filter((other) => other.gap > 0 && other.indicator.needs.includes(one.indicator.id))

  const priority = new Map(rated.map((one) => [one.indicator.id, ownPriority(one, dependants(one).length)]))
  const inherited = new Map<string, number>()
  const orderedBy = (one: Rated): number => {
    const known = inherited.get(one.indicator.id)
    if (known !== undefined) return known
    const waiting = one.level < metFrom ? dependants(one).map(orderedBy) : []
    const value = Math.max(priority.get(one.indicator.id) ?? 0, inheritedShare * Math.max(0, ...waiting))
    inherited.set(one.indicator.id, value)
    return value
  }

  const placed: Rated[] = []
  const open = rated.filter((one) => one.gap > 0)
  while (open.length > 0) {
    const free = open.filter((one) =>
      unmet(one).every((needed) => placed.includes(needed) || !open.includes(needed)),
    )
    const next = (free.length > 0 ? free : open).toSorted(
      (a, b) => orderedBy(b) - orderedBy(a) || byStarEffortId(a, b),
    )[0] as Rated
    placed.push(next)
    open.splice(open.indexOf(next), 1)
  }
  return placed.map((one) => ({
    indicator: one.indicator.id,
    track: one.track,
    level: one.level,
    target: one.target,
    priority: priority.get(one.indicator.id) ?? 0,
    orderedBy: orderedBy(one),
    waitsFor: unmet(one).map(({ indicator }) => indicator.id),
    opens: dependants(one).map(({ indicator }) => indicator.id),
  }))
}

/**
 * The first `count` steps with at least a third from each track, or all a track has: walks the order, passes over a step
 * when the other track would otherwise miss its share, or when what it waits for was passed over, and keeps the order.
 */
export function chooseActions(plan: readonly Action[], count: number): readonly Action[] {
  const share = Math.ceil(count / 3)
  const tracks = [...new Set(plan.map(({ track }) => track))]
  const owed = new Map(
    tracks.map((track) => [track, Math.min(share, plan.filter((one) => one.track === track).length)]),
  )
  const chosen: Action[] = []
  for (const action of plan) {
    if (chosen.length === count) break
    const passedOver = plan.filter((one) => !chosen.includes(one)).map(({ indicator }) => indicator)
    if (action.waitsFor.some((id) => passedOver.includes(id))) continue
    const owedToOthers = tracks
      .filter((track) => track !== action.track)
      .reduce((sum, track) => sum + Math.max(0, (owed.get(track) ?? 0) - countOf(chosen, track)), 0)
    if (count - chosen.length - 1 >= owedToOthers) chosen.push(action)
  }
  for (const action of plan) if (chosen.length < count && !chosen.includes(action)) chosen.push(action)
  return plan.filter((action) => chosen.includes(action))
}

interface Rated {
  readonly indicator: Indicator
  readonly track: string
  readonly level: number
  readonly target: number
  readonly gap: number
}

function ratedIndicators(input: ScoringInput, targets: Readonly<Record<string, number>>): Rated[] {
  return applicableIndicators(input.instrument, input.assessment).flatMap((indicator) => {
    const response = responseTo(input.assessment, indicator.id)
    if (indicator.weight === null || indicator.effort === null) return []
    if (response.kind !== 'level' && response.kind !== 'dont-know') return []
    const level = response.kind === 'level' ? response.level : 0
    const target = Math.max(indicator.gate ? gateTarget : usualTarget, targets[indicator.id] ?? 0)
    const { track } = dimensionOf(input.instrument, indicator.dimension)
    return [{ indicator, track, level, target, gap: Math.max(0, target - level) / 4 }]
  })
}

function ownPriority({ indicator, gap }: Rated, openDependants: number): number {
  const importance = ((indicator.weight ?? 0) / 3) * (indicator.gate ? gateFactor : 1)
  const reach = 1 + 0.25 * Math.min(4, openDependants)
  return (100 * gap * importance * reach) / effortFactor[indicator.effort ?? 'medium']
}

function byStarEffortId(a: Rated, b: Rated): number {
  const gates = Number(b.indicator.gate) - Number(a.indicator.gate)
  const efforts = effortFactor[a.indicator.effort ?? 'medium'] - effortFactor[b.indicator.effort ?? 'medium']
  return gates || efforts || (a.indicator.id < b.indicator.id ? -1 : 1)
}

function countOf(actions: readonly Action[], track: string): number {
  return actions.filter((one) => one.track === track).length
}
