import { brotliCompressSync } from 'node:zlib'
import { build } from 'vite'
import { expect, test } from 'vitest'

test('the store that is loaded before the first question, with idb, takes at most 6 KB on the wire', async () => {
  const bundle = await build({
    configFile: false,
    logLevel: 'silent',
    build: {
      write: false,
      target: 'es2022',
      lib: { entry: 'src/storage/idb-device-store.ts', formats: ['es'] },
      rolldownOptions: { output: { minify: true } },
    },
  })
  const outputs = (Array.isArray(bundle) ? bundle : [bundle]).flatMap((it) =>
    'output' in it ? it.output : [],
  )
  const chunks = new Map(outputs.flatMap((it) => (it.type === 'chunk' ? [[it.fileName, it] as const] : [])))
  // The entry with everything it imports statically; what it imports later is not loaded yet.
  const eager = new Set([...chunks.values()].filter((it) => it.isEntry))
  for (const chunk of eager) {
    for (const name of chunk.imports) {
      const imported = chunks.get(name)
      if (imported) eager.add(imported)
    }
  }
  const size = [...eager].reduce((sum, { code }) => sum + brotliCompressSync(code).length, 0)
  console.info(`store: ${size} bytes brotli in ${eager.size} chunks`)
  expect(size).toBeGreaterThan(3000)
  expect(size).toBeLessThanOrEqual(6 * 1024)
})
