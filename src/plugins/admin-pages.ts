/** A question of an admin form, as the shared field draws it. */
export interface AdminField {
  name: string
  /** The name where there is none; what a refusal speaks of. */
  id?: string
  label: string
  hint?: string
  error?: string
  optional?: boolean
  type?: 'text' | 'email' | 'number' | 'password' | 'textarea' | 'select' | 'radio' | 'checkbox' | 'checkboxes'
  value?: string | number | Array<string | number> | null
  checked?: boolean
  options?: Array<{ value: string | number, label: string, hint?: string }>
  /** Choices in boxes, for those that decide much. */
  boxed?: boolean
  rows?: number
  width?: 'short' | 'mid'
  /** Where names are suggested from while somebody types; without script the whole name is typed. */
  suggestions?: string
  autocomplete?: string
  maxlength?: number
}

/** Short fields of the same kind as a table: a row for each thing, a column for each field. */
export interface AdminFieldGrid { corner: string, columns: string[], rows: Array<{ label: string, flag?: string, fields: AdminField[] }>, hint: string }

/** When a ticket that comes at a moment would be due, and why; shown anew for another moment, without saving. */
export interface AdminDuePreview {
  action: string
  priority: number
  priorities: Array<{ value: number, label: string }>
  cameAt: string
  zone: string
  targets: Array<{ kind: string, allowed: string, sum: string, due: string }>
  /** In the units of its view box. */
  timeline: {
    top: number
    width: number
    height: number
    label: string
    days: Array<{ x: number, width: number, middle: number, label: string, open: Array<{ x: number, width: number }> }>
    marks: Array<{ x: number, y: number, anchor: string, label: string, isDue: boolean }>
  }
  /** What would be done by itself, in the order of the moments. */
  then: Array<{ when: string, what: string, why: string }>
}

/** Parts that come and go by buttons, which send the form so far along; nothing is saved by them. */
export interface AdminFormParts {
  id: string
  /** Where its buttons post to. */
  action: string
  hint: string
  empty: string
  /** A hidden field that says how many there are. */
  count: { name: string, value: number }
  rows: Array<{ legend: string, hidden: Array<{ name: string, value: string }>, fields: AdminField[], remove: { value: string, label: string, about: string } }>
  /** Null when there are as many as there may be. */
  add: { action: string, name: string, label: string, value: string, button: string, options: Array<{ value: string, label: string }> } | null
}

/** What would happen now by what is saved, step by step. */
export interface AdminExplained { verdict: string, way: string, steps: Array<{ title: string | null, lines: string[] }> }

/** A file that fills in fields of the form, with a button that sends the form so far along with it; nothing is saved. */
export interface AdminUpload { name: string, label: string, hint: string, accept: string, action: string, button: string }

export interface AdminFormView {
  lead: string
  back: { href: string, label: string }
  action: string
  version: number
  /** Fields of a section stand side by side when they are short and belong together. */
  sections: Array<{ title: string | null, lead?: string, fields: AdminField[], grid?: AdminFieldGrid, parts?: AdminFormParts, isRow?: boolean, upload?: AdminUpload }>
  preview?: AdminDuePreview | null
  explained?: AdminExplained
  problems: Array<{ href: string, text: string }>
  /** What saving touches, in sentences. */
  effects: string[]
  /** A way out of the house from there, which no form of ours may take. */
  effectLink?: { href: string, label: string }
  save: string
  /** Other things that can be done to it, each a button beside the one that saves; the version goes with them. */
  acts: Array<{ action: string, label: string }>
}

export interface AdminCell { text: string, href?: string, note?: string }

export interface AdminListView {
  lead: string
  add: { href: string, label: string } | null
  columns: string[]
  rows: Array<{ cells: AdminCell[], isOff: boolean, moves?: { action: string, up: string, down: string } }>
  emptyText: string
  /** For lists by name that have no end: a word to look for, and the ways to the first and the next page. */
  search?: { action: string, label: string, value: string }
  firstPath?: string | null
  nextPath?: string | null
}

declare module './page.js' {
  interface Pages {
    'admin/form': AdminFormView
    'admin/list': AdminListView
  }
}

/** The first value under a name in a form's body, as text. */
export const typedText = (body: Record<string, string | string[]>, name: string): string => String([body[name] ?? ''].flat()[0] ?? '')

/** A whole number, or NaN for anything else, which the command refuses in words. */
export const typedNumber = (body: Record<string, string | string[]>, name: string): number => {
  const text = typedText(body, name).trim()
  return /^-?\d{1,9}$/.test(text) ? Number(text) : Number.NaN
}

/** The id that a select carries; null for its empty choice. */
export const typedId = (body: Record<string, string | string[]>, name: string): number | null => typedNumber(body, name) || null

export const typedIds = (body: Record<string, string | string[]>, name: string): number[] => [body[name] ?? []].flat().map(Number).filter(id => Number.isInteger(id) && id > 0)

export const isTicked = (body: Record<string, string | string[]>, name: string): boolean => body[name] !== undefined
