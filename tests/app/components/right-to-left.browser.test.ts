import { createApp, nextTick, type Component } from 'vue'
import { createMemoryHistory, createRouter } from 'vue-router'
import { afterEach, expect, test } from 'vitest'
import ExplanationTree from '../../../src/app/components/ExplanationTree.vue'
import { provideDevice } from '../../../src/app/device.ts'
import { routes } from '../../../src/app/router.ts'
import { loadAllTexts, speak, useTexts } from '../../../src/app/texts/texts.ts'
import '../../../src/app/styles/base.css'
import { answer, explain } from '../../../src/domain/scoring/explanation.ts'
import { buildPack } from '../../support/build-pack.ts'
import { fakeDevice } from '../../support/fake-device.ts'

/** Where things stand on a right-to-left page, as a real browser draws them. */
async function draw(component: Component, values: Record<string, unknown> = {}): Promise<HTMLElement> {
  const router = createRouter({
    history: createMemoryHistory(),
    routes: routes.map((route) => ({ ...route })) as never,
  })
  const place = document.createElement('div')
  document.body.replaceChildren(place)
  createApp(component, values).use(router).mount(place)
  await nextTick()
  return place
}

/** Characters of a text from left to right as they are drawn, spaces left out. */
function asDrawn(element: Element): string {
  const [node] = [...element.childNodes].filter(({ nodeType }) => nodeType === Node.TEXT_NODE)
  if (!node) throw new Error('no text to measure')
  const range = document.createRange()
  return [...(node.textContent ?? '')]
    .map((character, i) => {
      range.setStart(node, i)
      range.setEnd(node, i + 1)
      return { character, x: range.getBoundingClientRect().left }
    })
    .filter(({ character }) => /[^\s\u2066-\u2069]/.test(character))
    .sort((a, b) => a.x - b.x)
    .map(({ character }) => character)
    .join('')
}

async function speakArabic(digits: string | null = null) {
  const device = fakeDevice()
  device.keepPreference('digits', digits)
  provideDevice(device)
  await speak('ar')
  await loadAllTexts()
}

afterEach(async () => {
  await speak('en')
})

test('a formula in Arabic-Indic digits reads in the order in which it is worked out', async () => {
  await speakArabic('arab')
  const { instrument, texts } = buildPack()
  const tree = explain({
    op: 'mean',
    power: 1,
    parts: [
      { weight: 1, of: answer('A', 50) },
      { weight: 1, of: answer('B', 26) },
    ],
  })
  const page = await draw(ExplanationTree, { tree, instrument, texts: texts[0], assessment: 'a' })
  const formula = page.querySelector('.formula')
  // (50 + 26) ÷ 2 = 38
  expect(formula && asDrawn(formula)).toBe('(٥٠+٢٦)÷٢=٣٨')
})

test('a round keeps its order in an Arabic sentence', async () => {
  await speakArabic()
  const paragraph = document.createElement('p')
  document.body.replaceChildren(paragraph)
  paragraph.textContent = useTexts().t('home.round', { round: '2026-Q4' })
  expect(asDrawn(paragraph)).toContain('2026-Q4')
})
