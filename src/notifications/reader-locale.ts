import { toLocale } from '../platform/i18n/translate.js'
import type { Organisation } from '../settings/organisation.js'
import type { Locale } from '../words/catalogue.js'

/** The language of a reader: the one he or she chose, if the organisation speaks it, or else the organisation's own. */
export function readerLocale (chosen: string | null, { languages, defaultLocale }: Pick<Organisation, 'languages' | 'defaultLocale'>): Locale {
  return languages.find(language => language === chosen?.slice(0, 2)) ?? toLocale(defaultLocale)
}
