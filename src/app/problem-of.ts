import { ProblemError, type ProblemCode } from '../protocol/problem.ts'
import { StorageError } from '../storage/device-store.ts'
import { useDevice } from './device.ts'

/** The catalogue's code for anything that was thrown. What nobody foresaw is `internal`, and goes to the browser's console. */
export function problemOf(cause: unknown): ProblemCode {
  if (cause instanceof ProblemError) return cause.code
  if (cause instanceof StorageError) return cause.code === 'full' ? 'device-full' : 'storage-unavailable'
  useDevice().report(cause)
  return 'internal'
}
