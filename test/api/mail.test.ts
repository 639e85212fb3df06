import { saveMailbox } from '../../src/inbox/commands/save-mailbox.js'
import { Mailbox } from '../../src/inbox/mailbox.entity.js'
import { hour } from '../../src/platform/clock.js'
import { formOf } from '../inbox/imap-support.js'
import { onApi } from './support.js'

const kind = (name: string) => ({ type: `urn:ostiary:problem:${name}` })

onApi('a program that watches over the desk sees how mail comes and goes, and no secret of it', async (t, world) => {
  const { ask1, as, ana, ben, keyFor, departments, platform: { clock, db } } = world
  await saveMailbox(as(ana), null, formOf(world, { name: 'Box', password: 'open sesame' }), 0)
  await db.transaction(async manager => {
    await manager.update(Mailbox, { name: 'Box' }, { failingSince: new Date(clock.now().getTime() - hour), lastError: { key: 'refusal.fault' } })
    await manager.query("INSERT INTO sending_servers (name, host, port, security, user_name, secret, dkim_domain, dkim_selector, dkim_key, is_active, failing_since, last_error, created_at, version) VALUES ('Library', 'smtp.example.org', 587, 'starttls', 'lib', 'sealed words', 'example.org', 'desk', 'private key', 1, 1000, '535 wrong password', 1, 1)")
  })
  const boxes = await ask1('/mailboxes')
  t.match(boxes, { status: 200, body: { items: [{ name: 'Box', isActive: true, failingSince: new Date(clock.now().getTime() - hour).toISOString(), accessEndsAt: null, alarms: [{ kind: 'failing', detail: String }] }] } })
  const servers = await ask1('/sending-servers')
  t.match(servers, { status: 200, body: { items: [{ name: 'Library', host: 'smtp.example.org', isActive: true, failingSince: '1970-01-01T00:00:01.000Z', lastError: '535 wrong password', fullUntil: null }] } })
  t.notMatch(boxes.text + servers.text, /sesame|sealed words|private key|secret/i)

  for (const path of ['/mailboxes', '/sending-servers']) {
    t.match(await ask1(path, { key: await keyFor({ scopes: ['organisation.read', 'organisation.write', 'audit.read'] }) }), { status: 403, body: kind('scope-missing') })
    t.match(await ask1(path, { key: await keyFor({ agentId: ben.id }) }), { status: 403, body: kind('forbidden') })
    t.match(await ask1(path, { key: await keyFor({ departmentIds: [departments.it.id] }) }), { status: 403, body: kind('scope-missing') })
  }
})
