import { readSubjectCode } from '../../domain/assessment/subject.ts'
import { formatEnrolmentCode, formatInvitation } from '../../protocol/enrolment-code.ts'
import { addressOf, type Hub } from '../hub.ts'
import { issueCode } from '../invitations.ts'
import { Refusal } from '../refusal.ts'
import { defaultProgramme } from '../store.ts'
import { required, type Command } from './command.ts'

export const enrol: Command = {
  name: 'enrol',
  usage: '--subject KEN [--programme default] [--days 30]',
  summary: 'issue a single-use code that lets one phone speak for a country or institution',
  options: ['subject', 'programme', 'days'],
  async run(hub, call) {
    const subject = required(enrol, call, 'subject')
    const country = readSubjectCode(subject)?.country
    if (country === undefined || !hub.knowledge.isCountry(country))
      throw new Refusal(
        `"${subject}" is no subject: write a country such as KEN, or an institution such as KEN/ministry-of-health.`,
      )
    const programme = call.options['programme'] ?? defaultProgramme
    await requireProgramme(hub, programme)
    const days = readDays(call.options['days'] ?? '30')
    const code = await issueCode(hub.db, { programme, subject, days, now: hub.now() })
    const link = `${addressOf(hub.config)}/${formatInvitation({ ...code, programme, hub: hub.signer.publicKey })}`
    call.say(`Code for ${subject}, for one phone, valid until ${code.expiresAt.slice(0, 10)}:`)
    call.say(`  ${formatEnrolmentCode(code)}`)
    call.say('or the same as a link:')
    call.say(`  ${link}`)
  },
}

/** @throws Refusal when this hub has no such programme. */
export async function requireProgramme({ releases }: Hub, programme: string): Promise<void> {
  if (!(await releases.knowsProgramme(programme)))
    throw new Refusal(`This hub has no programme "${programme}".`)
}

function readDays(text: string): number {
  const days = Number(text)
  if (!Number.isInteger(days) || days < 1 || days > 366)
    throw new Refusal('--days must be a number from 1 to 366.')
  return days
}
