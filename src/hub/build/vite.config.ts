import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vite'

const fromRoot = (path: string): string => fileURLToPath(new URL(`../../../${path}`, import.meta.url))

/** The hub as plain JavaScript for Node; its packages stay in node_modules. The app has its own build. */
export default defineConfig({
  root: fromRoot('.'),
  publicDir: false,
  build: {
    ssr: true,
    target: 'node20',
    outDir: fromRoot('dist/hub'),
    emptyOutDir: true,
    copyPublicDir: false,
    rolldownOptions: {
      input: {
        main: fromRoot('src/hub/main.ts'),
        // Loaded by file name, as a thread of its own.
        'database-worker': fromRoot('src/hub/database/embedded-worker.ts'),
      },
      output: { entryFileNames: '[name].js', chunkFileNames: '[name]-[hash].js' },
    },
  },
})
