import t from 'tap'
import { AuditEntry } from '../../src/audit/audit-entry.entity.js'
import { countMissedSearch, mostTermsADay } from '../../src/knowledge/commands/count-missed-search.js'
import { forgetMissedSearches } from '../../src/knowledge/commands/forget-missed-searches.js'
import { missedTerm } from '../../src/knowledge/missed-term.js'
import { MissedSearch } from '../../src/knowledge/missed-search.entity.js'
import { visitor } from '../../src/plugins/current-actor.js'
import { formWith } from '../support/page-form.js'
import { inWorld, type World } from '../support/world.js'
import { addArticle, addCategory, browser } from './support.js'

const day = 24 * 60 * 60 * 1000
const kept = async ({ platform }: World) => (await platform.db.read.find(MissedSearch, { order: { id: 'ASC' } })).map(({ term, times, byAgents, firstOn, lastOn }) => [term, times, byAgents, firstOn, lastOn])

t.test('what is kept of words that found nothing is short, small, and nobody’s address or number', async t => {
  for (const [words, term] of [
    ['  Bea\u0000mer \t in   Hörsaal 2 ', 'bea mer in hörsaal 2'],
    ['BEAMER', 'beamer'],
    ['error 0x80070005', 'error 0x80070005'],
    ['word 2016', 'word 2016'],
    [`${'longest words '.repeat(10)}`, 'longest words longest words longest words longest words'],
    ['maria@riverside.example', null],
    ['mail to maria (at) riverside.example', null],
    ['call +49 (0)89 123-456', null],
    ['4111 1111 1111 1111', null],
    ['4111-1111 / 1111.1111 card', null],
    ['DE89 3704 0044 0532 0130 00', null],
    ['https://example.org/reset?token=abc', null],
    [`sk_${'x'.repeat(60)}`, null],
    ['word\u200b pro\u00adcessor \u202egnp.exe', 'word processor gnp.exe'],
    ['Caf\u0065\u0301 🖨️ kaputt', 'café 🖨️ kaputt'],
    ['<script>alert(1)</script>', '<script>alert(1)</script>'],
    [`beamer ${'x'.repeat(500)}`, null],
    ['🦄 🦄', null],
    ['maria＠riverside.example', null],
    ['call ٠١٢٣ ٤٥٦٧', null],
    ['４１１１１１１１１１１１１１１１', null],
    ['?!', null],
    ['', null]
  ] as const) t.equal(missedTerm(words), term, words)
})

inWorld('what is looked for in vain is counted, on the portal and on the desk, without who looked', async (t, world) => {
  await addArticle(world, await addCategory(world))
  const [stranger, ben, ana] = [await browser(t, world), await browser(t, world, world.ben.id), await browser(t, world, world.ana.id)]
  const today = world.platform.clock.now().toISOString().slice(0, 10)
  for (const q of ['Beamer', ' BEAMER ', 'scan', 'maria@riverside.example']) await stranger.get(`/answers?${new URLSearchParams({ q }).toString()}`)
  await stranger.send({ method: 'HEAD' as 'GET', url: '/answers?q=beamer' })
  await ben.get('/desk/articles?q=beamer')
  await ana.get('/desk/articles?q=beamer&again=1')
  const ticket = await world.ask({ subject: 'Xylophone' })
  await ben.get(`/desk/tickets/${ticket.id}/articles`)
  await ben.get(`/desk/tickets/${ticket.id}/articles?q=projector`)
  t.same(await kept(world), [['beamer', 3, 1, today, today], ['projector', 1, 1, today, today]], 'what nobody typed is not counted, nor whoever looks from the list whether there is something by now')

  const page = (await ana.get('/desk/missed-searches')).body
  t.match(page, /beamer<\/b><\/a><br><span class="faint">3 times, 1 of them by agents, last on 23 November<[^]*projector<\/b><\/a><br><span class="faint">once, only by agents,/, 'most often first')
  t.match(formWith((await ana.get('/desk/articles/new?title=beamer')).body, 'title').fields.find(([name]) => name === 'title'), ['title', 'beamer'])
  t.match(page, 'href="/desk/articles/new?title=beamer"')
  t.match(page, 'href="/desk/articles?q=beamer&amp;again=1"')
  t.equal((await ben.get('/desk/missed-searches')).statusCode, 403)
  t.equal((await ben.post('/desk/missed-searches/1/removal', {})).statusCode, 403)
  t.equal((await ana.post('/desk/missed-searches/1/removal', {})).statusCode, 303)
  t.equal((await ana.post('/desk/missed-searches/1/removal', {})).statusCode, 404)
  t.same((await kept(world)).map(([term]) => term), ['projector'])

  const lines = await world.platform.db.read.findBy(AuditEntry, { subjectType: 'missed_search' })
  t.match(lines, [{ action: 'missed_search.removed', agentId: world.ana.id, subjectId: 1, difference: { times: { before: 3, after: null } } }])
  t.notMatch(JSON.stringify(lines), 'beamer', 'what may be off the list since it says something of somebody is not kept elsewhere')
})

inWorld('what a stranger typed is shown as words and as nothing else', async (t, world) => {
  for (const words of ['<script>alert(1)</script>', '"><img src=x onerror=alert(1)>', 'schrä🖨️g & quer\u202e\u0000']) await countMissedSearch({ ...world.platform, actor: visitor }, words)
  const page = (await (await browser(t, world, world.ana.id)).get('/desk/missed-searches')).body
  t.match(page, '&lt;script&gt;alert(1)&lt;/script&gt;')
  t.match(page, '>schrä🖨️g &amp; quer</b>')
  t.notMatch(page, /<script>|<img src=x/)
})

inWorld('a stranger cannot fill the list, and is answered all the same', async (t, world) => {
  const count = async (words: string): Promise<void> => countMissedSearch({ ...world.platform, actor: visitor }, words)
  for (let place = 0; place < mostTermsADay + 5; place += 1) await count(`word ${place}`)
  await count('word 3')
  t.equal((await kept(world)).length, mostTermsADay)
  t.equal((await kept(world))[3]?.[1], 2, 'what is known is counted on')
  await countMissedSearch({ ...world.platform, actor: world.ben }, 'what an agent misses')
  t.equal((await kept(world)).length, mostTermsADay + 1, 'agents have a place of their own')
  world.platform.clock.advance(day)
  await count('another day')
  t.equal((await kept(world)).length, mostTermsADay + 2)

  const { get } = await browser(t, world)
  for (let turn = 0; turn < 105; turn += 1) t.equal((await get('/answers?q=flood')).statusCode, 200)
  t.equal((await kept(world)).find(([term]) => term === 'flood')?.[1], 100, 'one network counts so often on a day')
  world.platform.clock.advance(day)
  await get('/answers?q=flood')
  t.equal((await kept(world)).find(([term]) => term === 'flood')?.[1], 101)

  const ana = await browser(t, world, world.ana.id)
  const seen = new Set<string>()
  let [url, last] = ['/desk/missed-searches', '']
  for (let pages = 0; url !== '' && pages < 10; pages += 1) {
    const { body } = await ana.get(url)
    last = url
    for (const [, id = ''] of body.matchAll(/missed-searches\/(\d+)\/removal/g)) seen.add(id)
    url = /href="([^"]+)" rel="next"/.exec(body)?.[1]?.replaceAll('&amp;', '&') ?? ''
  }
  t.equal(seen.size, mostTermsADay + 3, 'all of it is walked a page at a time')

  const after = new URLSearchParams(last.split('?')[1]).get('after') ?? ''
  const onLast = [...(await ana.get(last)).body.matchAll(/missed-searches\/(\d+)\/removal/g)].map(([, id = '']) => id)
  for (const id of onLast) t.match(await ana.post(`/desk/missed-searches/${id}/removal`, { after }), { statusCode: 303, headers: { location: last } }, 'whoever clears a page stays on it')
  t.match(await ana.get(last), { statusCode: 303, headers: { location: '/desk/missed-searches' } }, 'and is led back when nothing is left there')
})

inWorld('what nobody looks for any more is forgotten after ninety days', async (t, world) => {
  const count = async (words: string): Promise<void> => countMissedSearch({ ...world.platform, actor: visitor }, words)
  await count('beamer')
  await count('projector')
  world.platform.clock.advance(60 * day)
  await count('projector')
  world.platform.clock.advance(30 * day)
  await forgetMissedSearches(world.platform)
  t.equal((await kept(world)).length, 2)
  world.platform.clock.advance(day)
  await forgetMissedSearches(world.platform)
  t.same((await kept(world)).map(([term]) => term), ['projector'])
})
