import { TableIndex, type MigrationInterface, type QueryRunner } from 'typeorm'
import { createTable, dropIndex, dropTables, flag, id, instant, int, line, long, optional, primary, ref, to } from './columns.js'

const added: Array<[table: string, columnNames: string[]]> = [
  ['people', ['company_id', 'name', 'id']],
  ['people', ['name', 'id']],
  ['tickets', ['company_id', 'state', 'active_at', 'id', 'department_id']]
]

/** The firms, faculties and offices that requesters belong to, and for which a ticket was asked. */
export class CreateCompanies1795885200000 implements MigrationInterface {
  name = 'CreateCompanies1795885200000'

  async up (runner: QueryRunner): Promise<void> {
    await createTable(runner, 'companies', [
      id(), line('name', 190), long(runner, 'note'), ref('account_manager_id', optional), flag('colleagues_see', false), flag('is_active', true), instant('created_at'), int('version', { default: 1 })
    ], { uniques: [['name']], indices: [['account_manager_id']], foreignKeys: [to('account_manager_id', 'agents', 'SET NULL')] })
    await createTable(runner, 'company_domains', [line('domain', 190, primary), ref('company_id')], {
      indices: [['company_id']], foreignKeys: [to('company_id', 'companies', 'CASCADE')]
    })
    await runner.query('ALTER TABLE people ADD COLUMN company_id int NULL')
    await runner.query('ALTER TABLE people ADD COLUMN company_by_hand boolean NOT NULL DEFAULT 0')
    await runner.query('ALTER TABLE tickets ADD COLUMN company_id int NULL')
    for (const [table, columnNames] of added) await runner.createIndex(table, new TableIndex({ name: nameOf(table, columnNames), columnNames }))
  }

  async down (runner: QueryRunner): Promise<void> {
    for (const [table, columnNames] of added) await dropIndex(runner, table, nameOf(table, columnNames))
    await runner.query('ALTER TABLE tickets DROP COLUMN company_id')
    for (const column of ['company_by_hand', 'company_id']) await runner.query(`ALTER TABLE people DROP COLUMN ${column}`)
    await dropTables(runner, ['companies', 'company_domains'])
  }
}

const nameOf = (table: string, columnNames: string[]): string => `ix_${table}_${columnNames.join('_')}`.slice(0, 64)
