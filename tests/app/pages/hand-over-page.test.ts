import { expect, test, vi } from 'vitest'
import HandOverPage from '../../../src/app/pages/HandOverPage.vue'
import { useAssessment } from '../../../src/app/stores/assessment.ts'
import { generateSigningKey } from '../../../src/protocol/signature.ts'
import type { HubTransport } from '../../../src/sync/transport.ts'
import { showPage, startApp } from '../../support/app.ts'

/** A hub that says who it is and then loses the line. */
async function hubThatOnlyIntroducesItself(): Promise<HubTransport> {
  const { publicKey } = await generateSigningKey(false)
  const information = {
    hub: publicKey,
    name: 'Regional hub',
    operator: '',
    contact: '',
    demonstration: false,
    programmes: [{ id: 'default', name: 'Default', round: '2026' }],
  }
  return {
    send: ({ path }) =>
      path === '/api/v1/hub'
        ? Promise.resolve({
            status: 200,
            contentType: 'application/json',
            etag: null,
            body: new TextEncoder().encode(JSON.stringify(information)),
          })
        : Promise.resolve({ status: 200, contentType: 'text/html', etag: null, body: new Uint8Array() }),
  }
}

async function handOverPage() {
  const { pinia } = await startApp({ transport: await hubThatOnlyIntroducesItself() })
  const store = useAssessment()
  const { id } = await store.begin('pulse')
  const levels = [3, 2, 2, 3, 4, 0, 3, 2, 2, 3, 1, 2, 2, 1]
  store.applicable.forEach((indicator, i) => {
    store.record(indicator.id, {
      response: { kind: 'level', level: levels[i] ?? 0 },
      note: `planted note ${i}`,
    })
  })
  await store.settled()
  await store.describe({
    subject: { kind: 'institution', country: 'KEN', id: 'ministry-of-health', name: 'Planted Ministry' },
    group: 'regulator',
    round: '2026',
  })
  const page = await showPage(HandOverPage, `/a/${id}/hand-over`, pinia)
  await vi.waitFor(() => expect(page.querySelector('.preview')).not.toBeNull())
  return page
}

test('the preview says in words and as the record what would leave, and nothing a person typed is in either', async () => {
  const page = await handOverPage()
  const preview = page.querySelector('.preview')?.textContent ?? ''
  expect(preview).toContain('an institution in Kenya (KEN/ministry-of-health)')
  expect(preview).toContain('Group: Regulator')
  // readiness of test 14 is 44.16, control 41.67 is the second band
  expect(preview).toContain('Readiness: 44, possible 44 to 44 (100 of 100 answered)')
  expect(preview).toContain('Control: Partial')
  expect(preview).not.toContain('Concern')
  expect(preview).not.toMatch(/planted/i)
  const record = JSON.parse(page.querySelector('.preview pre')?.textContent ?? '{}') as Record<
    string,
    unknown
  >
  expect(record).toMatchObject({
    kind: 'submission',
    subject: 'KEN/ministry-of-health',
    tiers: { risk: 'B2', readiness: 'B3' },
  })
})

test('choosing nothing for a track takes its figures out of the preview', async () => {
  const page = await handOverPage()
  for (const track of ['risk', 'readiness']) {
    const nothing = page.querySelector<HTMLInputElement>(`[data-track=${track}] input[value=B0]`)
    nothing?.click()
    nothing?.dispatchEvent(new Event('change'))
  }
  await vi.waitFor(() => expect(page.querySelector('.preview')?.textContent).toContain('No figure at all'))
  expect(page.querySelector('.preview pre')?.textContent).toContain('"figures": []')
})

test('a page in place of the hub leaves it waiting, and says what stood in the way', async () => {
  const page = await handOverPage()
  page.querySelector<HTMLButtonElement>('main > .button.wide')?.click()
  await vi.waitFor(() => expect(page.querySelector('[data-problem=not-our-hub]')).not.toBeNull())
  const record = page.querySelector('[data-record=submission]')
  expect(record?.getAttribute('data-state')).toBe('waiting')
  expect(record?.textContent).toContain('On this phone, waiting for a connection.')
  expect(page.textContent).not.toContain('Received by')
})
