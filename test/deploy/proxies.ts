import { execFileSync, spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { freePort } from './processes.js'

export const proxies = ['nginx', 'apache'] as const
export type ProxyName = typeof proxies[number]

export interface Proxy { plainPort: number, port: number, certificate: Buffer, stop: () => Promise<void> }

const site = (name: ProxyName): string => readFileSync(path.join(import.meta.dirname, '..', '..', '..', 'deploy', 'linux', `${name}.conf`), 'utf8')

/**
 * Starts a real nginx or Apache with the site file that we hand out. Only what differs from place to place is changed in
 * it: ports, the certificate, and a line for each process with pages.
 */
export async function startProxy (name: ProxyName, backends: readonly number[]): Promise<Proxy> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'ostiary-proxy-'))
  const [plainPort, port] = [await freePort(), await freePort()]
  const [certificate, key] = ['cert.pem', 'key.pem'].map(file => path.join(folder, file)) as [string, string]
  execFileSync('openssl', ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-subj', '/CN=help.example.org', '-addext', 'subjectAltName=DNS:help.example.org', '-keyout', key, '-out', certificate], { stdio: 'ignore' })

  const local = site(name)
    .replace(/\S+fullchain\.pem/, end => end.endsWith(';') ? `${certificate};` : certificate)
    .replace(/\S+privkey\.pem/, key)
    .replace(/^(.*)127\.0\.0\.1:3000(.*)$/m, (_line, before: string, after: string) => backends.map(backend => `${before}127.0.0.1:${backend}${after}`).join('\n'))
  const { command, args, settings } = name === 'nginx' ? nginx(folder, local, plainPort, port) : apache(folder, local, plainPort, port)
  writeFileSync(path.join(folder, 'server.conf'), settings)
  execFileSync(command, [...args, '-t'], { stdio: 'pipe' })

  const server = spawn(command, [...args, ...(name === 'apache' ? ['-D', 'FOREGROUND'] : [])], { stdio: ['ignore', 'ignore', 'inherit'] })
  return { plainPort, port, certificate: readFileSync(certificate), stop: async () => { await end(server); rmSync(folder, { recursive: true, force: true }) } }
}

function nginx (folder: string, site: string, plainPort: number, port: number) {
  const local = site.replace(/^.*\[::\].*\n/gm, '').replace('listen 80;', `listen 127.0.0.1:${plainPort};`).replace('listen 443 ssl;', `listen 127.0.0.1:${port} ssl;`)
  const places = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(each => `${each}_temp_path ${path.join(folder, each)};`).join('\n')
  const user = process.getuid?.() === 0 ? 'user root;' : ''
  const settings = `${user}\ndaemon off;\npid ${path.join(folder, 'pid')};\nerror_log ${path.join(folder, 'error.log')};\nevents {}\nhttp {\naccess_log off;\n${places}\n${local}\n}\n`
  return { command: 'nginx', args: ['-p', folder, '-e', path.join(folder, 'error.log'), '-c', path.join(folder, 'server.conf')], settings }
}

function apache (folder: string, site: string, plainPort: number, port: number) {
  const needed = /a2enmod (.*)/.exec(site)?.[1]?.split(' ') ?? []
  const modules = ['mpm_event', 'authz_core', 'alias', 'slotmem_shm', 'socache_shmcb', ...needed].map(name => `LoadModule ${name}_module /usr/lib/apache2/modules/mod_${name}.so`).join('\n')
  const local = site.replace('*:80>', `127.0.0.1:${plainPort}>`).replace('*:443>', `127.0.0.1:${port}>`)
  mkdirSync(path.join(folder, 'run'))
  const user = process.getuid?.() === 0 ? 'User www-data\nGroup www-data\n' : ''
  const settings = `ServerRoot ${folder}\nServerName help.example.org\nPidFile ${folder}/run/pid\nDefaultRuntimeDir ${folder}/run\nErrorLog ${folder}/error.log\n${modules}\n${user}Listen 127.0.0.1:${plainPort}\nListen 127.0.0.1:${port}\n${local}\n`
  return { command: 'apache2', args: ['-f', path.join(folder, 'server.conf')], settings }
}

async function end (server: ChildProcess): Promise<void> {
  if (server.exitCode !== null) return
  const ended = once(server, 'exit')
  server.kill('SIGTERM')
  await ended
}
