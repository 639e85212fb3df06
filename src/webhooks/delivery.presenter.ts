import type { Format } from '../platform/i18n/format.js'
import type { Translate } from '../platform/i18n/translate.js'
import type { Delivery } from './delivery.entity.js'

export interface DeliveryLine { path: string, at: Date, type: string, state: string, isBad: boolean, note: string, attempts: number }

interface Words { t: Translate, format: Format }

export function presentDelivery (delivery: Delivery, { t, format }: Words): DeliveryLine {
  const { id, webhookId, createdAt, type, state, status, trouble, attempts } = delivery
  const said = trouble ?? (status === null ? '' : String(status))
  return { path: `/admin/webhooks/${webhookId}/messages/${id}`, at: createdAt, type, state: t(`webhooks.delivery.${state}`), isBad: state === 'failed' || (state === 'waiting' && attempts > 0), note: [said, nextOf(delivery, { t, format })].filter(Boolean).join(' · '), attempts }
}

function nextOf ({ state, nextTryAt }: Delivery, { t, format }: Words): string {
  if (state !== 'waiting') return ''
  return nextTryAt === null ? t('webhooks.delivery.behind') : t('webhooks.delivery.next', { when: format.dateTime(nextTryAt) })
}

export function presentFacts ({ messageId, type, status, tookMs, trouble, attempts, triedAt }: Delivery, { t, format }: Words): Array<{ name: string, value: string }> {
  const facts: Array<[string, string | null]> = [
    [t('webhooks.messages.what'), type], [t('webhooks.delivery.id'), messageId], [t('webhooks.messages.tries'), String(attempts)], [t('webhooks.delivery.tried'), triedAt === null ? null : format.dateTime(triedAt)],
    [t('webhooks.delivery.status'), status === null ? null : String(status)], [t('webhooks.delivery.trouble'), trouble], [t('webhooks.delivery.took'), tookMs === null ? null : t('webhooks.delivery.ms', { ms: tookMs })]
  ]
  return facts.flatMap(([name, value]) => value === null ? [] : [{ name, value }])
}

/** JSON as people read it. */
export const readableJson = (body: string): string => JSON.stringify(JSON.parse(body), null, 2)
