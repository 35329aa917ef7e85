/**
 * The one number that drives every random test of a run. Printed, so that a failure can be played again:
 * `VITE_SEED=12345 npx vitest run tests/storage`.
 */
export const seed = readSeed(import.meta.env['VITE_SEED'])

console.info(`VITE_SEED=${seed}`)

function readSeed(given: unknown): number {
  const number = Number(given)
  return Number.isSafeInteger(number) && number > 0 ? number : Math.floor(Math.random() * 2 ** 31) + 1
}

/** Numbers in [0, 1) that are the same for the same seed (mulberry32). */
export function seededRandom(from: number): () => number {
  let state = from >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}
