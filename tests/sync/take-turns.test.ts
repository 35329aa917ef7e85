import { describe, expect, test } from 'vitest'
import { turnsInOneTab } from '../../src/sync/take-turns.ts'

describe('turns', () => {
  test('of one name follow each other, of two names they overlap', async () => {
    const takeTurns = turnsInOneTab()
    const log: string[] = []
    const gates = new Map<string, () => void>()
    const work = (name: string) => () =>
      new Promise<void>((resolve) => {
        log.push(`${name} begins`)
        gates.set(name, () => {
          log.push(`${name} ends`)
          resolve()
        })
      })
    const all = [
      takeTurns('push', work('one')),
      takeTurns('push', work('two')),
      takeTurns('pull', work('other')),
    ]
    for (const name of ['one', 'other', 'two']) {
      while (!gates.has(name)) await Promise.resolve()
      gates.get(name)?.()
    }
    await Promise.all(all)
    expect(log.indexOf('one ends')).toBeLessThan(log.indexOf('two begins'))
    expect(log.indexOf('other begins')).toBeLessThan(log.indexOf('one ends'))
  })

  test('go on after work that failed, and give back what it gave', async () => {
    const takeTurns = turnsInOneTab()
    const failing = takeTurns('push', () => Promise.reject(new Error('first')))
    const next = takeTurns('push', () => Promise.resolve('second'))
    await expect(failing).rejects.toThrow('first')
    expect(await next).toBe('second')
  })
})
