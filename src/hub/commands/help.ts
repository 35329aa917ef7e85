import { settings } from '../config.ts'
import { usageOf, type Command } from './command.ts'

/** What can be typed and set. */
export function helpText(commands: readonly Command[]): string {
  const nameWidth = Math.max(...settings.map(({ name }) => name.length))
  return [
    'Tayari hub',
    '',
    '  npm start                 start the hub (builds what is not built)',
    '  npm run demo              start a separate, labelled demonstration hub',
    '',
    ...commands.flatMap((command) => [`  ${usageOf(command)}`, `      ${command.summary}`]),
    '  npm run hub -- restore --from FILE',
    '      fill an empty hub from a backup; phones then offer their records again',
    '',
    'Settings, as environment variables:',
    '',
    ...settings.map(
      ({ name, standard, meaning }) =>
        `  ${name.padEnd(nameWidth)}  ${meaning}${standard && ` (default: ${standard})`}`,
    ),
  ].join('\n')
}
