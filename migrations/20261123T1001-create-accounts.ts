import type { MigrationInterface, QueryRunner } from 'typeorm'
import { createTable, digest, dropTables, flag, id, instant, int, json, line, long, optional, primary, ref, to, unique } from './columns.js'

/** Agents, the people who ask, roles, absences, sessions and one-time tokens. */
export class CreateAccounts1795428060000 implements MigrationInterface {
  name = 'CreateAccounts1795428060000'

  async up (runner: QueryRunner): Promise<void> {
    await createTable(runner, 'agents', [
      id(), line('name', 190), line('email', 190, unique), line('password_hash', 255, optional), json('admin_rights'),
      line('locale', 10, { default: "'en'" }), line('time_zone', 60, optional), long(runner, 'signature', optional),
      ref('schedule_id', optional), int('capacity', optional), flag('takes_tickets', true), json('notifications'), json('preferences'),
      flag('is_active', true), instant('last_seen_at', optional), instant('created_at'), int('version', { default: '1' })
    ])

    await createTable(runner, 'people', [
      id(), line('name', 190), line('email', 190, unique), line('phone', 60, optional), line('locale', 10, optional),
      line('password_hash', 255, optional), instant('verified_at', optional), int('link_epoch', { default: '1' }),
      instant('created_at'), int('version', { default: '1' })
    ])

    await createTable(runner, 'roles', [
      id(), line('name', 120, unique), line('description', 255, { default: "''" }), json('permissions'), instant('created_at'), int('version', { default: '1' })
    ])

    await createTable(runner, 'absences', [
      id(), ref('agent_id'), instant('starts_at'), instant('ends_at'), line('reason', 190, { default: "''" })
    ], { indices: [['agent_id', 'ends_at']], foreignKeys: [to('agent_id', 'agents', 'CASCADE')] })

    await createTable(runner, 'sessions', [
      digest('id_digest', primary), long(runner, 'data'), ref('agent_id', optional), ref('person_id', optional),
      line('address', 60, { default: "''" }), line('browser', 255, { default: "''" }), instant('created_at'), instant('seen_at'), instant('expires_at')
    ], { indices: [['agent_id'], ['person_id'], ['expires_at']] })

    await createTable(runner, 'one_time_tokens', [
      id(), line('purpose', 20), digest('secret_digest', { ...optional, ...unique }), ref('agent_id', optional), ref('person_id', optional),
      ref('ticket_id', optional), int('misses', { default: '0' }), instant('created_at'), instant('expires_at')
    ], { indices: [['expires_at']] })
  }

  async down (runner: QueryRunner): Promise<void> {
    await dropTables(runner, ['agents', 'people', 'roles', 'absences', 'sessions', 'one_time_tokens'])
  }
}
