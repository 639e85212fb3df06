import type { TitleCursor } from './article.queries.js'

/** The address of a page of a category. */
export function listPath (place: string, categoryId: number, after: TitleCursor | null = null): string {
  return `${place}?${new URLSearchParams({ category: String(categoryId), ...(after !== null && { after: `${after.id}.${after.title}` }) }).toString()}`
}

/** Null for what is none, which begins the list anew. */
export function readTitleCursor (typed: string): TitleCursor | null {
  const [, id, title] = /^(\d{1,10})\.(.{1,190})$/su.exec(typed) ?? []
  return id === undefined || title === undefined ? null : { title, id: Number(id) }
}
