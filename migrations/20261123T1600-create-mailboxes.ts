import type { MigrationInterface, QueryRunner } from 'typeorm'
import { createTable, dropTables, flag, id, instant, int, json, line, long, optional, ref, to } from './columns.js'

/** Addresses whose mail is fetched by IMAP. */
export class CreateMailboxes1795449600000 implements MigrationInterface {
  name = 'CreateMailboxes1795449600000'

  async up (runner: QueryRunner): Promise<void> {
    await createTable(runner, 'mailboxes', [
      id(), line('name', 120), line('address', 190), line('sender_name', 120, { default: "''" }), line('host', 190), int('port'), line('security', 10), line('user_name', 190),
      line('authentication', 20), long(runner, 'secret', optional), line('client_id', 190, { default: "''" }), line('authority', 190, { default: "''" }), long(runner, 'client_secret', optional),
      line('client_secret_expires_on', 10, optional), instant('token_expires_at', optional), line('folder', 190, { default: "'INBOX'" }), line('after_fetch', 10, { default: "'keep'" }), line('move_to', 190, { default: "''" }),
      ref('department_id'), ref('topic_id', optional), int('priority', optional), flag('is_active', true), instant('starts_at', optional),
      line('uid_validity', 20, optional), instant('last_uid', { default: '0' }), instant('baseline_uid', { default: '0' }), instant('last_fetched_at', optional), instant('last_message_at', optional),
      instant('failing_since', optional), json('last_error', optional), int('message_count', { default: '0' }), instant('longest_silence_ms', { default: '0' }), instant('silent_since', optional),
      line('lease_token', 40, optional), instant('lease_until', optional), instant('created_at'), int('version', { default: '1' })
    ], {
      uniques: [['name']],
      foreignKeys: [to('department_id', 'departments'), to('topic_id', 'topics', 'SET NULL')],
      checks: ["authentication IN ('password', 'microsoft', 'google')", "after_fetch IN ('keep', 'move', 'delete')"]
    })
  }

  async down (runner: QueryRunner): Promise<void> {
    await dropTables(runner, ['mailboxes'])
  }
}
