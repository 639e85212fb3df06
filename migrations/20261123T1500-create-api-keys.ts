import type { MigrationInterface, QueryRunner } from 'typeorm'
import { createTable, digest, dropTables, flag, id, instant, int, json, line, optional } from './columns.js'

/** Keys for programs that ask for help at /api. */
export class CreateApiKeys1795446000000 implements MigrationInterface {
  name = 'CreateApiKeys1795446000000'

  async up (runner: QueryRunner): Promise<void> {
    await createTable(runner, 'api_keys', [
      id(), line('name', 120), digest('key_digest'), line('begins', 8), json('scopes'), line('network', 60, optional),
      instant('expires_at', optional), flag('is_active', true), instant('last_used_at', optional), instant('created_at'), int('version', { default: 1 })
    ], { uniques: [['key_digest']] })
  }

  async down (runner: QueryRunner): Promise<void> {
    await dropTables(runner, ['api_keys'])
  }
}
