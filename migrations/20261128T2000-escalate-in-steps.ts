import { TableIndex, type MigrationInterface, type QueryRunner } from 'typeorm'
import { dropIndex, isMysql } from './columns.js'

/**
 * What a service level does as a promise comes near or is missed. The warning that each had becomes its first
 * step, and who was warned already is not warned again. A service level may also be for priorities and companies.
 */
export class EscalateInSteps1795896000000 implements MigrationInterface {
  name = 'EscalateInSteps1795896000000'

  async up (runner: QueryRunner): Promise<void> {
    const joined = (...parts: string[]) => isMysql(runner) ? `CONCAT(${parts.join(', ')})` : parts.join(' || ')
    await runner.query('ALTER TABLE sla_policies ADD COLUMN steps text NULL')
    await runner.query('ALTER TABLE sla_policies ADD COLUMN priorities text NULL')
    await runner.query('ALTER TABLE sla_policies ADD COLUMN company_ids text NULL')
    await runner.query(`UPDATE sla_policies SET priorities = '[]', company_ids = '[]', steps = ${joined(
      `'[{"key":"warn","target":"any","when":{"from":"share","percent":'`, 'warn_at_percent', `'},"act":{"kind":"notify","whom":"holder"}}]'`
    )}`)
    await runner.query('ALTER TABLE sla_policies DROP COLUMN warn_at_percent')

    await runner.query('ALTER TABLE targets ADD COLUMN next_step_at bigint NULL')
    await runner.query('ALTER TABLE targets ADD COLUMN taken_steps text NULL')
    await runner.query(`UPDATE targets SET next_step_at = warns_at, taken_steps = CASE WHEN warned_at IS NULL THEN NULL ELSE ${joined(`'[{"key":"warn","at":'`, 'warned_at', `'}]'`)} END WHERE warns_at IS NOT NULL OR warned_at IS NOT NULL`)
    await runner.createIndex('targets', new TableIndex({ name: 'ix_targets_next_step_at', columnNames: ['next_step_at'] }))
    await dropIndex(runner, 'targets', 'ix_targets_warns_at')
    await runner.query('ALTER TABLE targets DROP COLUMN warns_at')
    await runner.query('ALTER TABLE targets DROP COLUMN warned_at')
  }

  async down (runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE targets ADD COLUMN warns_at bigint NULL')
    await runner.query('ALTER TABLE targets ADD COLUMN warned_at bigint NULL')
    await runner.query('UPDATE targets SET warns_at = next_step_at WHERE next_step_at IS NOT NULL')
    await runner.createIndex('targets', new TableIndex({ name: 'ix_targets_warns_at', columnNames: ['warns_at'] }))
    await dropIndex(runner, 'targets', 'ix_targets_next_step_at')
    await runner.query('ALTER TABLE targets DROP COLUMN next_step_at')
    await runner.query('ALTER TABLE targets DROP COLUMN taken_steps')

    await runner.query('ALTER TABLE sla_policies ADD COLUMN warn_at_percent int NOT NULL DEFAULT 75')
    await runner.query('ALTER TABLE sla_policies DROP COLUMN steps')
    await runner.query('ALTER TABLE sla_policies DROP COLUMN priorities')
    await runner.query('ALTER TABLE sla_policies DROP COLUMN company_ids')
  }
}
