import { generateSigningKey, signerFrom } from '../../src/protocol/signature.ts'
import type { StoreSurroundings } from '../../src/storage/device-store.ts'
import { steppedClock } from './clock.ts'

/** What `main.ts` gives a store on a phone, with a clock that moves a second per look. */
export function storeSurroundings(): StoreSurroundings {
  const clock = steppedClock()
  return {
    now: () => {
      clock.step(1000)
      return clock.now()
    },
    newId: () => crypto.randomUUID(),
    signingKeys: { generate: () => generateSigningKey(false), signer: signerFrom },
  }
}
