import type { MigrationInterface, QueryRunner } from 'typeorm'
import { createTable, digest, dropTables, flag, id, instant, int, json, line, long, optional, primary, ref, to, unique } from './columns.js'

const states = "('new', 'open', 'waiting', 'on_hold', 'resolved', 'closed', 'merged', 'trashed')"

/** Tickets and everything that belongs to one. */
export class CreateTickets1795428180000 implements MigrationInterface {
  name = 'CreateTickets1795428180000'

  async up (runner: QueryRunner): Promise<void> {
    await createTable(runner, 'statuses', [
      id(), line('state', 12), line('label', 60), line('public_label', 60, { default: "''" }), int('position'), flag('is_active', true),
      instant('created_at'), int('version', { default: '1' })
    ])

    await createTable(runner, 'tickets', [
      id(), line('number', 40, unique), line('subject', 255), ref('requester_id'), ref('topic_id', optional), ref('department_id'),
      ref('team_id', optional), ref('assignee_id', optional), int('priority', { default: '2' }), line('source', 10), line('state', 12, { default: "'new'" }),
      ref('status_id', optional), line('waiting_on', 12, optional), instant('waiting_since'), ref('sla_policy_id', optional), instant('next_due_at', optional),
      instant('sorts_at'), instant('due_at', optional), line('hold_reason', 255, optional), instant('hold_until', optional), instant('resolved_at', optional),
      instant('closed_at', optional), instant('closes_at', optional), instant('reminds_at', optional), instant('follows_up_at', optional),
      int('reopened_count', { default: '0' }), ref('merged_into_id', optional), line('last_line', 160, { default: "''" }), line('last_party', 12, { default: "'requester'" }),
      instant('active_at'), instant('created_at'), line('form_key', 64, { ...optional, ...unique }), int('version', { default: '1' })
    ], {
      indices: [
        ['assignee_id', 'state', 'sorts_at'], ['team_id', 'state', 'sorts_at'], ['department_id', 'state', 'sorts_at', 'priority'], ['department_id', 'assignee_id', 'state', 'sorts_at'],
        ['department_id', 'state', 'active_at'],
        ['requester_id', 'active_at'], ['hold_until'], ['closes_at'], ['reminds_at'], ['follows_up_at']
      ],
      foreignKeys: [
        to('requester_id', 'people'), to('topic_id', 'topics'), to('department_id', 'departments'), to('team_id', 'teams'),
        to('assignee_id', 'agents'), to('status_id', 'statuses'), to('sla_policy_id', 'sla_policies')
      ],
      checks: [`state IN ${states}`, 'priority BETWEEN 1 AND 4']
    })

    const ofTicket = to('ticket_id', 'tickets', 'CASCADE')

    await createTable(runner, 'ticket_events', [
      id(), ref('ticket_id'), line('name', 40), line('from_state', 12), line('to_state', 12), line('actor_party', 10), ref('actor_id', optional),
      line('actor_name', 190), json('details'), instant('at')
    ], { indices: [['ticket_id', 'id']], foreignKeys: [ofTicket] })

    await createTable(runner, 'thread_entries', [
      id(), ref('ticket_id'), line('kind', 10), ref('agent_id', optional), ref('person_id', optional), line('author_name', 190), long(runner, 'text'),
      line('source', 10), flag('is_solution', false), instant('leaves_at', optional), instant('withdrawn_at', optional), instant('created_at')
    ], { indices: [['ticket_id', 'id']], foreignKeys: [ofTicket] })

    await createTable(runner, 'attachments', [
      id(), ref('ticket_id', optional), ref('entry_id', optional), line('form_key', 64, optional), ref('question_id', optional), line('name', 255),
      line('content_type', 120), int('size'), digest('sha256'), instant('created_at')
    ], { indices: [['ticket_id'], ['entry_id'], ['form_key']], foreignKeys: [ofTicket] })

    await createTable(runner, 'answers', [ref('ticket_id', primary), ref('question_id', primary), json('value')], {
      foreignKeys: [ofTicket, to('question_id', 'questions')]
    })

    await createTable(runner, 'participants', [ref('ticket_id', primary), ref('person_id', primary), flag('is_muted', false), instant('added_at')], {
      indices: [['person_id']], foreignKeys: [ofTicket, to('person_id', 'people')]
    })

    await createTable(runner, 'ticket_tags', [ref('ticket_id', primary), line('tag', 60, primary)], { indices: [['tag', 'ticket_id']], foreignKeys: [ofTicket] })

    await createTable(runner, 'ticket_links', [ref('from_id', primary), ref('to_id', primary), line('kind', 12)], {
      indices: [['to_id']], foreignKeys: [to('from_id', 'tickets', 'CASCADE'), to('to_id', 'tickets', 'CASCADE')]
    })

    await createTable(runner, 'ticket_segments', [
      id(), ref('ticket_id'), line('state', 12), line('waiting_on', 12, optional), instant('started_at'), instant('ended_at', optional)
    ], { indices: [['ticket_id', 'started_at']], foreignKeys: [ofTicket] })

    await createTable(runner, 'targets', [
      id(), ref('ticket_id'), line('kind', 20), ref('policy_id'), ref('schedule_id', optional), int('minutes'), instant('started_at'), instant('running_since', optional),
      { name: 'used_ms', type: 'bigint', default: '0' }, instant('due_at', optional), instant('warns_at', optional), instant('met_at', optional),
      instant('breached_at', optional), instant('dropped_at', optional)
    ], { indices: [['ticket_id'], ['due_at'], ['warns_at']], foreignKeys: [ofTicket, to('policy_id', 'sla_policies')] })

    await createTable(runner, 'drafts', [
      ref('agent_id', primary), ref('ticket_id', primary), line('kind', 10), long(runner, 'text'), int('ticket_version'), instant('saved_at')
    ], { foreignKeys: [ofTicket, to('agent_id', 'agents', 'CASCADE')] })

    await createTable(runner, 'presences', [
      ref('ticket_id', primary), ref('agent_id', primary), line('activity', 10), instant('seen_at')
    ], { indices: [['seen_at']], foreignKeys: [ofTicket] })

    await createTable(runner, 'ticket_reads', [ref('agent_id', primary), ref('ticket_id', primary), instant('read_at')], {
      foreignKeys: [ofTicket, to('agent_id', 'agents', 'CASCADE')]
    })

    await createTable(runner, 'request_forms', [
      digest('key_digest', primary), ref('topic_id', optional), line('subject', 255, { default: "''" }), long(runner, 'text'), json('answers'),
      line('name', 190, { default: "''" }), line('email', 190, { default: "''" }), line('phone', 60, { default: "''" }), ref('continues_ticket_id', optional),
      ref('ticket_id', optional), instant('created_at'), instant('expires_at')
    ], { indices: [['expires_at']] })
  }

  async down (runner: QueryRunner): Promise<void> {
    await dropTables(runner, [
      'statuses', 'tickets', 'ticket_events', 'thread_entries', 'attachments', 'answers', 'participants', 'ticket_tags', 'ticket_links',
      'ticket_segments', 'targets', 'drafts', 'presences', 'ticket_reads', 'request_forms'
    ])
  }
}
