export interface SteppedClock {
  /** The present instant, ISO 8601 in UTC. */
  now(): string
  /** Moves on, or back when negative: clocks of phones do both. */
  step(ms: number): void
  set(instant: string): void
}

/** A clock that stands still until a test moves it. */
export function steppedClock(start = '2026-11-23T10:00:00.000Z'): SteppedClock {
  let present = readInstant(start)
  return {
    now: () => new Date(present).toISOString(),
    step: (ms) => {
      present += ms
    },
    set: (instant) => {
      present = readInstant(instant)
    },
  }
}

function readInstant(text: string): number {
  const instant = Date.parse(text)
  if (Number.isNaN(instant)) throw new RangeError(`not an instant: ${text}`)
  return instant
}
