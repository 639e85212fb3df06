import { spawn } from 'node:child_process'
import { chmodSync, chownSync, existsSync, mkdirSync, mkdtempSync, openSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, connect } from 'node:net'
import os from 'node:os'
import path from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'

const places = ['/usr/sbin/dovecot', '/usr/local/sbin/dovecot', '/opt/homebrew/sbin/dovecot']

/** Dovecot reads no mail as root; and the user that it takes instead sees no folder that only root may enter. */
const isRoot = process.getuid?.() === 0
const mailUser = isRoot ? { uid: 65_534, gid: 65_534 } : { uid: process.getuid?.() ?? 0, gid: process.getgid?.() ?? 0 }

const executable = () => places.find(place => existsSync(place))

/** Whether this machine has what {@link startDovecot} needs. */
export const hasDovecot = () => executable() !== undefined

/**
 * Starts an IMAP server of our own on a free port of this machine, with its mail in a temporary folder below
 * `parent`. Every user's password is `secret`.
 *
 * `deliver` lays a message into a user's inbox as a mail server would; `drop` ends every connection at once;
 * `recount` gives the inbox another UIDVALIDITY and leaves only some of its read messages, so that numbers come again.
 *
 * @throws with the end of the server's log when it does not come up.
 */
export async function startDovecot ({ parent = isRoot ? '/tmp' : os.tmpdir() } = {}) {
  if (!hasDovecot()) throw new Error('This machine has no Dovecot server.')
  const folder = mkdtempSync(path.join(parent, 'ostiary-dovecot-'))
  // The sign-in process runs as another user.
  chmodSync(folder, 0o755)
  const [mail, base, log] = ['mail', 'base', 'log'].map(name => path.join(folder, name))
  makeFolder(mail)
  const port = await freePort()
  const settings = path.join(folder, 'dovecot.conf')
  writeFileSync(settings, settingsOf({ port, mail, base, log }))

  const output = openSync(log, 'a')
  let server = start()
  function start () {
    return spawn(executable(), ['-F', '-c', settings], { stdio: ['ignore', output, output] })
  }

  async function halt () {
    const ended = new Promise(resolve => { server.once('exit', resolve) })
    if (server.exitCode === null && server.kill('SIGTERM')) await ended
  }

  async function stop () {
    await halt()
    rmSync(folder, { recursive: true, force: true })
  }

  if (!await answers(server, port)) {
    const reason = readFileSync(log, 'utf8').split('\n').slice(-15).join('\n')
    await stop()
    throw new Error(`Dovecot did not start.\n${reason}`)
  }

  const inboxOf = user => path.join(mail, user)
  let delivered = 0
  return {
    port,
    log,
    stop,
    deliver (user, raw) {
      for (const name of ['', 'tmp', 'new', 'cur']) makeFolder(path.join(inboxOf(user), name))
      delivered += 1
      const name = `${1_700_000_000 + delivered}.M${delivered}P1.ostiary`
      const place = path.join(inboxOf(user), 'tmp', name)
      writeFileSync(place, raw)
      chownSync(place, mailUser.uid, mailUser.gid)
      renameSync(place, path.join(inboxOf(user), 'new', name))
    },
    /** Files in the inbox, or in another folder of the user's. */
    count (user, name = '') {
      const place = name === '' ? inboxOf(user) : path.join(inboxOf(user), `.${name}`)
      return ['new', 'cur'].flatMap(part => existsSync(path.join(place, part)) ? readdirSync(path.join(place, part)) : []).length
    },
    async drop () {
      await halt()
      server = start()
      if (!await answers(server, port)) throw new Error('Dovecot did not come back.')
    },
    recount (user, left) {
      for (const name of readdirSync(path.join(inboxOf(user), 'cur')).slice(left)) rmSync(path.join(inboxOf(user), 'cur', name))
      for (const name of readdirSync(inboxOf(user))) if (name.startsWith('dovecot')) rmSync(path.join(inboxOf(user), name), { recursive: true })
    }
  }
}

function makeFolder (place) {
  if (existsSync(place)) return
  mkdirSync(place)
  chownSync(place, mailUser.uid, mailUser.gid)
}

function settingsOf ({ port, mail, base, log }) {
  const me = os.userInfo()
  return `
protocols = imap
listen = 127.0.0.1
base_dir = ${base}
state_dir = ${base}
log_path = ${log}
ssl = no
disable_plaintext_auth = no
mail_location = maildir:${mail}/%u
mail_uid = ${mailUser.uid}
mail_gid = ${mailUser.gid}
first_valid_uid = 0
first_valid_gid = 0
mail_max_userip_connections = 100
shutdown_clients = yes
imap_idle_notify_interval = 1 mins
maildir_broken_filename_sizes = yes
${!isRoot ? `default_internal_user = ${me.username}\ndefault_login_user = ${me.username}\ndefault_internal_group = ${me.gid}` : ''}
passdb {
  driver = static
  args = password=secret
}
userdb {
  driver = static
  args = uid=${mailUser.uid} gid=${mailUser.gid} home=${mail}/%u
}
service imap-login {
  chroot =
  inet_listener imap {
    address = 127.0.0.1
    port = ${port}
  }
  inet_listener imaps {
    port = 0
  }
}
service anvil {
  chroot =
}
service stats {
  chroot =
}
`
}

async function answers (server, port) {
  for (let tries = 0; tries < 200 && server.exitCode === null && server.signalCode === null; tries += 1) {
    if (await greets(port)) return true
    await wait(50)
  }
  return false
}

function greets (port) {
  return new Promise(resolve => {
    const socket = connect(port, '127.0.0.1')
    const end = isUp => { socket.destroy(); resolve(isUp) }
    socket.once('error', () => end(false))
    socket.once('close', () => end(false))
    socket.once('data', data => end(String(data).startsWith('* OK')))
  })
}

function freePort () {
  return new Promise((resolve, reject) => {
    const probe = createServer()
    probe.once('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address()
      probe.close(() => resolve(port))
    })
  })
}
