/** Runs work under a name so that no two pieces of work of that name overlap, in whichever tab they were started. */
export type TakeTurns = <Result>(name: string, work: () => Promise<Result>) => Promise<Result>

/** Across the tabs of one browser: `navigator.locks`. A closed tab lets go by itself. */
export function turnsAcrossTabs(locks: LockManager): TakeTurns {
  return async (name, work) => await locks.request(name, work)
}

/** Within one tab, where there are no Web Locks (plain http). Tabs that overlap then repeat work, which is harmless. */
export function turnsInOneTab(): TakeTurns {
  const last = new Map<string, Promise<unknown>>()
  return (name, work) => {
    const mine = (last.get(name) ?? Promise.resolve()).then(work)
    last.set(
      name,
      mine.catch(() => undefined),
    )
    return mine
  }
}
