import { afterAll, beforeAll, expect, test } from 'vitest'
import { answerWith, assessmentWith } from '../support/assessments.ts'
import { openRealBrowser, type RealBrowser } from '../support/real-browser.ts'
import { seed, seededRandom } from '../support/seed.ts'
// Gives `page.evaluate` the type of what the page holds.
import type {} from '../support/store-page.ts'

let browser: RealBrowser

beforeAll(async () => {
  browser = await openRealBrowser('tests/support/store-page.ts')
}, 60_000)

afterAll(() => browser.close())

test('answers that were said to be saved survive a killed browser', { timeout: 120_000 }, async () => {
  const random = seededRandom(seed)
  const profile = await browser.page.evaluate(async (assessment) => {
    const store = await storePage.openStore().createProfile('Amina')
    await store.createAssessment(assessment)
    return store.id
  }, assessmentWith())
  let saved = 0
  let kills = 0
  for (const _ of Array.from({ length: 5 })) {
    // Tells of each answer as soon as it is saved; the kill comes in the middle of the next ones.
    const told = saved + 5 + Math.floor(random() * 40)
    const reached = new Promise<void>((resolve) => {
      browser.page.on('console', (message) => {
        saved = Number(message.text())
        if (saved >= told) resolve()
      })
    })
    browser.page
      .evaluate(
        async ({ id, answer }) => {
          const store = await storePage.openStore().openProfile(id)
          for (;;) {
            const revision = await store.recordAnswer('assessment-1', 'Q1', answer)
            console.log(revision)
          }
        },
        { id: profile, answer: answerWith({ note: 'typed on the bus' }) },
      )
      .catch(() => undefined)
    await reached
    browser = await browser.killAndReopen()
    kills++
    const found = await browser.page.evaluate(async (id) => {
      const store = await storePage.openStore().openProfile(id)
      const { assessments } = await store.copyEverything()
      return assessments[0]?.revisions['Q1']?.length ?? 0
    }, profile)
    expect(found).toBeGreaterThanOrEqual(saved)
    saved = found
  }
  expect(kills).toBe(5)
})

test(
  'a full phone is named, what was saved stays, and nothing was half written',
  { timeout: 60_000 },
  async () => {
    const session = await browser.context.newCDPSession(browser.page)
    await session.send('Storage.overrideQuotaForOrigin', { origin: browser.origin, quotaSize: 1_500_000 })
    const outcome = await browser.page.evaluate(
      async ({ assessment, answer }) => {
        const store = await storePage.openStore().createProfile('Amina')
        await store.createAssessment(assessment)
        let saved = 0
        try {
          while (saved < 2000) {
            await store.recordAnswer(assessment.id, 'Q1', answer)
            saved++
          }
          return { saved, kept: 0, problem: 'never full' }
        } catch (problem) {
          const { assessments } = await store.copyEverything()
          return { saved, kept: assessments[0]?.revisions['Q1']?.length, problem: String(problem) }
        }
      },
      { assessment: assessmentWith({ id: 'full' }), answer: answerWith({ note: 'x'.repeat(10_000) }) },
    )
    expect(outcome.problem).toMatch(/^StorageError: full/)
    // 1.5 MB hold over a hundred such notes, less what the test before left.
    expect(outcome.saved).toBeGreaterThan(10)
    expect(outcome.kept).toBe(outcome.saved)
  },
)
