import type { FastifyReply, FastifyRequest } from 'fastify'
import { ProblemError } from '../../protocol/problem.ts'
import type { AppFile, AppFileForm, AppFiles } from '../app-files.ts'

/**
 * Serves the built app: a file by its path; any other path without a file extension is a screen of the app and
 * answers with the start page that fits it and the browser's language.
 */
export function serveApp(files: AppFiles, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    reply.header('allow', 'GET, HEAD')
    throw new ProblemError('method-not-allowed')
  }
  const path = pathOf(request.url)
  const file = files.get(path) ?? startPage(files, path, request.headers['accept-language'] ?? '')
  if (!file) throw new ProblemError('not-found')
  const form = chooseForm(file, request.headers['accept-encoding'] ?? '')
  reply.headers({
    'cache-control': file.cacheControl,
    'content-type': file.type,
    etag: form.etag,
    vary: files.has(path) ? 'accept-encoding' : 'accept-encoding, accept-language',
    ...(form.encoding !== 'identity' && { 'content-encoding': form.encoding }),
  })
  if (matches(request.headers['if-none-match'], form.etag)) return reply.code(304).send()
  return reply.send(form.bytes)
}

/** True when an `If-None-Match` header names this strong entity tag. */
export function matches(header: string | undefined, etag: string): boolean {
  return header?.split(',').some((tag) => tag.trim() === etag || tag.trim() === '*') ?? false
}

/**
 * The start page of a screen: its own in the wanted language (`/i/pulse.fr.html`), else the common one in that language,
 * else the plain one. They differ in language and in what they announce, never in what they do.
 */
function startPage(files: AppFiles, path: string, accepted: string): AppFile | undefined {
  if (path.slice(path.lastIndexOf('/') + 1).includes('.')) return undefined
  const names = wantedLanguages(accepted).flatMap((language) => [
    `${path.replace(/\/$/, '')}.${language}.html`,
    `/index.${language}.html`,
  ])
  const found = names.find((name) => files.has(name))
  return files.get(found ?? '/index.html')
}

/** Languages of an `Accept-Language` header without their regions, the most wanted first. */
function wantedLanguages(accepted: string): readonly string[] {
  return accepted
    .split(',')
    .map((entry) => {
      const [tag = '', weight = '1'] = entry
        .trim()
        .toLowerCase()
        .split(/\s*;\s*q\s*=\s*/)
      return { language: tag.split('-')[0] ?? '', weight: Number(weight) }
    })
    .filter(({ language, weight }) => /^[a-z]{2,3}$/.test(language) && weight > 0)
    .sort((a, b) => b.weight - a.weight)
    .slice(0, 10)
    .map(({ language }) => language)
}

function pathOf(url: string): string {
  const path = url.split(/[?#]/, 1)[0] ?? '/'
  try {
    return decodeURIComponent(path)
  } catch {
    throw new ProblemError('malformed-request', 'path')
  }
}

/** The smallest form the browser takes; a form refused by `;q=0` is not taken. */
function chooseForm(file: AppFile, accepted: string): AppFileForm {
  const encodings = accepted.split(',').map((entry) =>
    entry
      .trim()
      .toLowerCase()
      .split(/\s*;\s*q\s*=\s*/),
  )
  const takes = (encoding: string): boolean =>
    encoding === 'identity' ||
    encodings.some(([name, weight]) => name === encoding && Number(weight ?? 1) > 0)
  const form = file.forms.find(({ encoding }) => takes(encoding))
  if (!form) throw new RangeError('a file of the app has no plain form')
  return form
}
