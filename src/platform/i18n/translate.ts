import { IntlMessageFormat } from 'intl-messageformat'
import { catalogue, locales, type Locale, type WordKey, type WordValues } from '../../words/catalogue.js'

export type Translate = (key: WordKey, values?: WordValues) => string

type Writer = (values: WordValues | undefined) => string

const translators = Object.fromEntries(locales.map(locale => [locale, translatorFor(locale)])) as Record<Locale, Translate>

/** The function that puts keys of the catalogue into words of one language (ICU MessageFormat). */
export function translator (locale: string): Translate {
  return translators[toLocale(locale)]
}

function translatorFor (locale: Locale): Translate {
  const words = catalogue[locale]
  const writers = new Map<WordKey, Writer>()

  return (key, values) => {
    let writer = writers.get(key)
    if (writer === undefined) {
      const message = words[key]
      if (message === undefined) throw new Error(`The catalogue has no words for “${key}”.`)
      writer = writerFor(locale, message)
      writers.set(key, writer)
    }
    return writer(values)
  }
}

/** Most messages are fixed or only name values. These are written without ICU, which takes many times as long. */
function writerFor (locale: Locale, message: string): Writer {
  if (!/[{}']/.test(message)) return () => message
  if (/^(?:[^{}']|\{\w+\})*$/.test(message)) return fillIn(message)

  // Values may hold "<", so tags mean nothing here: escaping is the template's.
  const icu = new IntlMessageFormat(message, locale, undefined, { ignoreTag: true })
  return remember(values => values === undefined && !message.includes('{') ? message : String(icu.format(values)))
}

const mostRemembered = 500

/** Plurals take long to choose and are asked for the same few numbers, such as “3 days”. */
function remember (write: Writer): Writer {
  const written = new Map<string, string>()
  return values => {
    const key = JSON.stringify(values ?? null)
    let text = written.get(key)
    if (text === undefined) {
      text = write(values)
      if (written.size >= mostRemembered) written.clear()
      written.set(key, text)
    }
    return text
  }
}

/** @throws when a value is missing, as ICU does */
function fillIn (message: string): Writer {
  const pieces = message.split(/\{(\w+)\}/)
  return values => {
    let text = pieces[0]!
    for (let place = 1; place < pieces.length; place += 2) {
      const name = pieces[place]!
      if (values === undefined || !(name in values)) throw new Error(`“${message}” needs ${name}.`)
      text += `${values[name] ?? ''}${pieces[place + 1]!}`
    }
    return text
  }
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
