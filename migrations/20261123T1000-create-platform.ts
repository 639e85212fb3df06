import type { MigrationInterface, QueryRunner } from 'typeorm'
import { createTable, digest, dropTables, id, instant, int, json, line, long, optional, primary, ref, unique } from './columns.js'

/** Jobs, timers, brakes, settings and the audit log. */
export class CreatePlatform1795428000000 implements MigrationInterface {
  name = 'CreatePlatform1795428000000'

  async up (runner: QueryRunner): Promise<void> {
    await createTable(runner, 'jobs', [
      id(), line('name', 60), json('payload'), line('unique_key', 190, { ...optional, ...unique }), line('state', 10, { default: "'ready'" }),
      instant('run_at'), int('attempts', { default: '0' }), line('lease_token', 40, optional), long(runner, 'last_error', optional), instant('created_at')
    ], { indices: [['state', 'run_at']] })

    await createTable(runner, 'timers', [line('name', 60, primary), instant('next_run_at')])

    await createTable(runner, 'brakes', [digest('key_digest', primary), int('tries'), instant('ends_at')], { indices: [['ends_at']] })

    await createTable(runner, 'settings', [line('name', 60, primary), json('value'), int('version', { default: '1' }), instant('updated_at')])

    await createTable(runner, 'audit_entries', [
      id(), instant('at'), ref('agent_id', optional), line('agent_name', 190), line('action', 60),
      line('subject_type', 40), int('subject_id', optional), line('subject_name', 255), json('difference')
    ], { indices: [['at'], ['subject_type', 'subject_id']] })
  }

  async down (runner: QueryRunner): Promise<void> {
    await dropTables(runner, ['jobs', 'timers', 'brakes', 'settings', 'audit_entries'])
  }
}
