import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { brotliCompressSync } from 'node:zlib'
import vue from '@vitejs/plugin-vue'
import { playwright } from '@vitest/browser-playwright'
import { VitePWA } from 'vite-plugin-pwa'
import { defineConfig } from 'vitest/config'
import { compressPlugin } from './src/app/build/compress-plugin.ts'
import { contentPlugin } from './src/app/build/content-plugin.ts'
import { landingPagesPlugin } from './src/app/build/landing-pages-plugin.ts'
import { chromiumOptions } from './tests/support/chromium.ts'

/** Folders of instruments; the benchmark and the journeys add packs of the tests. */
const contentFolders = (process.env['TAYARI_CONTENT'] ?? 'content').split(',')
const appFolder = process.env['TAYARI_APP_DIR'] ?? 'dist/app'

const inBrowser = 'tests/**/*.browser.test.ts'

export default defineConfig({
  plugins: [
    vue(),
    contentPlugin(contentFolders),
    landingPagesPlugin(),
    VitePWA({
      strategies: 'injectManifest',
      srcDir: 'src/app',
      filename: 'service-worker.ts',
      injectRegister: false,
      manifestFilename: 'app.webmanifest',
      manifest: {
        id: '/',
        name: 'Tayari',
        short_name: 'Tayari',
        description: 'Assess AI risk and readiness on your phone, with no connection.',
        start_url: '/',
        display: 'standalone',
        background_color: '#faf8f4',
        theme_color: '#0b5d57',
        icons: [
          { src: '/icon.svg', sizes: 'any', type: 'image/svg+xml' },
          { src: '/icon-192.png', sizes: '192x192', type: 'image/png' },
          { src: '/icon-512.png', sizes: '512x512', type: 'image/png' },
          { src: '/icon-maskable-512.png', sizes: '512x512', type: 'image/png', purpose: 'maskable' },
        ],
      },
      injectManifest: {
        globPatterns: ['index.html', 'assets/*', '*.{svg,webmanifest}', 'icon-192.png'],
        dontCacheBustURLsMatching: /assets\//,
        manifestTransforms: [
          (entries) => ({
            manifest: entries.map(({ url, revision, size }) => {
              const content = readFileSync(join(appFolder, url))
              const integrity = `sha256-${createHash('sha256').update(content).digest('base64')}`
              return { url, revision, size, integrity, bytes: brotliCompressSync(content).length }
            }),
            warnings: [],
          }),
        ],
      },
    }),
    compressPlugin(appFolder),
  ],
  define: {
    __VUE_OPTIONS_API__: false,
    __VUE_PROD_DEVTOOLS__: false,
    __VUE_PROD_HYDRATION_MISMATCH_DETAILS__: false,
  },
  build: {
    outDir: appFolder,
    emptyOutDir: true,
    target: 'es2022',
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    rollupOptions: {
      output: {
        chunkFileNames: ({ moduleIds }) => `assets/${languageOf(moduleIds) ?? '[name]'}-[hash].js`,
        assetFileNames: 'assets/[name]-[hash][extname]',
        codeSplitting: {
          groups: [
            // One file for the first question, one for all other pages: a round trip costs more than a few kilobytes.
            { name: 'app', tags: ['$initial'], priority: 3 },
            { name: 'app', test: /rolldown[\\/]runtime/, priority: 3 },
            {
              name: 'scoring',
              test: /src[\\/](?:domain[\\/]scoring|app[\\/]components[\\/]DimensionScore)/,
              priority: 2,
            },
            { name: 'pages', test: /src[\\/](?:app|domain|sync|storage|protocol)[\\/]/, priority: 1 },
          ],
        },
      },
    },
  },
  test: {
    // Generous, because machines are shared and slow; nothing here waits for time to pass.
    testTimeout: 120_000,
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
        test: {
          name: 'component',
          environment: 'happy-dom',
          include: ['tests/app/**/*.test.ts'],
          exclude: [inBrowser],
        },
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

/** Interface texts are chunks named by their language, so that the service worker keeps only the languages wanted. */
function languageOf(moduleIds: readonly string[]): string | null {
  const file = moduleIds.map((id) => /locales\/([a-z]+)\/(\w+)\.json/.exec(id)).find(Boolean)
  return file ? `text-${file[1]}-${file[2]}` : null
}
