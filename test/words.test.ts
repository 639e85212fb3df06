import { Eta } from 'eta'
import { IntlMessageFormat } from 'intl-messageformat'
import t from 'tap'
import ts from 'typescript'
import { catalogue, locales, type Locale, type WordKey } from '../src/words/catalogue.js'
import { filesBelow, nodesIn, nodesOf, textOf } from './support/sources.js'

const keys = Object.keys(catalogue.en) as WordKey[]
/** Messages that name other values in another language, as good manners there ask. */
const mannered = ['mails.greeting']
const views = filesBelow('views', '.eta')
const eta = new Eta()

/** A key as the code writes it, with the names of the values that it gives; null when they cannot be read off. */
interface Spoken { file: string, key: string, given: string[] | null }

/** A template is read as the function that it becomes, so that every call in it is a call. */
const nodesOfView = (file: string): ts.Node[] => nodesIn(file, `function view (it) {${eta.compileToString(textOf(file))}}`)

const spokenInViews = views.flatMap(file => nodesOfView(file).flatMap(node => spokenBy(node, file)))
const spokenInCode = filesBelow('src', '.ts').filter(file => !file.startsWith('src/words/')).flatMap(file => nodesOf(file).flatMap(node => spokenBy(node, file)))

t.test('every message can be read in every language', async t => {
  for (const locale of locales) {
    for (const key of keys) {
      t.doesNotThrow(() => parse(locale, key), `${key} (${locale})`)
      if (catalogue[locale][key].trim() === '' && catalogue.en[key].trim() !== '') t.fail(`${key} (${locale}) is empty`)
    }
  }
})

t.test('a message says the same things in every language', async t => {
  t.same(keys.filter(key => !mannered.includes(key)).filter(key => locales.some(locale => placeholders(locale, key).join() !== placeholders('en', key).join())), [])
})

t.test('templates use only words that the catalogue has', async t => {
  t.ok(spokenInViews.length > 300)
  t.same(spokenInViews.filter(({ key }) => !known(key)), [])
})

t.test('whoever uses a message gives it the values that it names', async t => {
  t.ok(spokenInCode.length > 300)
  const wrong = [...spokenInViews, ...spokenInCode].filter(({ key, given }) => given !== null && key in catalogue.en && namesIn('en', key as WordKey).some(name => !given.includes(name)))
  t.same(wrong.map(({ file, key, given }) => `${file}: ${key} needs ${namesIn('en', key as WordKey).join(', ')} and gets ${given?.join(', ') || 'nothing'}`), [])
})

t.test('nothing but parts of a page is written without being escaped', async t => {
  const raw = views.flatMap(file => [...textOf(file).matchAll(/<%[-_]?\s*~\s*(.*?)%>/gs)].map(([, code = '']) => ({ file, code: code.trim() })))
  t.ok(raw.length > 100)
  t.same(raw.filter(({ code }) => !/^(?:include\(|block\(|it\.body\s*$)/.test(code)), [])
})

t.test('no attribute is put together where its quotes would be escaped', async t => {
  t.same(views.flatMap(file => [...textOf(file).matchAll(/<%=[^%]*="[^%]*%>/g)].map(([code]) => `${file}: ${code}`)), [])
})

t.test('the first line of each template says what it is and what it takes', async t => {
  t.same(views.filter(file => !/^<% \/\* \p{L}.+/u.test(textOf(file).split('\n')[0] ?? '')), [])
})

t.test('no word that a person reads stands in a template', async t => {
  t.same(views.flatMap(file => wordsIn(textOf(file)).map(word => `${file}: ${word}`)), [])
})

function parse (locale: Locale, key: WordKey) {
  return new IntlMessageFormat(catalogue[locale][key], locale, undefined, { ignoreTag: true }).getAst()
}

interface Element { type: number, value?: string, options?: Record<string, { value: Element[] }> }
const select = 5
const plural = 6

/** What a message wants to know, with the choices that it makes by it. */
function placeholders (locale: Locale, key: WordKey): string[] {
  const found = (elements: Element[]): string[] => elements.flatMap(({ type, value = '', options = {} }) => {
    const inner = Object.values(options).flatMap(option => found(option.value))
    if (type === select) return [`${value} of ${Object.keys(options).sort().join('|')}`, ...inner]
    return type > 0 && type <= plural ? [value, ...inner] : inner
  })
  return [...new Set(found(parse(locale, key) as Element[]))].sort()
}

const namesIn = (locale: Locale, key: WordKey): string[] => [...new Set(placeholders(locale, key).map(name => name.split(' ')[0] ?? ''))]

/** A key that is put together at run time is known by its beginning. */
function known (key: string): boolean {
  return key in catalogue.en || (key.endsWith('*') && keys.some(each => each.startsWith(key.slice(0, -1))))
}

/** `t('key', { … })`, `new Refusal('key', { values })` or `{ key: 'key', values }`. */
function spokenBy (node: ts.Node, file: string): Spoken[] {
  const say = (key: ts.Expression | undefined, values: ts.Expression | undefined): Spoken[] => {
    const written = key === undefined ? null : keyIn(key)
    return written === null ? [] : [{ file, key: written, given: namesGiven(values) }]
  }

  if (ts.isCallExpression(node) && /^(?:\w+\.)?t$/.test(node.expression.getText())) return say(node.arguments[0], node.arguments[1])
  if (ts.isNewExpression(node) && node.expression.getText() === 'Refusal') return say(node.arguments?.[0], property(node.arguments?.[1], 'values'))
  if (ts.isNewExpression(node) && node.expression.getText() === 'Stale') return say(node.arguments?.[0], node.arguments?.[1])
  if (ts.isObjectLiteralExpression(node) && keys.includes(keyIn(property(node, 'key')) as WordKey)) return say(property(node, 'key'), property(node, 'values'))
  return []
}

function keyIn (node: ts.Expression | undefined): string | null {
  if (node !== undefined && ts.isStringLiteralLike(node)) return node.text
  return node !== undefined && ts.isTemplateExpression(node) ? `${node.head.text}*` : null
}

function property (node: ts.Node | undefined, name: string): ts.Expression | undefined {
  if (node === undefined || !ts.isObjectLiteralExpression(node)) return undefined
  const found = node.properties.find(each => each.name?.getText() === name)
  return found !== undefined && ts.isPropertyAssignment(found) ? found.initializer : found !== undefined && ts.isShorthandPropertyAssignment(found) ? found.name : undefined
}

function namesGiven (values: ts.Expression | undefined): string[] | null {
  if (values === undefined) return []
  if (!ts.isObjectLiteralExpression(values)) return null
  return values.properties.some(({ name }) => name === undefined) ? null : values.properties.map(({ name }) => name!.getText())
}

/** Words between tags, and in the attributes that are read out or shown. */
function wordsIn (template: string): string[] {
  const text = template.replace(/<%.*?%>/gs, ' ')
  const shown = [...text.matchAll(/\s(?:aria-label|title|alt|placeholder)="([^"]*)"/g)].map(([, value = '']) => value)
  const between = text.replace(/<(?:style|title|kbd)\b.*?<\/\w+>/gs, ' ').replace(/<[^>]*>/g, ' ').replace(/&\w+;/g, ' ')
  return [...shown, between].flatMap(part => part.match(/\p{L}{2,}/gu) ?? [])
}
