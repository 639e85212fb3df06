import { TableColumn, TableIndex, type MigrationInterface, type QueryRunner } from 'typeorm'
import { dropIndex, isMysql, optional, ref } from './columns.js'

const table = 'ticket_referrals'

/** A ticket may also be referred to a team, or to one agent. */
export class ReferToPeople1795900260000 implements MigrationInterface {
  name = 'ReferToPeople1795900260000'

  async up (runner: QueryRunner): Promise<void> {
    await letDepartmentBeEmpty(runner, true)
    for (const column of ['team_id', 'agent_id']) await runner.query(`ALTER TABLE ${table} ADD COLUMN ${column} int NULL`)
    await runner.getTable(table)
    for (const column of ['team_id', 'agent_id']) await runner.createIndex(table, new TableIndex({ name: indexOf(column), columnNames: [column, 'ended_at', 'ticket_id'] }))
  }

  async down (runner: QueryRunner): Promise<void> {
    await runner.query(`DELETE FROM ${table} WHERE department_id IS NULL`)
    for (const column of ['agent_id', 'team_id']) {
      await dropIndex(runner, table, indexOf(column))
      await runner.query(`ALTER TABLE ${table} DROP COLUMN ${column}`)
    }
    await runner.getTable(table)
    await letDepartmentBeEmpty(runner, false)
  }
}

const indexOf = (column: string): string => `ix_${table}_${column}_ended_at_ticket_id`

/** SQLite knows no way to change a column but to make the table anew. */
async function letDepartmentBeEmpty (runner: QueryRunner, isNullable: boolean): Promise<void> {
  if (isMysql(runner)) await runner.query(`ALTER TABLE ${table} MODIFY department_id int ${isNullable ? 'NULL' : 'NOT NULL'}`)
  else await runner.changeColumn(table, 'department_id', new TableColumn(ref('department_id', isNullable ? optional : {})))
}
