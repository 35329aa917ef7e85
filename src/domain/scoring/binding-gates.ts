import { partsOf, type Explanation } from './explanation.ts'
import type { AssessmentScores } from './figure.ts'

/** A dimension that stands lower than its answers would let it, because of its weakest critical indicators. */
export interface BindingGate {
  readonly dimension: string
  /** Critical indicators at the level that sets the limit. */
  readonly indicators: readonly string[]
  /** What the answers would give, and where the gate holds it; scores 0 to 100. */
  readonly without: number
  readonly held: number
}

/** Gates that bind in the declared scores, in reading order. Read from the trees, which alone know what was computed. */
export function bindingGates(scores: AssessmentScores): readonly BindingGate[] {
  const found = new Map<string, BindingGate>()
  for (const { declared } of scores.figures) if (declared) collect(declared, found)
  return [...found.values()]
}

function collect(tree: Explanation, found: Map<string, BindingGate>): void {
  const gate = tree.op === 'minimum' ? tree.parts.find(({ is }) => is?.part === 'gates') : undefined
  const mean = tree.op === 'minimum' ? tree.parts.find(({ is }) => is?.part === 'capacity') : undefined
  if (gate?.op === 'gate' && gate.is && mean && gate.value < mean.value && !found.has(gate.is.of)) {
    found.set(gate.is.of, {
      dimension: gate.is.of,
      indicators: weakest(gate.of),
      without: mean.value * 100,
      held: gate.value * 100,
    })
  }
  for (const part of partsOf(tree)) collect(part, found)
}

function weakest(tree: Explanation): readonly string[] {
  if (tree.op === 'answer' || tree.op === 'assumed') return [tree.indicator]
  return partsOf(tree)
    .filter(({ value }) => value === tree.value)
    .flatMap(weakest)
}
