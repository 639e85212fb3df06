import { TableColumn, TableIndex, type MigrationInterface, type QueryRunner } from 'typeorm'
import { createTable, dropIndex, dropTables, flag, id, instant, int, line, long, optional, primary, ref, to } from './columns.js'

/** Servers that send for departments, what bounced, what waits for a digest, and the Message-IDs that a thread is made of. */
export class SendByServer1795448700000 implements MigrationInterface {
  name = 'SendByServer1795448700000'

  async up (runner: QueryRunner): Promise<void> {
    await createTable(runner, 'sending_servers', [
      id(), line('name', 120), line('host', 190), int('port'), line('security', 10), line('user_name', 190, { default: "''" }), long(runner, 'secret', optional),
      int('hourly_cap', optional), line('dkim_domain', 190, { default: "''" }), line('dkim_selector', 63, { default: "''" }), long(runner, 'dkim_key', optional),
      flag('is_active', true), instant('failing_since', optional), long(runner, 'last_error', optional), instant('full_until', optional), instant('created_at'), int('version', { default: '1' })
    ], { uniques: [['name']] })
    await createTable(runner, 'department_servers', [ref('department_id', primary), ref('server_id')], {
      foreignKeys: [to('department_id', 'departments', 'CASCADE'), to('server_id', 'sending_servers', 'CASCADE')]
    })
    await createTable(runner, 'bounced_addresses', [
      line('address', 190, primary), int('times', { default: '0' }), long(runner, 'text'), instant('bounced_at'), instant('held_at', optional)
    ])
    await createTable(runner, 'digest_lines', [
      id(), line('cause_key', 190, { isUnique: true }), ref('agent_id'), ref('ticket_id'), line('template', 40), line('subject', 255), instant('at')
    ], { indices: [['agent_id', 'id']], foreignKeys: [to('agent_id', 'agents', 'CASCADE'), to('ticket_id', 'tickets', 'CASCADE')] })

    await runner.addColumns('mails', [
      new TableColumn(ref('server_id', optional)), new TableColumn(instant('bounced_at', optional)), new TableColumn(long(runner, 'bounce_text', optional))
    ])
    await runner.createIndex('mails', new TableIndex({ name: 'ix_mails_server_id_sent_at', columnNames: ['server_id', 'sent_at'] }))
    await runner.addColumn('thread_entries', new TableColumn(line('message_id', 255, optional)))
    await runner.addColumn('mail_templates', new TableColumn(int('department_id', { default: '0' })))
    await dropIndex(runner, 'mail_templates', 'ix_mail_templates_name_locale')
    await runner.createIndex('mail_templates', new TableIndex({ name: 'ix_mail_templates_department_id_name_locale', columnNames: ['department_id', 'name', 'locale'], isUnique: true }))
  }

  async down (runner: QueryRunner): Promise<void> {
    await runner.query('DELETE FROM mail_templates WHERE department_id <> 0')
    await dropIndex(runner, 'mail_templates', 'ix_mail_templates_department_id_name_locale')
    await runner.createIndex('mail_templates', new TableIndex({ name: 'ix_mail_templates_name_locale', columnNames: ['name', 'locale'], isUnique: true }))
    await runner.dropColumn('mail_templates', 'department_id')
    await runner.dropColumn('thread_entries', 'message_id')
    await dropIndex(runner, 'mails', 'ix_mails_server_id_sent_at')
    await runner.dropColumns('mails', ['server_id', 'bounced_at', 'bounce_text'])
    await dropTables(runner, ['sending_servers', 'department_servers', 'bounced_addresses', 'digest_lines'])
  }
}
