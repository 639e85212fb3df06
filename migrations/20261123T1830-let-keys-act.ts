import { TableColumn, type MigrationInterface, type QueryRunner } from 'typeorm'
import { createTable, digest, dropTables, flag, instant, int, json, line, long, optional, primary, ref } from './columns.js'

/** Keys that act for an agent, and what a program was answered, so that the same request again does nothing twice. */
export class LetKeysAct1795458600000 implements MigrationInterface {
  name = 'LetKeysAct1795458600000'

  async up (runner: QueryRunner): Promise<void> {
    await runner.addColumn('api_keys', new TableColumn(ref('agent_id', optional)))
    await runner.addColumn('api_keys', new TableColumn(json('department_ids', optional)))
    await runner.addColumn('api_keys', new TableColumn(flag('is_personal', false)))
    await createTable(runner, 'idempotent_requests', [
      digest('key_digest', primary), digest('request_digest'), line('claim', 36), instant('began_at'), instant('committed_at', optional),
      int('status', optional), json('headers', optional), long(runner, 'body', optional), instant('expires_at')
    ], { indices: [['expires_at']] })
  }

  async down (runner: QueryRunner): Promise<void> {
    await dropTables(runner, ['idempotent_requests'])
    for (const column of ['is_personal', 'department_ids', 'agent_id']) await runner.dropColumn('api_keys', column)
  }
}
