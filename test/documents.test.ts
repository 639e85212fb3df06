import { existsSync } from 'node:fs'
import path from 'node:path'
import { XMLParser, XMLValidator } from 'fast-xml-parser'
import t from 'tap'
import { readConfig } from '../src/platform/config.js'
import { filesBelow, textOf } from './support/sources.js'

const root = path.join(import.meta.dirname, '..', '..')
const pages = ['README.md', 'CONTRIBUTING.md', 'SECURITY.md', 'STYLE.md', 'CHANGELOG.md', ...filesBelow('docs', '.md'), ...filesBelow('deploy', '.md')]

t.test('what a page of ours leads to is there', async t => {
  const gone = pages.flatMap(page => [...textOf(page).matchAll(/\]\((?!https?:|mailto:|#)([^)\s]+)\)/g)].flatMap(([, to = '']) => {
    const [file = '', part] = to.split('#')
    const place = path.posix.join(path.posix.dirname(page), file)
    const isThere = existsSync(path.join(root, place)) && (part === undefined || anchorsOf(place).includes(part))
    return isThere ? [] : [`${page} → ${to}`]
  }))
  t.same(gone, [])
})

t.test('each setting that a page or a file for a server names is one', async t => {
  const known = [...textOf('src/platform/config.ts').matchAll(/env\.([A-Z][A-Z_]+)|env, '([A-Z][A-Z_]+)'/g)].map(([, one, other]) => one ?? other)
  for (const setting of new Set(known)) t.match(textOf('README.md'), `\`${setting}\``, `README names ${setting}`)
  const others = ['NODE_ENV', 'MALLOC_ARENA_MAX', 'NODE_OPTIONS', 'MARIADB_DATABASE', 'MARIADB_USER', 'MARIADB_PASSWORD', 'MARIADB_RANDOM_ROOT_PASSWORD']
  const used = [
    ...[...textOf('deploy/iis/web.config').matchAll(/environmentVariable name="(\w+)"/g)].map(([, name]) => name), ...[...textOf('deploy/iis/install.ps1').matchAll(/'([A-Z_]+)=/g)].map(([, name]) => name),
    ...[...textOf('deploy/linux/ostiary.env').matchAll(/^([A-Z_]+)=/gm)].map(([, name]) => name), ...[...textOf('deploy/compose.yaml').matchAll(/^ {6}([A-Z_]+):/gm)].map(([, name]) => name)
  ]
  t.ok(used.length > 15)
  t.same(used.filter(name => !known.includes(name) && !others.includes(name ?? '')), [])
})

t.test('the settings for a server that we hand out are taken as they are, but for the key that is missing', async t => {
  const env = Object.fromEntries([...textOf('deploy/linux/ostiary.env').matchAll(/^([A-Z_]+)=(.*)$/gm)].map(([, name, value]) => [name, value]))
  t.match(readConfig({ ...env, SECRET_KEY: 'a key for tests that is long enough' }), { trustProxy: 1, host: '127.0.0.1', baseUrl: 'https://help.example.org' })
})

t.test('the files for IIS are whole', async t => {
  for (const file of ['deploy/iis/web.config', 'deploy/iis/reverse-proxy.web.config']) {
    t.equal(XMLValidator.validate(textOf(file)), true, file)
    const { configuration } = new XMLParser({ ignoreAttributes: false }).parse(textOf(file)) as { configuration: Record<string, { security: { requestFiltering: { requestLimits: Record<string, string> } } }> }
    t.equal(configuration['system.webServer']?.security.requestFiltering.requestLimits['@_maxAllowedContentLength'], String(260 * 1024 * 1024), 'ten files of 25 MB each go through')
  }
  const script = textOf('deploy/iis/install.ps1')
  const bare = script.replace(/<#[\s\S]*?#>|#.*$|'[^']*'|"[^"]*"/gm, '')
  for (const [open, close] of [['{', '}'], ['(', ')'], ['[', ']']] as const) t.equal(bare.split(open).length, bare.split(close).length, `${open} and ${close}`)
  const named = [...script.matchAll(/'(deploy\\iis\\[\w.-]+)'/g)].map(([, file = '']) => file.replaceAll('\\', '/'))
  t.same(named.filter(file => !existsSync(path.join(root, file))), [])
  t.ok(named.length >= 2)
})

/** The addresses of a page's headings, as they are made where code is kept. */
function anchorsOf (page: string): string[] {
  return [...textOf(page).matchAll(/^#{1,6} +(.+)$/gm)].map(([, heading = '']) => heading.toLowerCase().replace(/[^\p{L}\p{N}\s_-]/gu, '').trim().replaceAll(' ', '-'))
}
