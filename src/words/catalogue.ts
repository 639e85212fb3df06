import { formatDe } from './de/format.js'
import { refusalsDe } from './de/refusals.js'
import { formatEn } from './en/format.js'
import { refusalsEn } from './en/refusals.js'

/** Every word that a person reads, in each language. One line for each room. */
const english = {
  ...formatEn,
  ...refusalsEn
} as const

const german: Record<WordKey, string> = {
  ...formatDe,
  ...refusalsDe
}

export type WordKey = keyof typeof english
export type WordValues = Record<string, string | number>
export type Locale = 'en' | 'de'

export const catalogue: Record<Locale, Record<WordKey, string>> = { en: english, de: german }
export const locales = Object.keys(catalogue) as Locale[]

/** Each language in its own words, for the links that change it. */
export const languageNames: Record<Locale, string> = { en: 'English', de: 'Deutsch' }
