import type { Actor } from '../platform/actor.js'
import type { Mail } from './mail.entity.js'
import { isTemplateName, templateKind } from './templates.js'

type Shown = Pick<Mail, 'template' | 'state' | 'html'>

/** Whether a mail carries a secret that lets somebody in. */
export const opensAccount = ({ template }: Pick<Mail, 'template'>): boolean => isTemplateName(template) && templateKind(template).to === 'access'

/** What an admin of mail may do with the log. */
export const mailPolicy = {
  /**
   * Whether what the mail says may be read. A mail that opens an account is only for admins of people, who
   * could let themselves in anyway, and only where mail never leaves the house.
   */
  readBody (actor: Actor, mail: Shown): boolean {
    if (mail.html === '') return false
    return !opensAccount(mail) || (mail.state === 'kept' && actor.party === 'agent' && actor.adminRights.has('people'))
  },

  /** Mail that was kept, held or has failed can be sent once more, if it still says something. */
  retry: ({ state, html }: Shown): boolean => (state === 'kept' || state === 'failed' || state === 'held') && html !== ''
}
