import type { Format } from '../platform/i18n/format.js'
import type { Translate } from '../platform/i18n/translate.js'
import { languageNames, locales } from '../words/catalogue.js'
import type { Agent } from './agent.entity.js'
import type { OwnSession } from './agent.queries.js'
import { digestRhythms, notificationChoices, wants } from './notification-choices.js'
import { timeZones } from './profile.policy.js'

export interface Option { value: string, label: string, chosen: boolean }

export interface MeView {
  version: number
  name: string
  email: string
  signature: string
  takesTickets: boolean
  keys: boolean
  hasPassword: boolean
  languages: Option[]
  timeZones: Option[]
  themes: Option[]
  mails: Option[]
  digests: Option[]
  sessions: Array<{ id: string, browser: string, address: string, seen: string, isThis: boolean }>
}

interface MeInput { agent: Agent, sessions: OwnSession[], ownSession: string, organisationZone: string }

/** The agent's own page. */
export function presentMe ({ agent, sessions, ownSession, organisationZone }: MeInput, t: Translate, format: Format): MeView {
  return {
    version: agent.version,
    name: agent.name,
    email: agent.email,
    signature: agent.signature ?? '',
    takesTickets: agent.takesTickets,
    keys: agent.preferences.keys ?? true,
    hasPassword: agent.passwordHash !== null,
    languages: languageOptions(agent.locale),
    timeZones: [{ value: '', label: t('accounts.me.time_zone.standard', { zone: organisationZone }), chosen: agent.timeZone === null }, ...zoneOptions(agent.timeZone)],
    themes: [
      { value: '', label: t('accounts.me.theme.system'), chosen: agent.preferences.theme === undefined },
      { value: 'light', label: t('accounts.me.theme.light'), chosen: agent.preferences.theme === 'light' },
      { value: 'dark', label: t('accounts.me.theme.dark'), chosen: agent.preferences.theme === 'dark' }
    ],
    mails: notificationChoices.map(({ name, label }) => ({ value: name, label: t(label), chosen: wants(agent.notifications, name) })),
    digests: [{ value: '', label: t('accounts.me.digest.at_once'), chosen: agent.preferences.digest === undefined }, ...digestRhythms.map(value => ({ value, label: t(`accounts.me.digest.${value}`), chosen: agent.preferences.digest === value }))],
    sessions: sessions.map(({ idDigest, browser, address, seenAt }) => ({
      id: idDigest, address, isThis: idDigest === ownSession, browser: browserName(browser) ?? t('accounts.me.sessions.unknown'), seen: t('accounts.me.sessions.seen', { when: format.dateTime(seenAt) })
    }))
  }
}

export const languageOptions = (chosen: string | null): Option[] => locales.map(value => ({ value, label: languageNames[value], chosen: value === chosen }))

export const zoneOptions = (chosen: string | null): Option[] => (chosen === null || timeZones.includes(chosen) ? timeZones : [chosen, ...timeZones]).map(value => ({ value, label: value.replaceAll('_', ' '), chosen: value === chosen }))

/** “Firefox, Linux”: enough to know one's own browsers by. */
export function browserName (userAgent: string): string | null {
  const browser = [['Edg/', 'Edge'], ['OPR/', 'Opera'], ['Firefox/', 'Firefox'], ['Chrome/', 'Chrome'], ['Safari/', 'Safari']].find(([mark]) => userAgent.includes(mark!))?.[1]
  const system = [['Android', 'Android'], ['iPhone', 'iPhone'], ['iPad', 'iPad'], ['Windows', 'Windows'], ['Mac OS', 'Mac'], ['Linux', 'Linux']].find(([mark]) => userAgent.includes(mark!))?.[1]
  return [browser, system].filter(Boolean).join(', ') || null
}
