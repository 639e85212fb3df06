import t from 'tap'
import ts from 'typescript'
import { fileOf, filesBelow, importsOf, nodesOf } from './support/sources.js'

/** A file's kind is the folder that it is in, or else the word before “.ts”. A room's file without such a word is `plain`. */
type Kind = 'platform' | 'words' | 'plugins' | 'commands' | 'lifecycle' | 'entity' | 'policy' | 'queries' | 'presenter' | 'mail' | 'jobs' | 'routes' | 'plain'

/** Left may not know right. */
const rooms = 'audit settings accounts departments teams companies schedules sla forms topics knowledge routing tickets queues notifications rules recurring inbox surveys reports setup webhooks api demo'.split(' ')

/** What a file may call, and what else it may know the shape of. */
const table: Record<Kind, { calls: Kind[], knows?: Kind[] }> = {
  platform: { calls: ['platform'], knows: ['words'] },
  words: { calls: ['words'] },
  lifecycle: { calls: ['platform'] },
  entity: { calls: ['platform', 'lifecycle', 'entity'], knows: ['plain'] },
  policy: { calls: ['platform', 'lifecycle', 'policy', 'plain'], knows: ['entity'] },
  queries: { calls: ['platform', 'lifecycle', 'entity', 'policy', 'queries', 'plain'], knows: ['words'] },
  commands: { calls: ['platform', 'words', 'lifecycle', 'entity', 'policy', 'queries', 'plain', 'commands'] },
  presenter: { calls: ['platform', 'words', 'lifecycle', 'policy', 'plain', 'presenter'], knows: ['entity', 'queries', 'commands'] },
  mail: { calls: ['platform', 'presenter', 'mail', 'plain'], knows: ['words', 'entity', 'queries'] },
  jobs: { calls: ['platform', 'entity', 'queries', 'commands', 'mail', 'jobs', 'plain'] },
  routes: { calls: ['platform', 'words', 'policy', 'queries', 'commands', 'presenter', 'plugins', 'plain', 'routes'], knows: ['entity', 'lifecycle'] },
  plugins: { calls: ['platform', 'words', 'plugins'], knows: ['plain'] },
  plain: { calls: ['platform', 'words', 'lifecycle', 'entity', 'policy', 'queries', 'plain'] }
}

/** What the table forbids and this house does, with the reason. */
const exceptions: Record<string, string> = {
  'src/platform/i18n/translate.ts → src/words/catalogue.ts': 'the one reader of the catalogue',
  'src/tickets/ticket.entity.ts → src/tickets/illegal-move.ts': 'the refusal that it throws',
  'src/queues/queue.presenter.ts → src/queues/queue.queries.ts': 'the limits of its own list',
  'src/notifications/preview-mail.ts → src/notifications/admin-notice.mail.ts': 'draws each mail for the admin who rewords it',
  'src/notifications/preview-mail.ts → src/notifications/access.mail.ts': 'draws each mail for the admin who rewords it',
  'src/notifications/preview-mail.ts → src/notifications/digest.mail.ts': 'draws each mail for the admin who rewords it',
  'src/notifications/preview-mail.ts → src/notifications/rule-mail.mail.ts': 'draws each mail for the admin who rewords it',
  'src/notifications/preview-mail.ts → src/notifications/ticket.mail.ts': 'draws each mail for the admin who rewords it',
  'src/notifications/write-letters.ts → src/notifications/ticket.mail.ts': 'what the sender sends and the preview shows is written in one place',
  'src/queues/desk-nav.ts → src/plugins/page.ts': 'fills the navigation that every page has',
  'src/webhooks/webhook.jobs.ts → src/webhooks/payload.presenter.ts': 'a message to a program shows a ticket as the API does',
  'src/surveys/portal.routes.ts → src/surveys/rating.entity.ts': 'the list of scores'
}

/** Who may use a package at all, and who may only know its types. */
const packages: Record<string, { calls: Kind[], knows?: Kind[] }> = {
  typeorm: { calls: ['platform', 'entity', 'queries', 'commands'], knows: ['plain', 'jobs'] },
  libsql: { calls: ['platform'] },
  mysql2: { calls: [] },
  fastify: { calls: [], knows: ['plugins', 'routes'] },
  'fastify-plugin': { calls: ['plugins', 'routes'] },
  '@fastify/type-provider-typebox': { calls: ['routes'], knows: ['plugins'] },
  typebox: { calls: ['routes'] },
  eta: { calls: ['plugins'] },
  nodemailer: { calls: ['platform'] },
  imapflow: { calls: ['platform'], knows: ['commands'] }
}

const packageExceptions: Record<string, string> = {
  'src/accounts/form-schema.ts → @fastify/type-provider-typebox': 'schemas that several routes share',
  'src/api/schemas.ts → @fastify/type-provider-typebox': 'schemas that several routes share',
  'src/notifications/render-mail.ts → eta': 'mails are not pages'
}

const words = new Set(Object.keys(table))
const sources = filesBelow('src', '.ts')
/** Files that stand in no room put the rooms together and may know all of them. */
const inRooms = sources.filter(file => file.split('/').length > 2)
const links = inRooms.flatMap(file => importsOf(file).map(link => ({ file, ...link, to: link.from.startsWith('.') ? fileOf(file, link.from) : link.from })))
const within = links.filter(({ to }) => to.startsWith('src/'))

t.test('a file imports only what its kind may', async t => {
  const wrong = within.filter(({ file, to, isType }) => roomOf(file) !== 'demo' && !(allowed(table[kindOf(file)], kindOf(to), isType) || `${file} → ${to}` in exceptions))
  t.same(wrong.map(({ file, to }) => `${file} (${kindOf(file)}) may not import ${to} (${kindOf(to)})`), [])
})

t.test('a room knows only the rooms to its left', async t => {
  const place = (file: string) => rooms.indexOf(roomOf(file))
  const wrong = within.filter(({ file, to }) => place(file) !== -1 && place(to) > place(file))
  t.same(wrong.map(({ file, to }) => `${file} may not import ${to}: left may not know right`), [])

  const unknown = inRooms.filter(file => ![...rooms, 'platform', 'plugins', 'words'].includes(roomOf(file)))
  t.same(unknown, [], 'each room has its place in the order')
})

t.test('the doors, mails and jobs of a room are its own', async t => {
  const wrong = within.filter(({ file, to }) => roomOf(file) !== roomOf(to) && ['routes', 'mail', 'jobs'].includes(kindOf(to)))
  t.same(wrong.map(({ file, to }) => `${file} may not import ${to}`), [])
})

t.test('nothing in a room knows how the whole is put together', async t => {
  const wrong = within.filter(({ file, to }) => to.split('/').length === 2 && roomOf(file) !== 'demo')
  t.same(wrong.map(({ file, to }) => `${file} may not import ${to}`), [])
})

t.test('database, web and mail packages are used only where they belong', async t => {
  const wrong = links.filter(({ file, to, isType }) => Object.hasOwn(packages, to) && roomOf(file) !== 'demo' &&
    !(allowed(packages[to]!, kindOf(file), isType) || `${file} → ${to}` in packageExceptions))
  t.same(wrong.map(({ file, to }) => `${file} (${kindOf(file)}) may not import ${to}`), [])
})

t.test('no exception outlives its reason', async t => {
  const made = new Set(links.map(({ file, to }) => `${file} → ${to}`))
  t.same(Object.keys({ ...exceptions, ...packageExceptions }).filter(link => !made.has(link)), [])
})

t.test('migrations use nothing of the application, so that they mean the same for ever', async t => {
  const links = filesBelow('migrations', '.ts').flatMap(file => importsOf(file).map(({ from }) => ({ file, from })))
  t.same(links.filter(({ from }) => from !== 'typeorm' && from !== './columns.js'), [])
})

t.test('nothing is passed on by a barrel, and only plugins and routes export a default', async t => {
  t.same(links.filter(({ isExport }) => isExport).map(({ file }) => file), [])
  const defaults = inRooms.filter(file => nodesOf(file).some(node => ts.isExportAssignment(node) || (ts.canHaveModifiers(node) && ts.getModifiers(node)?.some(({ kind }) => kind === ts.SyntaxKind.DefaultKeyword))))
  t.same(defaults.filter(file => !['plugins', 'routes'].includes(kindOf(file))), [])
})

function kindOf (file: string): Kind {
  const folder = [roomOf(file), ...file.split('/').slice(2, -1)].find(name => words.has(name))
  const suffix = /\.(\w+)\.ts$/.exec(file)?.[1]
  return [folder, suffix].find((word): word is Kind => word !== undefined && words.has(word)) ?? 'plain'
}

function roomOf (file: string): string {
  return file.split('/')[1] ?? ''
}

function allowed ({ calls, knows = [] }: { calls: Kind[], knows?: Kind[] }, kind: Kind, isType: boolean): boolean {
  return calls.includes(kind) || (isType && knows.includes(kind))
}
