import { cookieFor, openTestApp, ownForm } from './support/app.js'
import { bodyOf, formWith } from './support/page-form.js'
import { inWorld } from './support/world.js'

/** Things with a form each: where they are listed, and the field that names one. */
const places = [
  ['departments', 'name'], ['teams', 'name'], ['skills', 'name'], ['companies', 'name'], ['topics', 'name'], ['schedules', 'name'], ['sla', 'name'], ['roles', 'name'], ['statuses', 'label'], ['agents', 'name']
] as const

for (const [place, named] of places) {
  inWorld(`/admin/${place} is filled in, refused in words, saved once, and loses nothing to a second admin`, async (t, world) => {
    const { platform } = world
    const app = await openTestApp(platform)
    t.teardown(async () => app.close())
    const cookie = await cookieFor(platform, { agentId: world.ana.id })
    const get = async (url: string) => app.inject({ url, headers: { cookie } })
    const post = async (url: string, payload: string) => app.inject({ method: 'POST', url, headers: { ...ownForm, cookie }, payload })
    const count = async (): Promise<number> => ((await get(`/admin/${place}`)).body.match(new RegExp(`href="/admin/${place}/\\d+"`, 'g')) ?? []).length

    t.equal((await get(`/admin/${place}/999999`)).statusCode, 404)
    t.equal((await get(`/admin/${place}/none`)).statusCode, 400, 'an address that is none is no fault of the server')

    const empty = formWith((await get(`/admin/${place}/new`)).body, named)
    const before = await count()
    const refused = await post(empty.action, bodyOf(empty, { [named]: ' ' }))
    t.equal(refused.statusCode, 422)
    t.match(refused.body, /<title>Error: /)
    t.match(refused.body, 'There is a problem')
    const overlong = await post(empty.action, bodyOf(empty, { [named]: 'x'.repeat(400) }))
    t.equal(overlong.statusCode, 422)
    t.match(overlong.body, 'x'.repeat(400), 'what was typed stays')
    t.equal(await count(), before)

    const name = 'Reading <b>rooms</b> & "more"'
    const filled = bodyOf(empty, { [named]: name, ...(place === 'agents' && { email: 'reading@riverside.example' }) })
    t.equal((await post(empty.action, filled)).statusCode, 303)
    t.equal(await count(), before + 1)
    const list = (await get(`/admin/${place}`)).body
    t.notMatch(list, '<b>rooms</b>', 'no name is run')
    t.match(list, 'Reading &lt;b&gt;rooms')

    const path = [...list.matchAll(new RegExp(`href="(/admin/${place}/\\d+)"[^]*?</a>`, 'g'))].find(([text]) => text.includes('Reading'))?.[1] ?? ''
    const form = formWith((await get(path)).body, named)
    t.same(form.fields.find(([field]) => field === named), [named, name])
    t.equal((await post(form.action, bodyOf(form, { [named]: 'Reading rooms' }))).statusCode, 303, 'the first admin saves')
    const late = await post(form.action, bodyOf(form, { [named]: 'Reading places' }))
    t.equal(late.statusCode, 409, 'the second is told')
    t.match(late.body, 'Reading places', 'and keeps what was typed')
    t.equal(formWith((await get(path)).body, named).fields.find(([field]) => field === named)?.[1], 'Reading rooms')
  })
}
