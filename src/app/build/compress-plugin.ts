import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { extname, join } from 'node:path'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'
import type { Plugin } from 'vite'

const worthwhile = new Set(['.html', '.js', '.css', '.json', '.svg', '.webmanifest'])

/** Leaves a brotli and a gzip form beside each text file, so that the hub spends no time on it. Runs last of all. */
export function compressPlugin(folder: string): Plugin {
  return {
    name: 'tayari-compress',
    apply: 'build',
    closeBundle: {
      order: 'post',
      sequential: true,
      handler() {
        for (const entry of readdirSync(folder, { withFileTypes: true, recursive: true })) {
          if (!entry.isFile() || !worthwhile.has(extname(entry.name))) continue
          const file = join(entry.parentPath, entry.name)
          const bytes = readFileSync(file)
          const params = {
            [constants.BROTLI_PARAM_QUALITY]: 11,
            [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
          }
          writeFileSync(`${file}.br`, brotliCompressSync(bytes, { params }))
          writeFileSync(`${file}.gz`, gzipSync(bytes, { level: 9 }))
        }
      },
    },
  }
}
