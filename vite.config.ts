import vue from '@vitejs/plugin-vue'
import { playwright } from '@vitest/browser-playwright'
import { defineConfig } from 'vitest/config'
import { chromiumOptions } from './tests/support/chromium.ts'

const inBrowser = 'tests/**/*.browser.test.ts'

export default defineConfig({
  plugins: [vue()],
  test: {
    // Two cores are shared by several browsers and workers: a slow test is not a failing one.
    testTimeout: 30_000,
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          environment: 'node',
          include: ['tests/{domain,protocol,storage,sync,content,hub,contracts,support}/**/*.test.ts'],
          exclude: [inBrowser],
        },
      },
      {
        extends: true,
        test: { name: 'component', environment: 'happy-dom', include: ['tests/app/**/*.test.ts'] },
      },
      {
        extends: true,
        test: {
          name: 'browser',
          include: [inBrowser],
          browser: {
            enabled: true,
            headless: true,
            screenshotFailures: false,
            provider: playwright({ launchOptions: chromiumOptions }),
            instances: [{ browser: 'chromium' }],
          },
        },
      },
    ],
  },
})
