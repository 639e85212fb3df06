import type { MigrationInterface, QueryRunner } from 'typeorm'
import { createTable, dropTables, id, instant, int, json, line, long, optional, primary, ref, to, unique } from './columns.js'

/** The mail log with its templates, and what requesters said afterwards. */
export class CreateMails1795428240000 implements MigrationInterface {
  name = 'CreateMails1795428240000'

  async up (runner: QueryRunner): Promise<void> {
    await createTable(runner, 'mails', [
      id(), line('cause_key', 190, unique), line('message_id', 190, unique), ref('ticket_id', optional), line('template', 40), line('to_address', 190),
      line('to_name', 190, { default: "''" }), line('from_address', 190), line('from_name', 190, { default: "''" }), line('subject', 255),
      long(runner, 'html'), long(runner, 'text'), json('headers'), line('state', 10, { default: "'queued'" }), int('attempts', { default: '0' }),
      long(runner, 'last_error', optional), instant('created_at'), instant('sent_at', optional)
    ], { indices: [['ticket_id'], ['state', 'id']], foreignKeys: [to('ticket_id', 'tickets', 'CASCADE')] })

    await createTable(runner, 'mail_templates', [
      id(), line('name', 40), line('locale', 10), line('subject', 255), long(runner, 'body'), instant('updated_at'), int('version', { default: '1' })
    ], { uniques: [['name', 'locale']] })

    await createTable(runner, 'ratings', [ref('ticket_id', primary), int('score'), long(runner, 'comment'), instant('rated_at')], {
      foreignKeys: [to('ticket_id', 'tickets', 'CASCADE')], checks: ['score BETWEEN 1 AND 5']
    })
  }

  async down (runner: QueryRunner): Promise<void> {
    await dropTables(runner, ['mails', 'mail_templates', 'ratings'])
  }
}
