import { nextTick } from 'vue'
import { expect, test } from 'vitest'
import LanguageMenu from '../../../src/app/components/LanguageMenu.vue'
import { showPage, startApp } from '../../support/app.ts'

async function openMenu(): Promise<HTMLElement> {
  const { pinia } = await startApp()
  const place = await showPage(LanguageMenu, '/', pinia)
  place.querySelector('button')?.click()
  await nextTick()
  return place
}

test('each language stands under its own name, and a draft is called one', async () => {
  const place = await openMenu()
  const entries = [...place.querySelectorAll('[data-language]')].map((entry) => [
    entry.querySelector('bdi')?.textContent,
    entry.querySelector('bdi')?.lang,
    entry.querySelector('.draft')?.textContent ?? null,
  ])
  expect(entries).toEqual([
    ['English', 'en', null],
    ['Français', 'fr', 'Draft translation'],
    ['العربية', 'ar', 'Draft translation'],
  ])
})

test('the language that is spoken is marked for eyes and for screen readers', async () => {
  const place = await openMenu()
  const current = place.querySelectorAll('[aria-current="true"]')
  expect([...current].map((entry) => entry.getAttribute('data-language'))).toEqual(['en'])
  expect(current[0]?.querySelector('svg')).not.toBeNull()
})
