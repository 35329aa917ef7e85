import fc from 'fast-check'
import { expect, test } from 'vitest'
import { findCycle } from '../../../src/domain/instrument/find-cycle.ts'

test('a circle is given from where it begins back to itself', () => {
  const edges = new Map([
    ['a', ['b']],
    ['b', ['c']],
    ['c', ['d', 'b']],
    ['d', []],
  ])
  expect(findCycle(edges)).toEqual(['b', 'c', 'b'])
})

test('two ways to the same place are no circle', () => {
  const edges = new Map([
    ['a', ['b', 'c']],
    ['b', ['d']],
    ['c', ['d']],
  ])
  expect(findCycle(edges)).toBeNull()
})

const node = fc.integer({ min: 0, max: 9 })
const pairs = fc.array(fc.tuple(node, node), { maxLength: 25 })

function graph(edges: readonly (readonly [number, number])[]) {
  const targets = new Map<string, string[]>()
  for (const [from, to] of edges) targets.set(`${from}`, [...(targets.get(`${from}`) ?? []), `${to}`])
  return targets
}

test('where every step leads to a higher number there is never a circle', () => {
  fc.assert(
    fc.property(pairs, (edges) => {
      const upwards = edges.filter(([from, to]) => from < to)
      expect(findCycle(graph(upwards))).toBeNull()
    }),
  )
})

test('what is found is a circle of the graph, and breaking one after another ends with none', () => {
  fc.assert(
    fc.property(pairs, (edges) => {
      const rest = graph(edges)
      for (let removed = 0; removed <= edges.length; removed += 1) {
        const cycle = findCycle(rest)
        if (!cycle) return
        expect(cycle.at(0)).toBe(cycle.at(-1))
        cycle.slice(1).forEach((to, i) => expect(rest.get(cycle[i] ?? '')).toContain(to))
        const [from = '', to = ''] = cycle
        rest.set(
          from,
          (rest.get(from) ?? []).filter((target) => target !== to),
        )
      }
      expect.unreachable('a graph has no more circles than edges')
    }),
  )
})
