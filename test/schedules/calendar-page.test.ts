import { cookieFor, openTestApp, ownForm } from '../support/app.js'
import { bodyOf, formWith } from '../support/page-form.js'
import { inWorld } from '../support/world.js'

const calendar = ['BEGIN:VCALENDAR', 'BEGIN:VEVENT', 'DTSTART;VALUE=DATE:20270101', 'SUMMARY:New <year>', 'END:VEVENT', 'BEGIN:VEVENT', 'DTSTART;VALUE=DATE:20261225', 'SUMMARY:Another name', 'END:VEVENT', 'BEGIN:VEVENT', 'DTSTART:20270102T100000Z', 'END:VEVENT', 'END:VCALENDAR'].join('\r\n')

inWorld('the days of a calendar file come into the form, beside what is typed, and are saved with it', async (t, world) => {
  const app = await openTestApp(world.platform)
  t.teardown(async () => app.close())
  const cookie = await cookieFor(world.platform, { agentId: world.ana.id })
  const get = async (url: string) => app.inject({ url, headers: { cookie } })
  const upload = async (url: string, fields: Array<[string, string]>, file: string | null) => {
    const form = new FormData()
    for (const [name, value] of fields) form.append(name, value)
    if (file !== null) form.append('calendar', new File([file], 'holidays.ics', { type: 'text/calendar' }))
    const sent = new Request('http://desk/', { method: 'POST', body: form })
    return app.inject({ method: 'POST', url, headers: { cookie, 'sec-fetch-site': 'same-origin', 'content-type': sent.headers.get('content-type')! }, payload: Buffer.from(await sent.arrayBuffer()) })
  }
  const [{ id }] = await world.platform.db.read.query('SELECT id FROM schedules ORDER BY id LIMIT 1') as [{ id: number }]
  const path = `/admin/schedules/${id}`
  const form = formWith((await get(path)).body, 'holidays')
  const typed = [...form.fields.filter(([name]) => name !== 'name'), ['name', 'Renamed meanwhile']] as Array<[string, string]>

  const shown = await upload(`${path}/calendars`, typed, calendar)
  t.equal(shown.statusCode, 200)
  t.match(shown.body, '1 day was added from the calendar. Nothing is saved yet.')
  t.match(shown.body, '1 event was passed over')
  const filled = formWith(shown.body, 'holidays')
  const holidays = filled.fields.find(([name]) => name === 'holidays')?.[1] ?? ''
  t.match(holidays, '2027-01-01 New <year>')
  t.match(holidays, '2026-12-25 Christmas Day')
  t.notMatch(holidays, 'Another name', 'a day that is there already stays as it is')
  t.same(filled.fields.find(([name]) => name === 'name'), ['name', 'Renamed meanwhile'])
  t.notMatch((await get(path)).body, '2027-01-01', 'nothing is saved')

  t.equal((await app.inject({ method: 'POST', url: filled.action, headers: { ...ownForm, cookie }, payload: bodyOf(filled) })).statusCode, 303)
  t.match((await get(path)).body, '2027-01-01 New &lt;year&gt;')

  for (const [file, words] of [['Dear all', 'no calendar that can be read'], [null, 'Choose a calendar file first'], ['', 'Choose a calendar file first']] as const) {
    const refused = await upload(`${path}/calendars`, typed, file)
    t.equal(refused.statusCode, 422, words)
    t.match(refused.body, words)
    t.match(refused.body, 'Renamed meanwhile', 'what was typed stays')
  }
  t.equal((await upload('/admin/schedules/calendars', typed, calendar)).statusCode, 200, 'also for hours that are new')
  t.equal((await upload('/admin/schedules/999999/calendars', typed, calendar)).statusCode, 404)
})
