/**
 * The texts of the question screen use nothing but `{{name}}`, so that the first question can be read before the text
 * engine has arrived. A check keeps plurals and nesting out of `core.json`.
 */
export function plainText(
  messages: Readonly<Record<string, string>>,
  key: string,
  values: Readonly<Record<string, string | number>> = {},
): string | null {
  const message = Object.hasOwn(messages, key) ? messages[key] : undefined
  if (message === undefined) return null
  return message.replace(/\{\{(\w+)\}\}/g, (whole, name: string) => String(values[name] ?? whole))
}
