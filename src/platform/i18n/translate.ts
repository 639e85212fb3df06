import { IntlMessageFormat } from 'intl-messageformat'
import { catalogue, locales, type Locale, type WordKey, type WordValues } from '../../words/catalogue.js'

export type Translate = (key: WordKey, values?: WordValues) => string

const parsed = new Map<string, IntlMessageFormat>()

const translators = Object.fromEntries(locales.map(locale => [locale, translatorFor(locale)])) as Record<Locale, Translate>

/** The function that puts keys of the catalogue into words of one language (ICU MessageFormat). */
export function translator (locale: string): Translate {
  return translators[toLocale(locale)]
}

function translatorFor (locale: Locale): Translate {
  const words = catalogue[locale]
  return (key, values) => {
    const message = words[key]
    if (message === undefined) throw new Error(`The catalogue has no words for “${key}”.`)
    return values === undefined && !message.includes('{') ? message : format(locale, message, values)
  }
}

function format (locale: Locale, message: string, values: WordValues | undefined): string {
  const name = `${locale}\n${message}`
  let formatter = parsed.get(name)
  if (formatter === undefined) {
    // Values may hold "<", so tags mean nothing here: escaping is the template's.
    formatter = new IntlMessageFormat(message, locale, undefined, { ignoreTag: true })
    parsed.set(name, formatter)
  }
  return String(formatter.format(values))
}

/** The nearest language that we have. */
export function toLocale (tag: string | null | undefined): Locale {
  const language = tag?.slice(0, 2).toLowerCase()
  return locales.find(locale => locale === language) ?? 'en'
}

/** The first language of an Accept-Language header (RFC 9110, section 12.5.4) that we have. */
export function preferredLocale (header: string | undefined, allowed: readonly string[] = locales): Locale | null {
  const wanted = (header ?? '').slice(0, 200).split(',')
    .map(part => ({ tag: part.split(';')[0]?.trim().slice(0, 2).toLowerCase(), weight: Number(/q=([\d.]+)/.exec(part)?.[1] ?? 1) }))
    .sort((a, b) => b.weight - a.weight)
  return locales.find(locale => allowed.includes(locale) && locale === wanted.find(({ tag }) => allowed.includes(tag ?? ''))?.tag) ?? null
}
