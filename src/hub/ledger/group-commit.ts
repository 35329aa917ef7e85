import { ProblemError } from '../../protocol/problem.ts'

export interface GroupLimits {
  /** Works committed together; a single request with more still goes alone. */
  readonly largestGroup: number
  /** Works that may wait; beyond it newcomers are told to come back. */
  readonly mostWaiting: number
}

export interface GroupCommit<Work, Done> extends GroupLimits {
  /** Makes one group durable and answers for each work, in order. Runs one at a time. */
  readonly commit: (works: readonly Work[]) => Promise<readonly Done[]>
  /** True for a failure that no single request caused, such as a full disk: the whole group fails with it. */
  readonly concernsAll: (error: unknown) => boolean
}

interface Request<Work, Done> {
  readonly works: readonly Work[]
  readonly resolve: (done: readonly Done[]) => void
  readonly reject: (error: unknown) => void
}

/**
 * Commits what waits at the same time together: while one group is being written the next one gathers, so that a
 * disk sync serves many requests. First come, first served; a request's works stay together and in order.
 * @returns A function that resolves with the answers once they are durable. It rejects with `busy` when too much
 * waits, or with whatever stopped the commit: a failure that one request caused does not spread, since a failed
 * group is tried again request by request.
 */
export function groupCommit<Work, Done>({
  commit,
  concernsAll,
  largestGroup,
  mostWaiting,
}: GroupCommit<Work, Done>): (works: readonly Work[]) => Promise<readonly Done[]> {
  const queue: Request<Work, Done>[] = []
  let waiting = 0
  let running = false

  async function run(): Promise<void> {
    running = true
    while (queue.length > 0) {
      const group = takeGroup()
      await commitGroup(group)
    }
    running = false
  }

  function takeGroup(): Request<Work, Done>[] {
    let size = 0
    let count = 0
    for (const { works } of queue) {
      if (count > 0 && size + works.length > largestGroup) break
      size += works.length
      count++
    }
    waiting -= size
    return queue.splice(0, count)
  }

  async function commitGroup(group: readonly Request<Work, Done>[]): Promise<void> {
    try {
      const done = await commit(group.flatMap(({ works }) => works))
      let from = 0
      for (const { works, resolve } of group) {
        resolve(done.slice(from, from + works.length))
        from += works.length
      }
    } catch (error) {
      if (group.length === 1 || concernsAll(error)) for (const { reject } of group) reject(error)
      else for (const request of group) await commitGroup([request])
    }
  }

  return (works) =>
    new Promise((resolve, reject) => {
      if (waiting + works.length > mostWaiting) return reject(new ProblemError('busy'))
      waiting += works.length
      queue.push({ works, resolve, reject })
      if (!running) void run()
    })
}
