import { expect, test } from 'vitest'
import { turnsAcrossTabs } from '../../src/sync/take-turns.ts'

test('work of one name in two tabs of a real browser never overlaps', async () => {
  // Two handles on the browser's own locks; a second document takes them like a second tab.
  const frame = document.body.appendChild(document.createElement('iframe'))
  const other = frame.contentWindow?.navigator.locks
  if (!other) throw new Error('no locks in the frame')
  const tabs = [turnsAcrossTabs(navigator.locks), turnsAcrossTabs(other)]
  let running = 0
  let most = 0
  const work = async () => {
    most = Math.max(most, ++running)
    await new Promise((resolve) => requestAnimationFrame(resolve))
    running--
    return 'done'
  }
  const all = Array.from({ length: 10 }, (_, i) => tabs[i % 2]?.('push', work))
  expect(await Promise.all(all)).toEqual(Array.from({ length: 10 }, () => 'done'))
  expect(most).toBe(1)
  frame.remove()
})
