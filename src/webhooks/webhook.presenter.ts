import type { Format } from '../platform/i18n/format.js'
import type { Translate } from '../platform/i18n/translate.js'
import { webhookTypes } from './webhook-types.js'
import type { Webhook } from './webhook.entity.js'

interface Words { t: Translate, format: Format }

export function presentWebhooks (webhooks: readonly Webhook[], departments: ReadonlyArray<{ id: number, name: string }>, { t, format }: Words) {
  const placesOf = ({ departmentIds }: Webhook): string => departmentIds === null ? t('webhooks.all_departments') : departments.filter(({ id }) => departmentIds.includes(id)).map(({ name }) => name).join(', ')
  return {
    lead: t('webhooks.lead'),
    add: { href: '/admin/webhooks/new', label: t('webhooks.new') },
    columns: [t('webhooks.name'), t('webhooks.column.told'), t('webhooks.column.state'), t('webhooks.column.messages')],
    rows: webhooks.map(webhook => ({
      isOff: !webhook.isActive,
      cells: [
        { text: webhook.name, href: `/admin/webhooks/${webhook.id}`, note: webhook.url },
        { text: toldOf(webhook, t), note: placesOf(webhook) },
        { text: stateOf(webhook, { t, format }) },
        { text: t('webhooks.show_messages'), href: `/admin/webhooks/${webhook.id}/messages` }
      ]
    })),
    emptyText: t('webhooks.none')
  }
}

const mostNamed = 3

/** What it is told, short enough for a line. */
function toldOf ({ types }: Webhook, t: Translate): string {
  if (types.length === webhookTypes.length) return t('webhooks.told.everything')
  const named = types.slice(0, mostNamed).join(', ')
  return types.length > mostNamed ? t('webhooks.told.more', { named, count: types.length - mostNamed }) : named
}

function stateOf ({ isActive, givenUpAt, failingSince }: Webhook, { t, format }: Words): string {
  if (givenUpAt !== null) return t('webhooks.state.given_up')
  if (!isActive) return t('webhooks.state.off')
  return failingSince === null ? t('webhooks.state.on') : t('webhooks.state.failing', { since: format.dateTime(failingSince) })
}
