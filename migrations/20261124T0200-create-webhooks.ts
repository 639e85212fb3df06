import type { MigrationInterface, QueryRunner } from 'typeorm'
import { createTable, dropTables, flag, id, instant, int, json, line, long, optional, primary, ref, to } from './columns.js'

/** Addresses of other programs that are told what happens, and each message to them. */
export class CreateWebhooks1795478400000 implements MigrationInterface {
  name = 'CreateWebhooks1795478400000'

  async up (runner: QueryRunner): Promise<void> {
    await createTable(runner, 'webhooks', [
      id(), line('name', 120), line('url', 1000), long(runner, 'secret'), long(runner, 'former_secret', optional), instant('former_until', optional), json('types'), json('department_ids', optional),
      ref('since_event_id'), flag('is_active', true), instant('failing_since', optional), instant('given_up_at', optional), instant('created_at'), int('version', { default: 1 })
    ])
    await createTable(runner, 'webhook_cursors', [ref('webhook_id', primary), ref('ticket_id', primary), ref('event_id')], {
      indices: [['ticket_id']], foreignKeys: [to('webhook_id', 'webhooks', 'CASCADE'), to('ticket_id', 'tickets', 'CASCADE')]
    })
    await createTable(runner, 'webhook_deliveries', [
      id(), ref('webhook_id'), ref('event_id', optional), ref('ticket_id', optional), line('type', 40), line('message_id', 60), long(runner, 'body'), line('state', 12), int('attempts', { default: 0 }),
      instant('next_try_at', optional), int('status', optional), long(runner, 'answer', optional), line('trouble', 500, optional), int('took_ms', optional), instant('created_at'), instant('tried_at', optional)
    ], {
      indices: [['state', 'next_try_at'], ['webhook_id', 'ticket_id', 'state'], ['created_at']],
      foreignKeys: [to('webhook_id', 'webhooks', 'CASCADE')]
    })
  }

  async down (runner: QueryRunner): Promise<void> {
    await dropTables(runner, ['webhooks', 'webhook_cursors', 'webhook_deliveries'])
  }
}
