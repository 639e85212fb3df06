import type { EntityManager } from 'typeorm'
import { Department } from '../departments/department.entity.js'
import { after, day } from '../platform/clock.js'
import { joinTransaction, withActor, type Platform } from '../platform/context.js'
import { translator } from '../platform/i18n/translate.js'
import { findOrganisation, type Organisation } from '../settings/organisation.js'
import { addNote } from '../tickets/commands/add-note.js'
import { Ticket } from '../tickets/ticket.entity.js'
import { queueMail } from './commands/queue-mail.js'
import { listOwnAddresses } from './own-addresses.queries.js'
import { readerLocale } from './reader-locale.js'
import { ruleLetter } from './rule-mail.mail.js'
import { mostRuleMails, type RuleMail } from './rule-mail.js'
import { countRuleMails } from './rule-mail.queries.js'
import { findWording } from './wording.queries.js'

/**
 * Writes a rule's mail to each of its addresses. None goes to an address of the house, where it would come in
 * as a ticket, and a ticket that causes too many in a day gets a note instead.
 *
 * Running twice is harmless: each mail is unique by cause and address.
 */
export async function sendRuleMail (platform: Platform, mail: RuleMail): Promise<void> {
  await platform.db.transaction(async manager => {
    const ticket = await manager.findOneBy(Ticket, { id: mail.ticketId })
    if (ticket === null) return

    const organisation = await findOrganisation(manager)
    const department = await manager.findOneByOrFail(Department, { id: ticket.departmentId })
    const wording = await findWording(manager, 'rule_mail', readerLocale(null, organisation), department.id)
    const own = await listOwnAddresses(manager)
    for (const address of mail.to.filter(each => !own.has(each.toLowerCase()))) {
      if (await countRuleMails(manager, ticket.id, after(platform.clock.now(), -day)) >= mostRuleMails) return tellTooMany(platform, manager, mail, organisation)
      const letter = ruleLetter(address, mail, wording, { ticket, department, organisation })
      await queueMail(manager, platform, { template: 'rule_mail', letter, cause: mail.cause, ticketId: ticket.id })
    }
  })
}

async function tellTooMany (platform: Platform, manager: EntityManager, { ticketId, rule }: RuleMail, { defaultLocale }: Organisation): Promise<void> {
  const t = translator(defaultLocale)
  const ctx = joinTransaction(withActor(platform, { party: 'system', id: null, name: rule, isRule: true }), manager)
  await addNote(ctx, { ticketId, text: t('rules.refused', { rule, why: t('rules.too_many_mails', { limit: mostRuleMails }) }) })
}
