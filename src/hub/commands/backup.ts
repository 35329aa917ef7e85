import path from 'node:path'
import { writeBackup } from '../backup.ts'
import { required, type Command } from './command.ts'

export const backup: Command = {
  name: 'backup',
  usage: '--to FILE',
  summary: 'write everything this hub holds, its key included, into one file',
  options: ['to'],
  async run(hub, call) {
    const file = path.resolve(call.folder, required(backup, call, 'to'))
    const rows = await writeBackup(hub.db, file, hub.now())
    call.say(
      `Wrote ${rows} rows to ${file}. The file holds the hub's private key: keep it where nobody else can read it.`,
    )
  },
}
