/**
 * A score as the tree that makes it: inputs, weights, caps and operations. Every node carries its value; screens explain
 * a figure from this tree alone, and {@link evaluate} gives the same value again, bit for bit.
 *
 * Values are levels (0 to the top of a scale), shares (0 to 1) or scores (0 to 100), as the node's place says.
 */
export type Explanation = (
  | { readonly op: 'answer'; readonly indicator: string }
  | { readonly op: 'assumed'; readonly indicator: string; readonly because: Assumption }
  | { readonly op: 'constant'; readonly meaning: ConstantMeaning }
  | { readonly op: 'share-of-scale'; readonly of: Explanation; readonly top: number }
  /** Worth of a level by the scale's own table, 0 to 100; between two entries linearly. */
  | { readonly op: 'worth'; readonly of: Explanation; readonly scores: readonly number[] }
  | { readonly op: 'times'; readonly of: Explanation; readonly factor: number }
  | { readonly op: 'plus'; readonly of: Explanation; readonly amount: number }
  | { readonly op: 'minimum'; readonly parts: readonly Explanation[] }
  | { readonly op: 'maximum'; readonly parts: readonly Explanation[] }
  | { readonly op: 'sum'; readonly parts: readonly Weighted[] }
  /** Weighted power mean; power 1 is the ordinary mean. */
  | { readonly op: 'mean'; readonly power: number; readonly parts: readonly Weighted[] }
  /** Weighted geometric mean of the parts, each raised to `floor` at least. */
  | { readonly op: 'geometric-mean'; readonly floor: number; readonly parts: readonly Weighted[] }
  /** What is left of likelihood or impact after controls: `exposure x (1 - strength x control)`. */
  | {
      readonly op: 'remaining'
      readonly exposure: Explanation
      readonly control: Explanation
      readonly strength: number
    }
  /** Geometric middle of likelihood and impact: `sqrt(a x b)`. */
  | { readonly op: 'both'; readonly parts: readonly [Explanation, Explanation] }
  /** 1 minus a share: how much is missing. */
  | { readonly op: 'missing'; readonly of: Explanation }
  /** The highest share a critical indicator allows its dimension: one level above itself, `(level + 1) / top`. */
  | { readonly op: 'gate'; readonly of: Explanation; readonly top: number }
) & { readonly value: number; readonly is?: FigurePart }

/** Names a node that is a figure, or a known part of one, so that words can be found for it. */
export interface FigurePart {
  readonly part:
    | 'score'
    | 'control'
    | 'response'
    | 'likelihood'
    | 'impact'
    | 'likelihood-left'
    | 'impact-left'
    | 'capacity'
    | 'gates'
  /** Id of the figure, dimension or indicator it is the score, level ... of. */
  readonly of: string
}

export interface Weighted {
  readonly weight: number
  readonly of: Explanation
}

/** Why a level stands in for an answer that gives none. */
export type Assumption = 'dont-know' | 'withheld' | 'not-asked' | 'contested'

export type ConstantMeaning =
  'evidence-cap' | 'outside-threat' | 'confirmed-incident' | 'top-of-scale' | 'bottom-of-scale'

type Node<Op extends Explanation['op']> = Omit<Extract<Explanation, { op: Op }>, 'value' | 'is'>
type AnyNode = { [Op in Explanation['op']]: Node<Op> }[Explanation['op']]

/**
 * Builds a node and works out its value. The node given is the node returned: it is fresh at every call, and one scoring
 * makes two thousand of them.
 */
export function explain(node: Inner, is?: FigurePart): Explanation {
  const built = node as Explanation & { value: number; is?: FigurePart }
  built.value = apply(node, ownValue)
  if (is) built.is = is
  return built
}

const ownValue = (part: Explanation): number => part.value

export function answer(indicator: string, level: number): Explanation {
  return { op: 'answer', indicator, value: level }
}

export function assumed(indicator: string, because: Assumption, level: number): Explanation {
  return { op: 'assumed', indicator, because, value: level }
}

export function constant(meaning: ConstantMeaning, value: number): Explanation {
  return { op: 'constant', meaning, value }
}

/** The same tree under a name. */
export function named(tree: Explanation, is: FigurePart): Explanation {
  return { ...tree, is }
}

/** Value of the tree worked out afresh from its leaves. */
export function evaluate(tree: Explanation): number {
  if (tree.op === 'answer' || tree.op === 'assumed' || tree.op === 'constant') return tree.value
  return apply(tree, evaluate)
}

/** Direct parts of a node, in reading order. */
export function partsOf(tree: Explanation): readonly Explanation[] {
  switch (tree.op) {
    case 'answer':
    case 'assumed':
    case 'constant':
      return []
    case 'minimum':
    case 'maximum':
    case 'both':
      return tree.parts
    case 'sum':
    case 'mean':
    case 'geometric-mean':
      return tree.parts.map((part) => part.of)
    case 'remaining':
      return [tree.exposure, tree.control]
    default:
      return [tree.of]
  }
}

type Inner = Exclude<AnyNode, { op: 'answer' | 'assumed' | 'constant' }>

function apply(node: Inner, valueOf: (part: Explanation) => number): number {
  switch (node.op) {
    case 'share-of-scale':
      return valueOf(node.of) / node.top
    case 'worth':
      return worth(valueOf(node.of), node.scores)
    case 'times':
      return valueOf(node.of) * node.factor
    case 'plus':
      return valueOf(node.of) + node.amount
    case 'minimum':
      return node.parts.reduce((least, part) => Math.min(least, valueOf(part)), Infinity)
    case 'maximum':
      return node.parts.reduce((most, part) => Math.max(most, valueOf(part)), -Infinity)
    case 'sum':
      return node.parts.reduce((sum, { weight, of }) => sum + weight * valueOf(of), 0)
    case 'mean':
      return powerMean(node.parts, node.power, valueOf)
    case 'geometric-mean':
      return geometricMean(node.parts, node.floor, valueOf)
    case 'remaining':
      return valueOf(node.exposure) * (1 - node.strength * valueOf(node.control))
    case 'both':
      return Math.sqrt(valueOf(node.parts[0]) * valueOf(node.parts[1]))
    case 'missing':
      return 1 - valueOf(node.of)
    case 'gate':
      return Math.min(1, (valueOf(node.of) + 1) / node.top)
  }
}

function powerMean(
  parts: readonly Weighted[],
  power: number,
  valueOf: (part: Explanation) => number,
): number {
  let sum = 0
  let weights = 0
  for (const { weight, of } of parts) {
    sum += weight * (power === 1 ? valueOf(of) : valueOf(of) ** power)
    weights += weight
  }
  if (!(weights > 0)) throw new RangeError('a mean needs at least one part with a positive weight')
  const mean = sum / weights
  return power === 1 ? mean : mean ** (1 / power)
}

function geometricMean(
  parts: readonly Weighted[],
  floor: number,
  valueOf: (part: Explanation) => number,
): number {
  let sum = 0
  let weights = 0
  for (const { weight, of } of parts) {
    sum += weight * Math.log(Math.max(floor, valueOf(of)))
    weights += weight
  }
  if (!(weights > 0)) throw new RangeError('a mean needs at least one part with a positive weight')
  return Math.exp(sum / weights)
}

function worth(level: number, scores: readonly number[]): number {
  const below = Math.floor(level)
  const low = scores[below]
  if (low === undefined) throw new RangeError(`no worth for level ${level}`)
  const high = scores[below + 1]
  return high === undefined ? low : low + (level - below) * (high - low)
}
