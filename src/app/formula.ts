import type { Explanation } from '../domain/scoring/explanation.ts'
import type { Step, StepPart } from './explain-in-words.ts'

type Show = (value: number) => string

/** The arithmetic of a step as one line, with its numbers put in: `(3 × 50 + 1 × 100) ÷ (3 + 1) = 62.5`. */
export function formulaOf(step: Step, result: number, show: Show): string {
  const own = step.tree.value
  const scaled = result === own ? '' : ` × ${show(Math.round(result / own))} = ${show(result)}`
  return `${sum(step.tree, step.parts, show)} = ${show(own)}${own === 0 ? '' : scaled}`
}

function sum(tree: Explanation, parts: readonly StepPart[], show: Show): string {
  const values = parts.map(({ value }) => show(value))
  switch (tree.op) {
    case 'mean':
      return tree.power === 1
        ? mean(parts, show, '')
        : `(${mean(parts, show, power(tree.power))})${power(1 / tree.power)}`
    case 'geometric-mean':
      return `exp(${parts.map(({ weight, value }) => `${show(weight ?? 1)} × ln ${show(value)}`).join(' + ')} ÷ ${weights(parts, show)})`
    case 'sum':
      return parts
        .map(({ weight, value }) => (weight === 1 ? show(value) : `${show(weight ?? 1)} × ${show(value)}`))
        .join(' + ')
    case 'minimum':
      return `min(${values.join('; ')})`
    case 'maximum':
      return `max(${values.join('; ')})`
    case 'both':
      return `√(${values.join(' × ')})`
    case 'remaining':
      return `${values[0]} × (1 − ${show(tree.strength)} × ${values[1]})`
    case 'missing':
      return `1 − ${values[0]}`
    case 'gate':
      return `min(1; (${values[0]} + 1) ÷ ${show(tree.top)})`
    case 'times':
      return `${values[0]} × ${show(tree.factor)}`
    case 'plus':
      return `${values[0]} + ${show(tree.amount)}`
    case 'share-of-scale':
      return `${values[0]} ÷ ${show(tree.top)}`
    default:
      return values.join('; ')
  }
}

function mean(parts: readonly StepPart[], show: Show, exponent: string): string {
  const even = parts.every(({ weight }) => weight === parts[0]?.weight)
  if (even)
    return `(${parts.map(({ value }) => `${show(value)}${exponent}`).join(' + ')}) ÷ ${show(parts.length)}`
  const top = parts.map(({ weight, value }) => `${show(weight ?? 1)} × ${show(value)}${exponent}`).join(' + ')
  return `(${top}) ÷ ${weights(parts, show)}`
}

function weights(parts: readonly StepPart[], show: Show): string {
  return `(${parts.map(({ weight }) => show(weight ?? 1)).join(' + ')})`
}

function power(exponent: number): string {
  const marks: Record<string, string> = { '0.5': '^½', '2': '²', '3': '³', [String(1 / 3)]: '^⅓' }
  return marks[String(exponent)] ?? `^${exponent}`
}
