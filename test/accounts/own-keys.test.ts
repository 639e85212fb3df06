import { ApiKey } from '../../src/accounts/api-key.entity.js'
import { cookieFor, form, openTestApp, ownForm } from '../support/app.js'
import { inWorld } from '../support/world.js'

inWorld('agents make a key for their own programs, see it once and end it', async (t, { platform, ben, ana }) => {
  const app = await openTestApp(platform)
  t.teardown(async () => app.close())
  const as = async (agentId: number) => {
    const cookie = await cookieFor(platform, { agentId })
    return {
      get: async (url: string) => app.inject({ url, headers: { cookie } }),
      post: async (url: string, values: Record<string, string | string[]>) => app.inject({ method: 'POST', url, headers: { ...ownForm, cookie }, payload: form(values) })
    }
  }
  const [own, other] = [await as(ben.id), await as(ana.id)]
  const refused = await own.post('/desk/me/keys', { name: ' ', scopes: [], expires: '2020-02-30' })
  t.equal(refused.statusCode, 422)
  t.match(refused.body, '2020-02-30', 'what was typed stays')
  t.equal((await own.post('/desk/me/keys', { name: 'Script', scopes: ['tickets.fly'], expires: '' })).statusCode, 422)
  t.notMatch((await own.get('/desk/me/keys')).body, 'audit.read', 'only who may read the audit log is offered it')

  const made = await own.post('/desk/me/keys', { name: 'My <b>script</b>', scopes: ['tickets.read'], expires: '' })
  const key = /<code>([0-9A-F]{32})</.exec(made.body)?.[1] ?? ''
  t.equal(made.statusCode, 200)
  t.equal((await app.inject({ url: '/api/v1/me', headers: { authorization: `Bearer ${key}` } })).statusCode, 200)

  const list = await own.get('/desk/me/keys')
  t.match(list.body, 'My &lt;b&gt;script')
  t.notMatch(list.body, key)
  t.notMatch((await other.get('/desk/me/keys')).body, 'My &lt;b')
  const [{ id } = { id: 0 }] = await platform.db.read.find(ApiKey)
  t.equal((await other.post(`/desk/me/keys/${id}/removal`, {})).statusCode, 404)
  t.equal((await own.post(`/desk/me/keys/${id}/removal`, {})).statusCode, 303)
  t.equal((await own.post(`/desk/me/keys/${id}/removal`, {})).statusCode, 303, 'twice is once')
  t.equal((await app.inject({ url: '/api/v1/me', headers: { authorization: `Bearer ${key}` } })).statusCode, 401)
})

inWorld('an admin makes a key that acts for an agent in some departments', async (t, { platform, ana, ben, departments }) => {
  const app = await openTestApp(platform)
  t.teardown(async () => app.close())
  const cookie = await cookieFor(platform, { agentId: ana.id })
  const post = async (values: Record<string, string | string[]>) => app.inject({ method: 'POST', url: '/admin/api-keys', headers: { ...ownForm, cookie }, payload: form(values) })
  const nobody = await post({ name: 'Monitoring', scopes: ['tickets.read'], network: '', expires: '', agentId: '' })
  t.equal(nobody.statusCode, 422)
  t.match(nobody.body, 'Choose for whom the key acts')
  t.equal((await post({ name: 'Monitoring', scopes: ['tickets.read'], network: '', expires: '', agentId: '4711' })).statusCode, 422)
  const made = await post({ name: 'Monitoring', scopes: ['tickets.read'], network: '', expires: '', agentId: String(ben.id), departmentIds: [String(departments.it.id)] })
  t.equal(made.statusCode, 200)
  t.match(await platform.db.read.find(ApiKey), [{ agentId: ben.id, departmentIds: [departments.it.id], isPersonal: false }])
  t.match((await app.inject({ url: '/admin/api-keys', headers: { cookie } })).body, ben.name)
})
