import { TableColumn, type MigrationInterface, type QueryRunner } from 'typeorm'
import { createTable, dropTables, flag, id, instant, int, json, line, optional, primary, ref, to, unique } from './columns.js'

/** What agents know and topics ask for, a way of finding an agent for each topic, and what is tried before and after it. */
export class RouteBySteps1795888800000 implements MigrationInterface {
  name = 'RouteBySteps1795888800000'

  async up (runner: QueryRunner): Promise<void> {
    await createTable(runner, 'skills', [id(), line('name', 60, unique), instant('created_at'), int('version', { default: '1' })])
    await createTable(runner, 'agent_skills', [ref('agent_id', primary), ref('skill_id', primary)], {
      indices: [['skill_id']], foreignKeys: [to('agent_id', 'agents', 'CASCADE'), to('skill_id', 'skills', 'CASCADE')]
    })
    await runner.addColumn('agents', new TableColumn(int('routing_version', { default: '1' })))
    await runner.addColumn('departments', new TableColumn(flag('prefers_account_manager', false)))
    await runner.addColumn('departments', new TableColumn(flag('prefers_last_agent', false)))
    await runner.addColumn('departments', new TableColumn(json('fallback', optional)))
    await runner.addColumn('topics', new TableColumn(line('strategy', 20, optional)))
    await runner.addColumn('topics', new TableColumn(line('last_agent_choice', 10, optional)))
    await runner.addColumn('topics', new TableColumn(json('skill_ids', optional)))
  }

  async down (runner: QueryRunner): Promise<void> {
    for (const column of ['skill_ids', 'last_agent_choice', 'strategy']) await runner.dropColumn('topics', column)
    for (const column of ['fallback', 'prefers_last_agent', 'prefers_account_manager']) await runner.dropColumn('departments', column)
    await runner.dropColumn('agents', 'routing_version')
    await dropTables(runner, ['skills', 'agent_skills'])
  }
}
