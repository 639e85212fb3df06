import { Agent } from '../accounts/agent.entity.js'
import type { Platform } from '../platform/context.js'
import { findOrganisation } from '../settings/organisation.js'
import type { AdminNotice } from './admin-notice.js'
import { adminNoticeLetter } from './admin-notice.mail.js'
import { queueMail } from './commands/queue-mail.js'
import { readerLocale } from './reader-locale.js'
import { findWording } from './wording.queries.js'

/** Writes to every admin who can do something about it, or to the one agent whom it concerns. Running twice is harmless: the same cause is told once. */
export async function notifyAdmins (platform: Platform, notice: AdminNotice): Promise<void> {
  const { db, clock, config } = platform
  await db.transaction(async manager => {
    const organisation = await findOrganisation(manager)
    const agents = await manager.findBy(Agent, { isActive: true })
    for (const agent of agents.filter(({ id, adminRights }) => notice.agentId === undefined ? adminRights.includes(notice.right) : id === notice.agentId)) {
      const wording = await findWording(manager, 'admin_notice', readerLocale(agent.locale, organisation))
      const letter = adminNoticeLetter(agent, notice, wording, organisation, { baseUrl: config.baseUrl, now: clock.now() })
      await queueMail(manager, platform, { template: 'admin_notice', letter, cause: `notice:${notice.cause}` })
    }
  })
}
