import type { MigrationInterface, QueryRunner } from 'typeorm'
import { createTable, dropTables, flag, id, instant, int, json, line, optional, primary, ref, to, unique } from './columns.js'

/** Departments, who works in them, teams, schedules, promises, topics and their questions. */
export class CreateOrganisation1795428120000 implements MigrationInterface {
  name = 'CreateOrganisation1795428120000'

  async up (runner: QueryRunner): Promise<void> {
    const version = int('version', { default: '1' })

    await createTable(runner, 'schedules', [
      id(), line('name', 120, unique), json('opening_hours'), flag('is_default', false), instant('created_at'), version
    ])

    await createTable(runner, 'departments', [
      id(), line('name', 120, unique), line('description', 255, { default: "''" }), line('mail_address', 190, optional), line('mail_name', 120, optional),
      ref('manager_id', optional), ref('schedule_id', optional), line('closure_policy', 20, { default: "'requester_confirms'" }),
      int('grace_days', { default: '5' }), int('reminder_days', { default: '2' }), flag('follows_up', true), int('follow_up_days', { default: '3' }),
      int('reopen_days', { default: '30' }), line('strategy', 20, { default: "'manual'" }), flag('shows_promise', true),
      ref('last_turn_agent_id', optional), flag('is_active', true), instant('created_at'), version
    ], { foreignKeys: [to('manager_id', 'agents', 'SET NULL'), to('schedule_id', 'schedules', 'SET NULL')] })

    await createTable(runner, 'memberships', [ref('agent_id', primary), ref('department_id', primary), ref('role_id')], {
      indices: [['department_id']],
      foreignKeys: [to('agent_id', 'agents', 'CASCADE'), to('department_id', 'departments', 'CASCADE'), to('role_id', 'roles')]
    })

    await createTable(runner, 'teams', [
      id(), line('name', 120, unique), line('description', 255, { default: "''" }), ref('lead_id', optional), line('strategy', 20, { default: "'manual'" }),
      ref('last_turn_agent_id', optional), flag('is_active', true), instant('created_at'), version
    ], { foreignKeys: [to('lead_id', 'agents', 'SET NULL')] })

    await createTable(runner, 'team_members', [ref('team_id', primary), ref('agent_id', primary)], {
      indices: [['agent_id']], foreignKeys: [to('team_id', 'teams', 'CASCADE'), to('agent_id', 'agents', 'CASCADE')]
    })

    await createTable(runner, 'sla_policies', [
      id(), line('name', 120, unique), int('position'), json('department_ids'), json('topic_ids'), ref('schedule_id', optional),
      flag('around_the_clock', false), json('targets'), flag('pauses_on_hold', true), int('warn_at_percent', { default: '75' }),
      flag('is_active', true), instant('created_at'), version
    ], { foreignKeys: [to('schedule_id', 'schedules', 'SET NULL')] })

    await createTable(runner, 'topics', [
      id(), line('name', 120), line('description', 255, { default: "''" }), line('icon', 40, { default: "'question'" }), ref('department_id'), ref('team_id', optional),
      int('priority', { default: '2' }), line('closure_policy', 20, optional), int('position'), flag('is_public', true), flag('is_active', true),
      instant('created_at'), version
    ], { foreignKeys: [to('department_id', 'departments'), to('team_id', 'teams', 'SET NULL')] })

    await createTable(runner, 'questions', [
      id(), ref('topic_id'), line('label', 190), line('hint', 255, { default: "''" }), line('kind', 20), json('options'), flag('is_required', false),
      flag('is_public', true), flag('needed_to_close', false), int('position'), flag('is_active', true)
    ], { indices: [['topic_id', 'position']], foreignKeys: [to('topic_id', 'topics', 'CASCADE')] })
  }

  async down (runner: QueryRunner): Promise<void> {
    await dropTables(runner, ['schedules', 'departments', 'memberships', 'teams', 'team_members', 'sla_policies', 'topics', 'questions'])
  }
}
