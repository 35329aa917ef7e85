import { useDevice } from '../device.ts'
import { useTexts } from './texts.ts'

/**
 * Numbers, days and lists as the person writes them. Digits follow the phone's region (plain Arabic is Latin) unless
 * the person chose others. Everything stored or sent stays ASCII.
 */
export function useFormat() {
  const { language } = useTexts()
  const device = useDevice()

  function locale(): string {
    const chosen = device.readPreference('digits')
    const regional = device.languages.find((tag) => tag.split('-')[0] === language()) ?? language()
    return chosen ? new Intl.Locale(regional, { numberingSystem: chosen }).toString() : regional
  }

  return {
    /** A score or count without decimals unless some are asked for. */
    number: (value: number, decimals = 0) =>
      cached(
        'number',
        locale(),
        decimals,
        () =>
          new Intl.NumberFormat(locale(), {
            minimumFractionDigits: decimals,
            maximumFractionDigits: decimals,
          }),
      ).format(value),
    percent: (share: number) =>
      cached('percent', locale(), 0, () => new Intl.NumberFormat(locale(), { style: 'percent' })).format(
        share,
      ),
    /** `YYYY-MM-DD` or an instant, as a day in words. */
    day: (text: string) =>
      cached(
        isBareDay(text) ? 'bare-day' : 'day',
        locale(),
        0,
        () =>
          new Intl.DateTimeFormat(locale(), {
            dateStyle: 'long',
            ...(isBareDay(text) ? { timeZone: 'UTC' } : {}),
          }),
      ).format(new Date(text)),
    instant: (text: string) =>
      new Intl.DateTimeFormat(locale(), { dateStyle: 'long', timeStyle: 'short' }).format(new Date(text)),
    /** A number of bytes as kB, MB or GB. */
    kilobytes: (bytes: number) => {
      const [unit, size] =
        bytes < 1e6 ? ['kilobyte', 1e3] : bytes < 1e9 ? ['megabyte', 1e6] : ['gigabyte', 1e9]
      return new Intl.NumberFormat(locale(), {
        style: 'unit',
        unit,
        maximumFractionDigits: bytes < 1e6 ? 0 : 1,
      }).format(bytes / size)
    },
    list: (parts: readonly string[]) => new Intl.ListFormat(locale(), { type: 'conjunction' }).format(parts),
    country: (alpha2: string) => new Intl.DisplayNames(locale(), { type: 'region' }).of(alpha2) ?? alpha2,
    collator: () => new Intl.Collator(locale()),
    locale,
  }
}

/** A bare day is the same day everywhere; an instant is shown where the phone is. */
function isBareDay(text: string): boolean {
  return text.length === 10
}

const cache = new Map<string, Intl.NumberFormat | Intl.DateTimeFormat>()

function cached<Format extends Intl.NumberFormat | Intl.DateTimeFormat>(
  kind: string,
  locale: string,
  detail: number,
  make: () => Format,
): Format {
  const key = `${kind} ${locale} ${detail}`
  const known = cache.get(key)
  if (known) return known as Format
  const made = make()
  cache.set(key, made)
  return made
}
