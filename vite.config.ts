import vue from '@vitejs/plugin-vue'
import { playwright } from '@vitest/browser-playwright'
import { defineConfig } from 'vitest/config'

const inBrowser = 'tests/**/*.browser.test.ts'

/** The browser on this machine; nothing is downloaded, and it talks to nobody but the tests. */
const chromium = playwright({
  launchOptions: {
    executablePath: process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium',
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--disable-quic',
    ],
  },
})

export default defineConfig({
  plugins: [vue()],
  test: {
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
            provider: chromium,
            instances: [{ browser: 'chromium' }],
          },
        },
      },
    ],
  },
})
