import { oneLine } from '../platform/mail/one-line.js'
import { paragraphsOf } from '../platform/mail/paragraphs.js'
import type { MailSection } from './render-mail.js'
import { catalogue, type Locale } from '../words/catalogue.js'
import { placeholderNames, templateKind, type PlaceholderName, type TemplateName, type Values } from './templates.js'

/** What an admin may change of a mail: one line and plain paragraphs, with placeholders. */
export interface Wording { subject: string, body: string }

const placeholder = /\{([a-z_]+)\}/g

/** Our own wording, which holds until an admin writes another. */
export function standardWording (name: TemplateName, locale: Locale): Wording {
  const words = catalogue[locale]
  return { subject: words[`mails.${name}.subject`], body: words[`mails.${name}.body`] }
}

/** The placeholders that a wording uses and this mail does not know. They stay as they are typed. */
export function unknownPlaceholders (name: TemplateName, { subject, body }: Wording): string[] {
  const known = new Set<string>(templateKind(name).placeholders)
  return [...new Set([...`${subject}\n${body}`.matchAll(/\{([^{}\n]{1,40})\}/g)].map(match => match[1] ?? '').filter(word => !known.has(word)))]
}

/** The values that a mail may show, by its own list: a code never gets into a reply. */
export function allowedValues (name: TemplateName, values: Values): Values {
  const { placeholders } = templateKind(name)
  return Object.fromEntries(placeholderNames.filter(each => placeholders.includes(each)).map(each => [each, values[each] ?? '']))
}

/**
 * Puts values where the placeholders stand, in one pass: what a value holds is never looked at again, and a
 * word that is not in the list stays as it is. Nothing is compiled or run.
 */
export function fill (wording: string, values: Values): string {
  return wording.replace(placeholder, (literal, name: string) => Object.hasOwn(values, name) ? values[name as PlaceholderName] ?? '' : literal)
}

/** The subject on one line. It always ends with the ticket's number, however it was worded and however long a value is. */
export function fillSubject (wording: string, values: Values, ticketNumber: string | null): string {
  const short = Object.fromEntries(Object.entries(values).map(([name, value]) => [name, oneLine(value, 160)]))
  const subject = oneLine(fill(wording, short), 250)
  const mark = ticketNumber === null ? '' : `[${ticketNumber}]`
  return mark === '' || subject.includes(mark) ? subject : `${oneLine(subject, 250 - mark.length)} ${mark}`
}

/**
 * The body as sections. A line whose placeholders are all empty is left out, and so is a paragraph with
 * nothing in it. A paragraph that is `{text}` or `{code}` alone becomes a section of its own.
 */
export function fillBody (wording: string, values: Values): MailSection[] {
  return wording.replace(/\r\n?/g, '\n').split(/\n[ \t]*\n\s*/).flatMap((paragraph): MailSection[] => {
    const alone = paragraph.trim()
    if ((alone === '{text}' || alone === '{code}') && Object.hasOwn(values, alone.slice(1, -1))) {
      const kind = alone === '{code}' ? 'code' : 'text'
      return section(kind, values[kind] ?? '')
    }
    return section('words', paragraph.split('\n').filter(line => hasSomething(line, values)).map(line => fill(line, values)).join('\n'))
  })
}

function section (kind: MailSection['kind'], text: string): MailSection[] {
  const paragraphs = paragraphsOf(text)
  return paragraphs.length === 0 ? [] : [{ kind, paragraphs }]
}

function hasSomething (line: string, values: Values): boolean {
  const used = [...line.matchAll(placeholder)].map(match => match[1] as PlaceholderName).filter(name => Object.hasOwn(values, name))
  return used.length === 0 || used.some(name => values[name] !== '')
}
