import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'vitest/config'

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
        },
      },
      {
        extends: true,
        test: { name: 'component', environment: 'happy-dom', include: ['tests/app/**/*.test.ts'] },
      },
    ],
  },
})
