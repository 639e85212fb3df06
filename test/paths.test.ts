import { readdirSync } from 'node:fs'
import path from 'node:path'
import t, { type Test } from 'tap'
import ts from 'typescript'
import { safeFileName } from '../src/platform/storage/file-name.js'
import { filesBelow, nodesOf, textOf } from './support/sources.js'

const root = path.join(import.meta.dirname, '..', '..')
const sources = [...filesBelow('src', '.ts'), ...filesBelow('migrations', '.ts')]
/** What runs where the desk runs; the other scripts serve those who work on it. */
const starting = ['scripts/start.mjs', 'scripts/build.mjs', 'scripts/check-health.mjs', 'scripts/lib/prepare.mjs', 'scripts/lib/processes.mjs', 'scripts/lib/fresh.mjs']
const running = [...sources, ...starting]

/** Calls that take a path, and how many of their arguments are one. */
const takingPaths: Record<string, number> = {
  readFile: 1, readFileSync: 1, writeFile: 1, writeFileSync: 1, createReadStream: 1, createWriteStream: 1, open: 1, openSync: 1, stat: 1, statSync: 1, access: 1, existsSync: 1, mkdir: 1, mkdirSync: 1, mkdtempSync: 1,
  readdir: 1, readdirSync: 1, rename: 2, renameSync: 2, rm: 1, rmSync: 1, unlink: 1, statfs: 1, copyFile: 2, utimesSync: 1
}

const usesFiles = (file: string): boolean => /from 'node:fs/.test(textOf(file))

t.test('a path is put together by the module for it, so that it is one on Windows too', async t => {
  const glued = running.flatMap(file => usesFiles(file) ? nodesOf(file).filter(ts.isCallExpression).flatMap(call => call.arguments.slice(0, takingPaths[nameOf(call)] ?? 0).filter(isGlued).map(argument => `${file}: ${argument.getText()}`)) : [])
  t.same(glued, [])
})

t.test('no place is named that only some machines have', async t => {
  without(t, running, /['"`](?:\/(?:tmp|var|etc|usr|opt|home|dev|proc|srv)\b|[A-Za-z]:\\|~\/)/)
})

t.test('an address of a file is made into its path by the function for it', async t => {
  without(t, running, /import\.meta\.url\)\.pathname|\.href\.slice\(|import\.meta\.dirname\s*\+/)
  const named = running.flatMap(file => nodesOf(file).filter(ts.isCallExpression).filter(({ expression, arguments: [what] }) => expression.kind === ts.SyntaxKind.ImportKeyword && what !== undefined && /path\.|dirname/.test(what.getText())).map(() => file))
  t.same(named, [], 'import() takes an address, and on Windows a path is none')
})

t.test('what Windows does not have is done only where it is there', async t => {
  const calls = /\b(?:chmod|chown|lchown|symlink|mkfifo|fork|getuid|getgid|setuid|setgid|umask)(?:Sync)?\(|\bSIG(?:HUP|USR1|USR2|QUIT|WINCH|CHLD)\b/
  const branched = running.filter(file => calls.test(textOf(file)) && !/process\.platform|\?\.\(/.test(textOf(file)))
  t.same(branched, [])
  const folders = sources.filter(file => /\bopen\((?:folder|path\.dirname)/.test(textOf(file)))
  t.same(folders.filter(file => !textOf(file).includes("process.platform === 'win32'")), [], 'a folder is opened only where that can be done')
})

t.test('what starts the desk asks nothing of a shell', async t => {
  const { scripts } = JSON.parse(textOf('package.json')) as { scripts: Record<string, string> }
  for (const [name, command] of Object.entries(scripts)) t.match(command, /^(?:node|tsc)(?: [\w./-]+)*$/, name)
  const shells = running.filter(file => /shell:/.test(textOf(file)))
  t.same(shells, ['scripts/lib/processes.mjs'], 'npm alone needs one, on Windows')
})

t.test('every file of the project can be checked out on Windows', async t => {
  const names = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter(name => !/^(?:\.git|node_modules|dist|var|\.tap|\.test)/.test(name) && !name.includes('node_modules'))
  t.ok(names.length > 500)
  t.same(names.filter(name => name.split(path.sep).some(part => safeFileName(part) !== part)), [])
  const folded = new Map<string, string>()
  const twice = names.filter(name => { const known = folded.get(name.toLowerCase()); folded.set(name.toLowerCase(), name); return known !== undefined })
  t.same(twice, [], 'no two names differ by the size of their letters alone')
  t.same(names.filter(name => name.length > 180), [], 'a path has 260 characters there')
})

function nameOf ({ expression }: ts.CallExpression): string {
  return ts.isIdentifier(expression) ? expression.text : ts.isPropertyAccessExpression(expression) ? expression.name.text : ''
}

/** Made with a slash between its pieces. What only adds an ending to a path is none. */
function isGlued (argument: ts.Expression): boolean {
  if (ts.isTemplateExpression(argument)) return /[/\\]/.test([argument.head.text, ...argument.templateSpans.map(({ literal }) => literal.text)].join(''))
  return ts.isBinaryExpression(argument) && argument.operatorToken.kind === ts.SyntaxKind.PlusToken && /['"`][^'"`]*[/\\]/.test(argument.getText())
}

function without (t: Test, files: string[], pattern: RegExp): void {
  t.same(files.flatMap(file => textOf(file).split('\n').flatMap((line, place) => pattern.test(line) ? [`${file}:${place + 1} ${line.trim()}`] : [])), [])
}
