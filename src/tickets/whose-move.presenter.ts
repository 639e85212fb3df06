import type { WaitingOn } from '../platform/define-lifecycle.js'
import type { Format } from '../platform/i18n/format.js'
import type { Translate } from '../platform/i18n/translate.js'

export interface MoveView { kind: 'us' | 'you' | 'other', icon: string, label: string, since: string, text: string }

const looks = {
  us: { kind: 'us', icon: 'key' },
  requester: { kind: 'you', icon: 'door' },
  third_party: { kind: 'other', icon: 'hourglass' }
} as const

/** Whose move it is and for how long, in the words of the desk; null when nobody has to act. */
export function presentMove (waitingOn: WaitingOn, since: number, t: Translate, format: Format): MoveView | null {
  if (waitingOn === null) return null
  const duration = format.since(new Date(since))
  return { ...looks[waitingOn], label: t(`tickets.whose.${waitingOn}`), since: duration, text: t(`tickets.whose.${waitingOn}_for`, { duration }) }
}
