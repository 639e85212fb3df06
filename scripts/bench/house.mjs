import { createDemoOrganisation } from '../../dist/demo/demo-organisation.js'
import { openPlatform } from '../../dist/open-platform.js'

const agents = 20
const departments = 6

/**
 * An organisation for the tickets to belong to: the small sample desk, with more departments, agents and
 * topics. Opening it also brings the schema up to date.
 *
 * @returns ids of everything, and the agent who looks: a member of half of the departments and of one team.
 */
export async function createHouse (config) {
  const platform = await openPlatform(config)
  try {
    const now = new Date()
    await platform.db.transaction(async manager => {
      await createDemoOrganisation(manager, 'nobody signs in with this', now)
      const at = now.getTime()
      const [{ id: scheduleId }] = await manager.query('SELECT id FROM schedules LIMIT 1')
      const roles = await manager.query('SELECT id FROM roles ORDER BY id')
      for (let place = 3; place <= departments; place += 1) {
        await manager.query('INSERT INTO departments (id, name, schedule_id, created_at) VALUES (?, ?, ?, ?)', [place, `Department ${place}`, scheduleId, at])
        await manager.query('INSERT INTO topics (id, name, department_id, position, created_at) VALUES (?, ?, ?, ?, ?)', [place + 2, `Topic ${place}`, place, place + 2, at])
      }
      for (let place = 2; place <= 4; place += 1) await manager.query('INSERT INTO teams (id, name, created_at) VALUES (?, ?, ?)', [place, `Team ${place}`, at])
      for (let id = 4; id <= agents; id += 1) {
        await manager.query('INSERT INTO agents (id, name, email, admin_rights, notifications, preferences, created_at) VALUES (?, ?, ?, ?, ?, ?, ?)', [id, `Agent Number${id}`, `agent${id}@riverside.example`, '[]', '{}', '{}', at])
        for (const departmentId of [id % departments, (id + 1) % departments, (id + 3) % departments]) {
          await manager.query('INSERT INTO memberships (agent_id, department_id, role_id) VALUES (?, ?, ?)', [id, departmentId + 1, roles.at(-1).id])
        }
        await manager.query('INSERT INTO team_members (team_id, agent_id) VALUES (?, ?)', [1 + id % 4, id])
      }
    })
    const topics = await platform.db.read.query('SELECT id, department_id AS departmentId FROM topics ORDER BY id')
    const [policy] = await platform.db.read.query('SELECT id FROM sla_policies LIMIT 1')
    const [status] = await platform.db.read.query('SELECT id FROM statuses LIMIT 1')
    return { topics, agents, policyId: policy.id, statusId: status.id, agentId: 5 }
  } finally {
    await platform.close()
  }
}
