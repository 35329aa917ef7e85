import type { Contribution } from '../../src/domain/round/contribution.ts'
import type { HandIn } from '../../src/sync/hand-in.ts'

/** What a pulse with readiness 62 hands in. */
export function contributionWith(change: Partial<Contribution> = {}): Contribution {
  return {
    group: 'government',
    figures: [
      {
        detail: 'score',
        figure: 'readiness',
        declared: 62,
        supported: null,
        low: 58,
        high: 66,
        trendCore: 62,
        coverage: 93,
        evidenceShare: null,
      },
      { detail: 'band', figure: 'control', band: 'partial' },
    ],
    verification: 'V0',
    quality: { grade: 'C', flags: ['ev'] },
    commitments: [],
    ...change,
  }
}

export function handInWith(hub: string, change: Partial<HandIn> = {}): HandIn {
  return {
    assessment: 'assessment-1',
    audience: { hub, programme: 'default' },
    head: {
      instrument: { id: 'pulse', version: '1.0.0' },
      subject: 'KEN',
      round: '2026',
      consent: { risk: 'B2', readiness: 'B3' },
    },
    contribution: contributionWith(),
    claimedAt: '2026-11-23T10:00:00.000Z',
    ...change,
  }
}

/** Random bytes as a browser makes them. */
export function randomBytes(length: number): Uint8Array {
  return crypto.getRandomValues(new Uint8Array(length))
}
