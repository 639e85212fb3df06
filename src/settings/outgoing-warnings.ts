import type { Context } from '../platform/context.js'
import type { Format } from '../platform/i18n/format.js'
import type { Translate } from '../platform/i18n/translate.js'
import { countWaitingMails } from '../platform/mail/waiting-mails.js'

interface ServerRow { id: number, name: string, hourlyCap: number | null, failingSince: number | null, lastError: string | null, fullUntil: number | null }

/** What keeps mail from leaving, in sentences for the overview. Read by table name, because their room comes later. */
export async function listOutgoingWarnings ({ ctx, t, format }: { ctx: Context, t: Translate, format: Format }): Promise<Array<{ text: string, href: string }>> {
  const { db: { read }, clock } = ctx
  const now = clock.now()
  const servers = await read.query(`
    SELECT id, name, hourly_cap AS hourlyCap, failing_since AS failingSince, last_error AS lastError, full_until AS fullUntil
    FROM sending_servers WHERE is_active = 1 AND (failing_since IS NOT NULL OR full_until > ?) ORDER BY name`, [now.getTime()]) as ServerRow[]
  const [held] = await read.query("SELECT COUNT(*) AS mails FROM (SELECT 1 FROM mails WHERE state = 'held' LIMIT 1000) x") as Array<{ mails: number }>
  const [waiting, heldMails] = [await countWaitingMails(read, now), Number(held?.mails ?? 0)]

  return [
    ...(waiting > 0 ? [{ text: t('admin.warn_waiting', { count: waiting }), href: '/admin/ledger?group=waiting' }] : []),
    ...(heldMails > 0 ? [{ text: t('admin.warn_held', { count: heldMails }), href: '/admin/ledger?group=undelivered' }] : []),
    ...servers.map(({ id, name, hourlyCap, failingSince, lastError, fullUntil }) => ({
      href: `/admin/sending-servers/${id}`,
      text: failingSince !== null
        ? t('admin.warn_server', { name, when: format.dateTime(new Date(Number(failingSince))), error: lastError ?? '' })
        : t('admin.warn_full', { name, cap: hourlyCap ?? 0, when: format.time(new Date(Number(fullUntil))) })
    }))
  ]
}
