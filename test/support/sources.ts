import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import ts from 'typescript'

const root = path.join(import.meta.dirname, '..', '..', '..')

/** The files below a folder of the project that end so, as `src/tickets/ticket.entity.ts`. */
export function filesBelow (folder: string, ending: string): string[] {
  return readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter(name => name.endsWith(ending)).map(name => path.posix.join(folder, name.replaceAll(path.sep, '/'))).sort()
}

export const textOf = (file: string): string => readFileSync(path.join(root, file), 'utf8')

/** Everything that a TypeScript file is made of, comments left out. */
export const nodesOf = (file: string): ts.Node[] => nodesIn(file, textOf(file))

export function nodesIn (file: string, code: string): ts.Node[] {
  const nodes: ts.Node[] = []
  const walk = (node: ts.Node): void => {
    nodes.push(node)
    ts.forEachChild(node, walk)
  }
  walk(ts.createSourceFile(file.replace(/\.eta$/, '.js'), code, ts.ScriptTarget.Latest, true))
  return nodes
}

export interface Import { from: string, isType: boolean, isExport: boolean }

/** What a file imports or passes on, whichever way it does. */
export function importsOf (file: string): Import[] {
  return nodesOf(file).flatMap((node): Import[] => {
    if (ts.isImportDeclaration(node)) return [{ from: textIn(node.moduleSpecifier), isType: isTypeOnly(node.importClause), isExport: false }]
    if (ts.isExportDeclaration(node) && node.moduleSpecifier) return [{ from: textIn(node.moduleSpecifier), isType: node.isTypeOnly, isExport: true }]
    if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) return [{ from: textIn(node.arguments[0]), isType: false, isExport: false }]
    return []
  })
}

/** The file that a relative import names. */
export const fileOf = (importer: string, from: string): string => path.posix.join(path.posix.dirname(importer), from).replace(/\.js$/, '.ts')

const textIn = (node: ts.Node | undefined): string => node !== undefined && ts.isStringLiteralLike(node) ? node.text : ''

/** `import type …`, or a list in which each name says that it is a type. */
function isTypeOnly (clause: ts.ImportClause | undefined): boolean {
  if (clause === undefined) return false
  if (clause.phaseModifier === ts.SyntaxKind.TypeKeyword) return true
  const names = clause.namedBindings
  return clause.name === undefined && names !== undefined && ts.isNamedImports(names) && names.elements.every(({ isTypeOnly }) => isTypeOnly)
}
