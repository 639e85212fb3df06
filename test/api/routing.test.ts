import { lastChange } from '../support/history.js'
import { onApi, type Answer } from './support.js'

onApi('a program says who is asked before and after the strategy, and what an agent has to know', async (t, world) => {
  const { ask1, keyFor, ben, departments: { it }, topics: { accounts } } = world
  const patch = async (path: string, body: unknown, match = '*'): Promise<Answer> => ask1(path, { method: 'PATCH', body, headers: { 'if-match': match } })
  const pointersOf = (answer: Answer): string[] => answer.body.errors?.map(({ pointer }) => pointer) ?? [`${answer.status} ${answer.text}`]

  const path = `/departments/${it.id}/routing`
  const seen = await ask1(path)
  t.match(seen, { status: 200, body: { id: it.id, prefersAccountManager: false, fallback: [] } })
  t.equal((await ask1(path, { method: 'PATCH', body: { prefersLastAgent: true } })).status, 428)
  const changed = await patch(path, { prefersLastAgent: true, fallback: [`agent:${ben.id}`, 'everybody', 'pool'] }, seen.headers.etag)
  t.match(changed, { status: 200, body: { prefersAccountManager: false, prefersLastAgent: true, fallback: [`agent:${ben.id}`, 'everybody', 'pool'], version: seen.body.version + 1 } })
  t.match(await patch(path, { fallback: [] }, seen.headers.etag), { status: 412 })
  t.match(await lastChange(world, 'department'), { action: 'department.updated', subjectId: it.id })
  t.same([pointersOf(await patch(path, { fallback: ['everybody', 'agent:4711'] })), pointersOf(await patch(path, { fallback: ['pool', 'everybody'] })), pointersOf(await patch(path, { fallback: ['everybody', 'everybody'] })), pointersOf(await patch(path, { fallback: ['somebody'] }))],
    [['/fallback/1'], ['/fallback/1'], ['/fallback/1'], ['/fallback/0']])
  t.same((await ask1(path)).body.fallback, changed.body.fallback, 'nothing of that was kept')

  const { body: { id: skillId } } = await ask1('/skills', { method: 'POST', body: { name: 'Arabic', agentIds: [ben.id] } })
  const ofTopic = `/topics/${accounts.id}/routing`
  t.match((await ask1(ofTopic)).body, { strategy: null, prefersLastAgent: null, skillIds: [] })
  t.match(await patch(ofTopic, { strategy: 'round_robin', prefersLastAgent: false, skillIds: [skillId] }), { status: 200, body: { strategy: 'round_robin', prefersLastAgent: false, skillIds: [skillId] } })
  t.match(await patch(ofTopic, { strategy: null }), { body: { strategy: null, prefersLastAgent: false, skillIds: [skillId] } }, 'what is not named stays')
  t.same(pointersOf(await patch(ofTopic, { skillIds: [4711] })), ['/skillIds'])
  t.equal((await ask1(`/skills/${skillId}/settings`, { method: 'DELETE', headers: { 'if-match': '*' } })).status, 409, 'a topic asks for it')

  for (const each of [path, ofTopic]) t.equal((await ask1(each, { key: await keyFor({ agentId: ben.id }) })).status, 403)
  t.equal((await ask1('/departments/4711/routing')).status, 404)
})
