import type { Rule } from './rule.ts'

/** What a rule may read: levels by indicator id, null while there is none. Nested data only in published test cases. */
export type RuleData = unknown

/** Steps one rule may take. A visibility rule takes a dozen; only a rule written to do harm takes thousands. */
const mostSteps = 20_000

/**
 * Value of a JSON Logic rule, by the published semantics of the classic implementation (jsonlogic.com), loose comparison
 * and truthiness included: an empty list is false. There is no way to call anything, reach a prototype or run for long.
 *
 * @throws RangeError for an operator that JSON Logic does not have, or when the rule runs for too many steps.
 */
export function evaluateRule(rule: Rule, data: RuleData): unknown {
  return new Evaluation().value(rule, data)
}

/** The truth of a rule as JSON Logic sees it. */
export function isTruthy(value: unknown): boolean {
  return Array.isArray(value) ? value.length > 0 : Boolean(value)
}

class Evaluation {
  private steps = 0

  value(rule: unknown, data: RuleData): unknown {
    if (++this.steps > mostSteps) throw new RangeError('the rule takes too many steps')
    if (Array.isArray(rule)) return rule.map((part) => this.value(part, data))
    if (!isOperation(rule)) return rule
    const operator = Object.keys(rule)[0] as string
    const given = rule[operator]
    const args = Array.isArray(given) ? given : [given]
    const lazy = Object.hasOwn(lazyOperators, operator) ? lazyOperators[operator] : undefined
    if (lazy) return lazy(this, args, data)
    const eager = Object.hasOwn(operators, operator) ? operators[operator] : undefined
    if (!eager) throw new RangeError(`unknown operator ${operator}`)
    return eager(
      args.map((argument) => this.value(argument, data)),
      data,
    )
  }
}

function isOperation(rule: unknown): rule is Record<string, unknown> {
  return typeof rule === 'object' && rule !== null && Object.keys(rule).length === 1
}

type Lazy = (evaluation: Evaluation, args: readonly unknown[], data: RuleData) => unknown

/** Operators that evaluate their arguments themselves: only as far as needed, or once per list entry. */
const lazyOperators: Record<string, Lazy> = {
  if: conditional,
  '?:': conditional,
  and: (evaluation, args, data) => firstWhere(evaluation, args, data, false),
  or: (evaluation, args, data) => firstWhere(evaluation, args, data, true),
  filter: (evaluation, [list, test], data) =>
    listOf(evaluation.value(list, data)).filter((entry) => isTruthy(evaluation.value(test, entry))),
  map: (evaluation, [list, change], data) =>
    listOf(evaluation.value(list, data)).map((entry) => evaluation.value(change, entry)),
  reduce: (evaluation, [list, step, start], data) =>
    listOf(evaluation.value(list, data)).reduce(
      (accumulator, current) => evaluation.value(step, { current, accumulator }),
      start === undefined ? null : evaluation.value(start, data),
    ),
  all: (evaluation, [list, test], data) => {
    const entries = listOf(evaluation.value(list, data))
    return entries.length > 0 && entries.every((entry) => isTruthy(evaluation.value(test, entry)))
  },
  none: (evaluation, [list, test], data) =>
    !listOf(evaluation.value(list, data)).some((entry) => isTruthy(evaluation.value(test, entry))),
  some: (evaluation, [list, test], data) =>
    listOf(evaluation.value(list, data)).some((entry) => isTruthy(evaluation.value(test, entry))),
}

function conditional(evaluation: Evaluation, args: readonly unknown[], data: RuleData): unknown {
  let i = 0
  for (; i < args.length - 1; i += 2) {
    if (isTruthy(evaluation.value(args[i], data))) return evaluation.value(args[i + 1], data)
  }
  return args.length > i ? evaluation.value(args[i], data) : null
}

/** The first argument that decides (`wanted` truth), else the last one. */
function firstWhere(
  evaluation: Evaluation,
  args: readonly unknown[],
  data: RuleData,
  wanted: boolean,
): unknown {
  let value: unknown
  for (const argument of args) {
    value = evaluation.value(argument, data)
    if (isTruthy(value) === wanted) return value
  }
  return value
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : []
}

type Eager = (args: readonly unknown[], data: RuleData) => unknown

const operators: Record<string, Eager> = {
  // JSON Logic has both kinds of equality; the loose ones are its published behaviour.
  '==': ([a, b]) => a == b,
  '===': ([a, b]) => a === b,
  '!=': ([a, b]) => a != b,
  '!==': ([a, b]) => a !== b,
  '>': ([a, b]) => less(b, a),
  '>=': ([a, b]) => lessOrEqual(b, a),
  '<': ([a, b, c]) => (c === undefined ? less(a, b) : less(a, b) && less(b, c)),
  '<=': ([a, b, c]) => (c === undefined ? lessOrEqual(a, b) : lessOrEqual(a, b) && lessOrEqual(b, c)),
  '!': ([a]) => !isTruthy(a),
  '!!': ([a]) => isTruthy(a),
  '%': ([a, b]) => Number(a) % Number(b),
  '+': (args) => args.reduce<number>((sum, part) => sum + parseFloat(String(part)), 0),
  '*': (args) =>
    args
      .slice(1)
      .reduce<number>((product, part) => product * parseFloat(String(part)), parseFloat(String(args[0]))),
  '-': ([a, b]) => (b === undefined ? -Number(a) : Number(a) - Number(b)),
  '/': ([a, b]) => Number(a) / Number(b),
  max: (args) => Math.max(...args.map(Number)),
  min: (args) => Math.min(...args.map(Number)),
  in: ([a, b]) => (typeof b === 'string' ? b.includes(String(a)) : Array.isArray(b) && b.includes(a)),
  cat: (args) => args.map(String).join(''),
  substr: ([text, from, length]) =>
    substring(String(text), Number(from), length === undefined ? undefined : Number(length)),
  merge: (args) => args.flat(1),
  var: ([path, otherwise], data) => read(data, path) ?? otherwise ?? null,
  missing: (args, data) => missing(Array.isArray(args[0]) ? args[0] : args, data),
  missing_some: ([needed, keys], data) => {
    const all = listOf(keys)
    const absent = missing(all, data)
    return all.length - absent.length >= Number(needed) ? [] : absent
  },
}

const less = (a: unknown, b: unknown): boolean => (a as number) < (b as number)
const lessOrEqual = (a: unknown, b: unknown): boolean => (a as number) <= (b as number)

function missing(keys: readonly unknown[], data: RuleData): readonly unknown[] {
  return keys.filter((key) => {
    const value = read(data, key)
    return value === null || value === undefined || value === ''
  })
}

/** Own properties only, so that no path leads to a prototype. */
function read(data: RuleData, path: unknown): unknown {
  if (path === null || path === undefined || path === '') return data
  let value: unknown = data
  for (const key of String(path).split('.')) {
    if (value === null || value === undefined) return null
    value = Object.hasOwn(Object(value), key) ? (value as Record<string, unknown>)[key] : null
  }
  return value
}

function substring(text: string, from: number, length: number | undefined): string {
  if (length !== undefined && length < 0) {
    const rest = text.substr(from)
    return rest.substr(0, rest.length + length)
  }
  return text.substr(from, length)
}
