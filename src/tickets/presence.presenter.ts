import type { Translate } from '../platform/i18n/translate.js'
import { initials } from '../platform/initials.js'
import type { PresentRow } from './presence.queries.js'

/** Who else is here and what they do, in words. */
export function presentPresence (present: PresentRow[], t: Translate): Array<{ initials: string, text: string }> {
  return present.map(({ name, activity }) => ({ initials: initials(name), text: t(`tickets.presence.${activity}`, { name }) }))
}
