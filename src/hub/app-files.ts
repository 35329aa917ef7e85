import { createHash } from 'node:crypto'
import fs from 'node:fs'
import path from 'node:path'

/** One file of the built app in every form it is served in. */
export interface AppFile {
  readonly type: string
  readonly cacheControl: string
  /** As it is, and compressed where the build left a smaller form beside it; smallest first. */
  readonly forms: readonly AppFileForm[]
}

export interface AppFileForm {
  readonly encoding: 'br' | 'gzip' | 'identity'
  readonly etag: string
  readonly bytes: Buffer
}

/** The built app by URL path. What is not in here does not exist, so no path leads out of the folder. */
export type AppFiles = ReadonlyMap<string, AppFile>

const types: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.map': 'application/json; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.wasm': 'application/wasm',
  '.webmanifest': 'application/manifest+json; charset=utf-8',
  '.webp': 'image/webp',
  '.woff2': 'font/woff2',
}

const compressed = { '.br': 'br', '.gz': 'gzip' } as const

/**
 * Reads the built app into memory: it is small, and a running hub keeps serving the build it started with.
 * Null when there is no app in the folder.
 */
export function readAppFiles(folder: string): AppFiles | null {
  if (!fs.existsSync(path.join(folder, 'index.html'))) return null
  const names = fs
    .readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name))
  const plain = names.filter((name) => !(path.extname(name) in compressed))
  return new Map(plain.map((name) => [urlOf(folder, name), readAppFile(folder, name)]))
}

function urlOf(folder: string, name: string): string {
  return `/${path.relative(folder, name).split(path.sep).join('/')}`
}

function readAppFile(folder: string, name: string): AppFile {
  const bytes = fs.readFileSync(name)
  const hash = createHash('sha256').update(bytes).digest('base64url')
  const forms: AppFileForm[] = [{ encoding: 'identity', etag: `"${hash}"`, bytes }]
  for (const [extension, encoding] of Object.entries(compressed))
    if (fs.existsSync(name + extension))
      forms.push({ encoding, etag: `"${hash}-${encoding}"`, bytes: fs.readFileSync(name + extension) })
  return {
    type: types[path.extname(name)] ?? 'application/octet-stream',
    // The build puts a hash into the name of everything under assets/: such a file never changes.
    cacheControl: urlOf(folder, name).startsWith('/assets/')
      ? 'public, max-age=31536000, immutable'
      : 'no-cache',
    forms: forms.sort((a, b) => a.bytes.length - b.bytes.length),
  }
}
