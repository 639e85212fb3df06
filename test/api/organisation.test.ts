import { openTestApp } from '../support/app.js'
import { lastChange } from '../support/history.js'
import { onApi, type Answer } from './support.js'

const kind = (name: string) => ({ type: `urn:ostiary:problem:${name}` })
const pointersOf = (answer: Answer): string[] => answer.body.errors?.map(({ pointer }) => pointer) ?? [`${answer.status} ${answer.text}`]

onApi('a program gives the desk its name, languages and colours, by version, and the portal shows them', async (t, world) => {
  const { ask1, keyFor, ben, departments, platform } = world
  const patch = async (body: object, match = '*', key?: string): Promise<Answer> => ask1('/organisation', { method: 'PATCH', body, headers: { 'if-match': match }, ...(key !== undefined && { key }) })
  const seen = await ask1('/organisation', { key: await keyFor({ agentId: ben.id, scopes: ['organisation.read'] }) })
  t.match(seen, { status: 200, body: { name: String, languages: ['en', 'de'], colours: null, hasLogo: false } })
  t.match(await ask1('/organisation', { method: 'PATCH', body: { name: 'X' } }), { status: 428, body: kind('precondition-required') })

  const changed = await patch({ name: 'Kestrel Help', timeZone: 'Europe/Berlin', undoSeconds: 30, colours: { door: '#1e3a2f', brand: '#8a3b12' } }, seen.headers.etag)
  t.match(changed, { status: 200, body: { name: 'Kestrel Help', timeZone: 'Europe/Berlin', undoSeconds: 30, colours: { door: '#1e3a2f', brand: '#8a3b12' }, languages: ['en', 'de'], numberFormat: seen.body.numberFormat }, headers: { etag: new RegExp(`^"${seen.body.version + 1}-`) } })
  const another = await openTestApp(platform)
  t.teardown(async () => another.close())
  t.match((await another.inject({ url: '/' })).body, 'Kestrel Help')
  t.match(await lastChange(world, 'organisation'), { action: 'organisation.updated', agentName: world.ana.name, difference: { name: { after: 'Kestrel Help' } } })
  t.match(await patch({ name: 'Late' }, seen.headers.etag), { status: 412, body: kind('stale') })

  const refused: Array<[body: object, pointer: string]> = [
    [{ colours: { door: '#ffffff', brand: '#8a3b12' } }, '/colours/door'], [{ colours: { door: '#1e3a2f', brand: 'red' } }, '/colours/brand'], [{ timeZone: 'Middle/Earth' }, '/timeZone'], [{ languages: ['de'], defaultLocale: 'en' }, '/defaultLocale'],
    [{ numberFormat: 'abc' }, '/numberFormat'], [{ mailAddress: 'help' }, '/mailAddress'], [{ undoSeconds: 121 }, '/undoSeconds'], [{ logoFile: 'x' }, '/logoFile'], [{ name: ' ' }, '/name']
  ]
  for (const [body, pointer] of refused) t.same(pointersOf(await patch(body)), [pointer], JSON.stringify(body))
  t.match((await ask1('/organisation')).body, { name: 'Kestrel Help', version: changed.body.version }, 'nothing of it was done')
  t.match(await patch({ colours: null }), { status: 200, body: { colours: null } })

  t.match(await patch({ name: 'X' }, '*', await keyFor({ agentId: ben.id })), { status: 403, body: kind('forbidden') })
  t.match(await patch({ name: 'X' }, '*', await keyFor({ departmentIds: [departments.it.id] })), { status: 403, body: kind('scope-missing') })
  t.match(await patch({ name: 'X' }, '*', await keyFor({ scopes: ['organisation.read'] })), { status: 403, body: kind('scope-missing') })
})
