import { getElementsByTagName, getAttributeValue, textContent } from 'domutils'
import type { Element } from 'domhandler'
import { parseDocument } from 'htmlparser2'

export interface PageForm { action: string, fields: Array<[name: string, value: string]> }

/** The form of a page that holds a field of this name, as a browser without script would send it. */
export function formWith (html: string, name: string): PageForm {
  const forms = getElementsByTagName('form', parseDocument(html))
  const form = forms.find(each => fieldsOf(each).some(([own]) => own === name))
  if (form === undefined) throw new Error(`No form of the page has a field “${name}”.`)
  return { action: getAttributeValue(form, 'action') ?? '', fields: fieldsOf(form) }
}

/** The body of a form, with other values for some of its fields. */
export function bodyOf ({ fields }: PageForm, changes: Record<string, string> = {}): string {
  const kept = fields.filter(([name]) => !(name in changes))
  return new URLSearchParams([...kept, ...Object.entries(changes)]).toString()
}

function fieldsOf (form: Element): PageForm['fields'] {
  return getElementsByTagName(name => ['input', 'textarea', 'select'].includes(name), form).flatMap(element => {
    const name = getAttributeValue(element, 'name')
    if (name === undefined) return []
    // The parser leaves entities in a text area as they are.
    if (element.name === 'textarea') return [[name, textContent(parseDocument(textContent(element))).replace(/^\n/, '')]]
    if (element.name === 'select') return [[name, chosenOf(element)]]
    const type = getAttributeValue(element, 'type') ?? 'text'
    const isSent = !['checkbox', 'radio'].includes(type) || 'checked' in element.attribs
    return isSent && !['file', 'submit'].includes(type) ? [[name, getAttributeValue(element, 'value') ?? (type === 'checkbox' ? 'on' : '')]] : []
  })
}

function chosenOf (select: Element): string {
  const options = getElementsByTagName('option', select)
  const chosen = options.find(option => 'selected' in option.attribs) ?? options[0]
  return chosen === undefined ? '' : getAttributeValue(chosen, 'value') ?? textContent(chosen)
}

/** The same as a browser sends a form with files: a body, and the header that belongs to it. */
export function multipartOf ({ fields }: PageForm, changes: Record<string, string> = {}, files: ReadonlyArray<{ name: string, type: string, content: Buffer, field?: string }> = []): { payload: Buffer, headers: Record<string, string> } {
  const boundary = 'a-boundary-of-tests'
  const kept = fields.filter(([name]) => !(name in changes))
  const head = (lines: string): Buffer => Buffer.from(`--${boundary}\r\n${lines}\r\n\r\n`)
  const parts = [
    ...[...kept, ...Object.entries(changes)].map(([name, value]) => [head(`Content-Disposition: form-data; name="${name}"`), Buffer.from(value)]),
    ...files.map(({ name, type, content, field = 'files' }) => [head(`Content-Disposition: form-data; name="${field}"; filename="${name}"\r\nContent-Type: ${type}`), content])
  ]
  return {
    payload: Buffer.concat([...parts.flatMap(part => [...part, Buffer.from('\r\n')]), Buffer.from(`--${boundary}--\r\n`)]),
    headers: { 'sec-fetch-site': 'same-origin', 'content-type': `multipart/form-data; boundary=${boundary}` }
  }
}
