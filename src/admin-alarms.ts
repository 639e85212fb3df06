import { presentAlarms } from './inbox/mailbox.presenter.js'
import { listActiveMailboxes } from './inbox/mailbox.queries.js'
import type { AlarmBuilder } from './plugins/page.js'

/** What an admin of mail is told on every page until it is mended. */
export const findAdminAlarms: AlarmBuilder = async ({ agent, ctx, t, format }) =>
  agent?.adminRights.has('mail') === true ? presentAlarms(await listActiveMailboxes(ctx.db.read), ctx.clock.now(), t, format) : []
