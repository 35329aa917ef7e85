import type { FastifyReply, FastifyRequest } from 'fastify'
import { ProblemError } from '../../protocol/problem.ts'
import type { AppFile, AppFileForm, AppFiles } from '../app-files.ts'

/**
 * Serves the built app: a file by its path; any other path without a file extension is a screen of the app and
 * answers with its page.
 */
export function serveApp(files: AppFiles, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    reply.header('allow', 'GET, HEAD')
    throw new ProblemError('method-not-allowed')
  }
  const file = findFile(files, pathOf(request.url))
  if (!file) throw new ProblemError('not-found')
  const form = chooseForm(file, request.headers['accept-encoding'] ?? '')
  reply.headers({
    'cache-control': file.cacheControl,
    'content-type': file.type,
    etag: form.etag,
    ...(file.forms.length > 1 && { vary: 'accept-encoding' }),
    ...(form.encoding !== 'identity' && { 'content-encoding': form.encoding }),
  })
  if (matches(request.headers['if-none-match'], form.etag)) return reply.code(304).send()
  return reply.send(form.bytes)
}

/** True when an `If-None-Match` header names this strong entity tag. */
export function matches(header: string | undefined, etag: string): boolean {
  return header?.split(',').some((tag) => tag.trim() === etag || tag.trim() === '*') ?? false
}

function findFile(files: AppFiles, path: string): AppFile | undefined {
  const file = files.get(path)
  if (file) return file
  const lastPart = path.slice(path.lastIndexOf('/') + 1)
  return lastPart.includes('.') ? undefined : files.get('/index.html')
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
