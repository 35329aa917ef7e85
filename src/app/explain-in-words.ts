import { partsOf, type Explanation, type Weighted } from '../domain/scoring/explanation.ts'

/**
 * Reads an explanation tree for people. One step is one operation that a person can follow; what only changes the unit
 * (a level as a share of its scale, a share times 100) is folded into the step it belongs to.
 */
export interface Step {
  readonly tree: Explanation
  readonly parts: readonly StepPart[]
}

export interface StepPart {
  readonly weight: number | null
  /** What goes into the operation. */
  readonly value: number
  /** An answer, or an assumption in its place; null when the part is worked out by steps of its own. */
  readonly leaf: Leaf | null
  readonly step: Explanation | null
}

export interface Leaf {
  readonly indicator: string
  /** Level after everything below was applied. */
  readonly level: number
  /** What stood in for the answer or changed it, in order. */
  readonly notes: readonly LeafNote[]
}

export type LeafNote =
  | {
      readonly kind: 'assumed'
      readonly because: 'dont-know' | 'withheld' | 'not-asked' | 'contested'
      readonly level: number
    }
  | { readonly kind: 'constant'; readonly meaning: string; readonly level: number }
  | { readonly kind: 'stepped'; readonly amount: number }

/** The step at the top of a tree, with pure changes of unit passed over. */
export function stepOf(tree: Explanation): Step {
  const inner = unwrapped(tree)
  return { tree: inner, parts: weighted(inner).map(partFrom) }
}

/** Passes over `x 100`, which only turns a share into a score. */
function unwrapped(tree: Explanation): Explanation {
  return tree.op === 'times' && leafFrom(tree) === null ? unwrapped(tree.of) : tree
}

function weighted(
  tree: Explanation,
): readonly (Weighted | { readonly weight: null; readonly of: Explanation })[] {
  if (tree.op === 'mean' || tree.op === 'sum' || tree.op === 'geometric-mean') return tree.parts
  return partsOf(tree).map((of) => ({ weight: null, of }))
}

function partFrom({ weight, of }: { readonly weight: number | null; readonly of: Explanation }): StepPart {
  const leaf = leafFrom(of)
  return { weight, value: of.value, leaf, step: leaf ? null : of }
}

/** An answer with its adjustments, when the tree below holds one indicator and nothing but constants beside it. */
export function leafFrom(tree: Explanation): Leaf | null {
  switch (tree.op) {
    case 'answer':
      return { indicator: tree.indicator, level: tree.value, notes: [] }
    case 'assumed':
      return {
        indicator: tree.indicator,
        level: tree.value,
        notes: [{ kind: 'assumed', because: tree.because, level: tree.value }],
      }
    case 'share-of-scale':
    case 'worth':
    case 'times':
      return leafFrom(tree.of)
    case 'plus': {
      const leaf = leafFrom(tree.of)
      return (
        leaf && {
          ...leaf,
          level: tree.value,
          notes: [...leaf.notes, { kind: 'stepped', amount: tree.amount }],
        }
      )
    }
    case 'minimum':
    case 'maximum':
      return adjusted(tree.value, tree.parts)
    default:
      return null
  }
}

function adjusted(level: number, parts: readonly Explanation[]): Leaf | null {
  const first = parts[0] && leafFrom(parts[0])
  if (!first) return null
  const notes: LeafNote[] = []
  for (const part of parts.slice(1)) {
    if (part.op === 'constant') {
      // A cap or floor that changes nothing is not worth a word.
      if (part.value === level && part.value !== first.level) {
        notes.push({ kind: 'constant', meaning: part.meaning, level: part.value })
      }
      continue
    }
    const other = leafFrom(part)
    if (other?.indicator !== first.indicator) return null
    if (other.level === level && other.level !== first.level) notes.push(...other.notes)
  }
  return { indicator: first.indicator, level, notes: [...first.notes, ...notes] }
}
