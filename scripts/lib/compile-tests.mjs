import { existsSync, lstatSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import ts from 'typescript'

const out = 'dist-test'
const compiled = ['src', 'migrations', 'test']

/**
 * Turns the sources and their tests into JavaScript below `dist-test/`, laid out like the project, and returns
 * the test files as `test/…/name.test.ts`.
 *
 * One file at a time and only what changed: a loader that compiles in each test process takes longer than most
 * tests do. Types are not checked here, that is `npm run typecheck`, so a test runs while a file that it does
 * not need is still in work.
 */
export function compileTests () {
  const options = compilerOptions()
  forgetWhenChanged(JSON.stringify([ts.version, options]))
  const sources = compiled.flatMap(folder => filesBelow(folder, '.ts'))
  for (const source of sources) compile(source, options)
  for (const folder of ['views', 'public', ...dataFolders('test')]) link(folder)

  const wanted = new Set(sources.map(scriptOf))
  for (const script of compiled.flatMap(folder => filesBelow(path.join(out, folder), '.js'))) if (!wanted.has(script)) rmSync(script)
  return sources.filter(source => source.endsWith('.test.ts')).map(source => source.replaceAll(path.sep, '/'))
}

/** Where the JavaScript of a source is. */
export const scriptOf = source => path.join(out, source.replace(/\.ts$/, '.js'))

function compile (source, options) {
  const script = scriptOf(source)
  unlink(path.dirname(script))
  const { mtime } = statSync(source)
  if (Math.abs((statSync(script, { throwIfNoEntry: false })?.mtimeMs ?? 0) - mtime.getTime()) < 1) return

  const { outputText } = ts.transpileModule(readFileSync(source, 'utf8'), { fileName: source, compilerOptions: options })
  mkdirSync(path.dirname(script), { recursive: true })
  writeFileSync(script, outputText)
  utimesSync(script, mtime, mtime)
}

function compilerOptions () {
  const { config } = ts.readConfigFile('tsconfig.json', ts.sys.readFile)
  const { options } = ts.convertCompilerOptionsFromJson(config.compilerOptions, '.')
  // Seen alone, a file cannot tell that package.json makes it an ES module.
  return { ...options, noEmit: false, inlineSourceMap: true, sourceRoot: pathToFileURL(process.cwd()).href, module: ts.ModuleKind.ESNext, moduleResolution: ts.ModuleResolutionKind.Bundler }
}

/** With another compiler or other settings, nothing that was made before counts. */
function forgetWhenChanged (how) {
  const mark = path.join(out, '.how')
  if (existsSync(mark) && readFileSync(mark, 'utf8') === how) return

  for (const folder of compiled) rmSync(path.join(out, folder), { recursive: true, force: true })
  mkdirSync(out, { recursive: true })
  writeFileSync(mark, how)
}

/** Folders without a source in them: what tests read, and compare with. */
function dataFolders (folder) {
  return readdirSync(folder, { withFileTypes: true }).filter(entry => entry.isDirectory()).flatMap(({ name }) => {
    const place = path.join(folder, name)
    return filesBelow(place, '.ts').length === 0 ? [place] : dataFolders(place)
  })
}

function link (folder) {
  const place = path.join(out, folder)
  if (lstatSync(place, { throwIfNoEntry: false })?.isSymbolicLink()) return
  rmSync(place, { recursive: true, force: true })
  symlinkSync(path.resolve(folder), place, 'junction')
}

/** A folder that held data only may hold sources by now. */
function unlink (place) {
  if (lstatSync(place, { throwIfNoEntry: false })?.isSymbolicLink()) rmSync(place)
}

function filesBelow (folder, ending) {
  if (!existsSync(folder)) return []
  return readdirSync(folder, { recursive: true }).filter(name => name.endsWith(ending)).map(name => path.join(folder, name)).sort()
}
