import type { MigrationInterface, QueryRunner } from 'typeorm'
import { createTable, digest, dropTables, id, instant, int, json, line, long, optional, ref, to, unique } from './columns.js'

/** Every message that was taken, and what became of it. */
export class CreateIncomingMessages1795450200000 implements MigrationInterface {
  name = 'CreateIncomingMessages1795450200000'

  async up (runner: QueryRunner): Promise<void> {
    await createTable(runner, 'incoming_messages', [
      id(), ref('mailbox_id', optional), line('door', 10), digest('fingerprint'), line('origin_key', 190, unique), digest('sha256'), int('size'),
      line('envelope_from', 255, optional), json('envelope_to'), line('message_id', 255, optional), line('from_address', 190, optional), line('from_name', 190, optional),
      line('subject', 255, optional), line('automatic', 12, optional), line('state', 12, { default: "'stored'" }), line('outcome', 12, optional), json('reason', optional),
      ref('ticket_id', optional), ref('entry_id', optional), ref('person_id', optional), json('problems'), int('attempts', { default: '0' }), long(runner, 'last_error', optional),
      instant('received_at'), instant('processed_at', optional), int('version', { default: '1' })
    ], {
      indices: [['message_id'], ['from_address', 'id'], ['state', 'id'], ['outcome', 'id'], ['mailbox_id', 'id'], ['ticket_id']],
      foreignKeys: [to('mailbox_id', 'mailboxes', 'SET NULL'), to('ticket_id', 'tickets', 'SET NULL')]
    })
  }

  async down (runner: QueryRunner): Promise<void> {
    await dropTables(runner, ['incoming_messages'])
  }
}
