import { second } from '../platform/clock.js'
import type { Reader } from '../platform/database/database.js'
import { recently } from '../platform/recently.js'
import type { Locale } from '../words/catalogue.js'
import { Setting } from './setting.entity.js'

/** Colours of the house, each checked for contrast when it is saved. */
export interface HouseColours { door: string, brand: string }

/** What an organisation decides about the whole desk. */
export interface Organisation {
  name: string
  mailAddress: string
  mailName: string
  timeZone: string
  defaultLocale: Locale
  languages: Locale[]
  /** `{yy}` `{yyyy}` `{mm}` and one run of zeros, `{000000}`, for the counting part. */
  numberFormat: string
  /** Whether answers go to an address with a mark behind a plus. Not every mail system delivers those. */
  subAddressing: boolean
  /** Seconds in which a reply can be taken back. */
  undoSeconds: number
  /** Shown on the start page; plain paragraphs. */
  openingText: string
  colours: HouseColours | null
  /** SHA-256 of a PNG, JPEG or WebP in the file store. */
  logoFile: string | null
}

export const standardOrganisation: Organisation = {
  name: 'Help desk',
  mailAddress: 'help@localhost',
  mailName: 'Help desk',
  timeZone: 'UTC',
  defaultLocale: 'en',
  languages: ['en', 'de'],
  numberFormat: '{yy}-{000000}',
  subAddressing: true,
  undoSeconds: 15,
  openingText: '',
  colours: null,
  logoFile: null
}

/** The organisation's settings, with the standard for each that was never saved. */
export async function findOrganisation (reader: Reader): Promise<Organisation & { version: number }> {
  const setting = await reader.findOneBy(Setting, { name: 'organisation' })
  return { ...standardOrganisation, ...(setting?.value as Partial<Organisation> | undefined), version: setting?.version ?? 0 }
}

const lastKnown = recently(second, async reader => findOrganisation(reader))

/** The same at most a second late, for whatever is asked at every request. */
export const findRecentOrganisation = async (reader: Reader): Promise<Organisation> => lastKnown.find(reader, 'organisation')

/** Makes a change of the settings count at once in this process. */
export const forgetOrganisation = (): void => lastKnown.forget()
