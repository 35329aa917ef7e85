import fc from 'fast-check'
import { expect, test } from 'vitest'
import { subjectCode } from '../../src/domain/assessment/subject.ts'
import { fromBase64url } from '../../src/protocol/signature.ts'
import { enrol } from '../../src/sync/enrol.ts'
import { handIn } from '../../src/sync/hand-in.ts'
import { push } from '../../src/sync/push.ts'
import { turnsInOneTab } from '../../src/sync/take-turns.ts'
import { withdraw } from '../../src/sync/withdraw.ts'
import { answerWith, assessmentWith } from '../support/assessments.ts'
import { handInWith, randomBytes } from '../support/contributions.ts'
import { createHubDouble } from '../support/hub-double.ts'
import { newPhone } from '../support/phone.ts'
import { seed } from '../support/seed.ts'

/** Words as people type them, each recognisable wherever it turns up. */
const planted = fc.uniqueArray(fc.string({ unit: 'grapheme', minLength: 2, maxLength: 20 }), {
  minLength: 5,
  maxLength: 5,
})

test('nothing that a person typed goes over the wire, whatever they typed', async () => {
  await fc.assert(
    fc.asyncProperty(planted, async (texts) => {
      const [label, name, note, reason, place] = texts.map((text, i) => `⟦${i}${text}⟧`) as [
        string,
        string,
        string,
        string,
        string,
      ]
      const hub = await createHubDouble()
      const { device, profile } = await newPhone()
      await device.renameProfile(profile.id, label)
      const subject = { kind: 'institution', country: 'KEN', id: 'moh', name } as const
      await profile.createAssessment(assessmentWith({ subject }))
      await profile.recordAnswer('assessment-1', 'Q1', answerWith({ note }))
      await profile.recordAnswer(
        'assessment-1',
        'Q2',
        answerWith({ response: { kind: 'not-applicable', reason } }),
      )
      await profile.keepPlace(`/${place}`)

      const given = handInWith(hub.key)
      const head = { ...given.head, subject: subjectCode(subject) }
      const code = { subject: subjectCode(subject), secret: '7Q4MX2NA9RTB5K2D' }
      await enrol(profile, code, given.audience, given.claimedAt, randomBytes)
      const { id } = await handIn(profile, { ...given, head }, randomBytes)
      const means = { store: profile, transport: hub.transport, hub: hub.key }
      await push(means, turnsInOneTab())
      await withdraw(profile, id, given.claimedAt, randomBytes)
      expect(await push(means, turnsInOneTab())).toEqual({ waiting: 0, problem: null })

      const wire = hub.wire.map(readable).join('\n')
      // The search can find something: what may leave is there, in the clear.
      expect(wire).toContain('KEN/moh')
      expect(wire).toContain('"withdrawal"')
      for (const text of [label, name, note, reason, place]) {
        expect(wire).not.toContain(text)
        expect(wire).not.toContain(JSON.stringify(text).slice(1, -1))
        // Without the brackets, too, unless it is so short that it may stand there by chance.
        const bare = text.slice(1, -1)
        if (bare.length > 8) expect(wire).not.toContain(bare)
      }
    }),
    { seed, numRuns: 100 },
  )
})

/** A request with the records in it decoded. */
function readable(request: string): string {
  const decoded = request.replace(/"bytes":"([^"]*)"/g, (_, text: string) =>
    new TextDecoder().decode(fromBase64url(text) ?? new Uint8Array()),
  )
  return `${request}\n${decoded}`
}
