import t, { type Test } from 'tap'
import ts from 'typescript'
import { filesBelow, nodesOf, textOf } from './support/sources.js'

const sources = filesBelow('src', '.ts')
const scripts = filesBelow('public/js', '.js')
const written = [...sources, ...filesBelow('migrations', '.ts'), ...filesBelow('test', '.ts')]
const everything = [...written, ...scripts, ...filesBelow('scripts', '.mjs')]

/** Who may write a ticket's state. */
const stateWriters: Record<string, string> = {
  'src/tickets/ticket.entity.ts': 'it asks the table',
  'src/notifications/preview-mail.ts': 'its ticket is made up and never saved'
}

/** Files that are longer than a screen or two may hold, with the reason. */
const long: Record<string, string> = {
  'src/tickets/request-form.portal.routes.ts': 'the steps of one form, in the order in which they are taken'
}

t.test('no type is any, and no compiler is told to look away', async t => {
  t.same(written.filter(file => nodesOf(file).some(({ kind }) => kind === ts.SyntaxKind.AnyKeyword)), [])
  without(t, written, /@ts-(?:ignore|nocheck|expect-error)|eslint-disable/)
})

t.test('nothing is left for later', async t => {
  without(t, everything, new RegExp(`\\b(?:${['TO' + 'DO', 'FIX' + 'ME', 'XX' + 'X', 'HA' + 'CK'].join('|')})\\b`))
})

t.test('nothing prints but the log, the command line and the scripts', async t => {
  without(t, [...sources, ...scripts], /\bconsole\s*\./)
})

t.test('the state of a ticket is written by its entity alone', async t => {
  const mayNot = sources.filter(file => !Object.hasOwn(stateWriters, file))
  t.same(mayNot.filter(file => nodesOf(file).some(node => assignsState(node) || assignsObjectWithState(node))), [])
  without(t, sources, /UPDATE\s+tickets\b|(?:update|upsert|softDelete|increment|decrement)\(\s*Ticket\b/)
})

t.test('a ticket is saved where its history is', async t => {
  const saving = (pattern: RegExp) => sources.filter(file => pattern.test(textOf(file)))
  t.same(saving(/\.insert\(\s*Ticket\b|insertRows?\(manager, Ticket\b|INTO\s+tickets\b/), ['src/tickets/commands/open-ticket.ts'])
  t.same(saving(/\.save\(\s*Ticket\b|\.save\(\s*(?:ticket|held)\b|updateRow\(manager, Ticket\b/), ['src/tickets/clocks/recompute.ts', 'src/tickets/commands/recompute-returns.ts', 'src/tickets/commands/save-change.ts'], 'clocks are set again without a line of history')
  t.same(saving(/\.(?:delete|remove)\(\s*Ticket\b|DELETE\s+FROM\s+tickets\b/), ['src/tickets/commands/clean-tickets.ts'])
})

t.test('history is never edited', async t => {
  without(t, sources, /UPDATE\s+ticket_events|(?:update|upsert|save)\(\s*TicketEvent\b/)
})

t.test('the read path reads', async t => {
  without(t, sources, /\bread(?:er)?\s*\.\s*(?:save|insert|update|upsert|delete|remove|clear|increment|decrement|softDelete|transaction)\b/)
  without(t, sources, /\bread(?:er)?\.query\(\s*[`'"]\s*(?!SELECT|WITH|\$|\()\w/)
})

t.test('no list leaps over rows to find its page', async t => {
  without(t, sources, /\bOFFSET\b|\.skip\(|\bskip:\s/)
})

t.test('scripts in the page never make markup of text', async t => {
  t.ok(scripts.length > 3)
  without(t, scripts, /\b(?:innerHTML|outerHTML|insertAdjacentHTML|document\.write|createContextualFragment|setHTMLUnsafe|eval|new\s+Function)\b/)
})

t.test('a file can be read at one sitting', async t => {
  const read = [...sources.filter(file => !file.startsWith('src/words/')), ...filesBelow('migrations', '.ts'), ...scripts, ...filesBelow('scripts', '.mjs')]
  const tooLong = read.map(file => [file, textOf(file).trimEnd().split('\n').length] as const).filter(([file, lines]) => lines >= 200 && !(file in long))
  t.same(tooLong, [])
})

/** Fails with each line that holds what may not be. */
function without (t: Test, files: string[], pattern: RegExp): void {
  const found = files.flatMap(file => textOf(file).split('\n').flatMap((line, place) => pattern.test(line) && !line.includes('without(t,') ? [`${file}:${place + 1} ${line.trim()}`] : []))
  t.same(found, [])
}

/** `something.state = …`, where only the entity may. */
function assignsState (node: ts.Node): boolean {
  return ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.EqualsToken &&
    ts.isPropertyAccessExpression(node.left) && node.left.name.text === 'state' && /ticket|held/i.test(node.left.expression.getText())
}

/** `Object.assign(…, { state: … })`, which a readonly property does not stop. */
function assignsObjectWithState (node: ts.Node): boolean {
  return ts.isCallExpression(node) && node.expression.getText() === 'Object.assign' && /ticket|held|this/i.test(node.arguments[0]?.getText() ?? '') &&
    node.arguments.slice(1).some(given => ts.isObjectLiteralExpression(given) && given.properties.some(({ name }) => name?.getText() === 'state'))
}
