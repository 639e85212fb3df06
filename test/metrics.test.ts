import { openTestApp } from './support/app.js'
import { inWorld } from './support/world.js'

const token = 'counting-the-lamps-tonight'

inWorld('figures are for whoever knows the token', async (t, world) => {
  const app = await openTestApp(world.platform)
  t.teardown(async () => app.close())
  await world.ask()
  await app.inject('/ask?x=1')

  for (const authorization of [undefined, 'Bearer', `Bearer ${token}x`, `Basic ${token}`]) {
    const answer = await app.inject({ url: '/metrics', headers: authorization === undefined ? {} : { authorization } })
    t.equal(answer.statusCode, 401)
    t.notMatch(answer.body, 'ostiary_jobs')
  }
  const { statusCode, body, headers } = await app.inject({ url: '/metrics', headers: { authorization: `Bearer ${token}` } })
  t.equal(statusCode, 200)
  t.match(headers['content-type'], /^text\/plain; version=0\.0\.4/)
  t.match(body, /^ostiary_jobs\{state="due"\} [1-9]/m)
  t.match(body, /^ostiary_jobs\{state="dead"\} 0/m)
  t.match(body, /^http_request_duration_seconds_count\{method="GET",route="\/ask",status="200"\} 1$/m)
  t.match(body, /^process_resident_memory_bytes \d/m)
  t.notMatch(body, 'x=1', 'no address of a person is kept')
}, { METRICS_TOKEN: token })

inWorld('without the setting there is no such page', async (t, world) => {
  const app = await openTestApp(world.platform)
  t.teardown(async () => app.close())
  t.equal((await app.inject({ url: '/metrics', headers: { authorization: 'Bearer ' } })).statusCode, 404)
})
