import type { Format } from '../platform/i18n/format.js'
import type { Translate } from '../platform/i18n/translate.js'
import { excerptOf, picturesIn, readBody, type Block, type NamedFile } from './article-body.js'
import type { ArticleFile } from './article-file.entity.js'
import { meets, termsOf } from './article-score.js'
import type { FoundArticle } from './article-search.queries.js'
import type { Article } from './article.entity.js'
import type { ArticleLine, CategoryLine } from './article.queries.js'
import { isPicture, nameKey } from './kept-file.js'

/** A piece of a title, marked when it is what was looked for. */
export interface TitlePiece { text: string, isMarked: boolean }

export interface FoundView { path: string, title: TitlePiece[], excerpt: string, about: string, labels: string[] }

export interface CategoryView { id: number, name: string, description: string, path: string, count: string, hasMore: boolean, isCurrent: boolean, articles: LineView[] }

export interface LineView { path: string, title: string, about: string, labels: string[] }

/** Where articles are read: on the portal or on the desk. */
export type Place = '/answers' | '/desk/articles'

/** What was found, with the words marked by which it was. The way back is kept in the address. */
export function presentFound (articles: readonly FoundArticle[], words: string, place: Place, t: Translate, format: Format): FoundView[] {
  const terms = termsOf(words)
  const query = new URLSearchParams({ q: words }).toString()
  return articles.map(article => ({
    path: `${place}/${article.id}?${query}`,
    title: article.title.split(/([\p{L}\p{N}]+)/u).filter(text => text !== '').map(text => ({ text, isMarked: terms.some(term => meets(text, term)) })),
    excerpt: excerptOf(article.body),
    about: [article.categoryName, ...helpedBy(article, t, format)].join(', '),
    labels: labelsOf(article, place, t)
  }))
}

/** Categories with the articles that are shown of each. Of the portal's, those that have none are left out. */
export function presentCategories (categories: readonly CategoryLine[], articles: readonly ArticleLine[], { place, currentId = null }: { place: Place, currentId?: number | null }, t: Translate, format: Format): CategoryView[] {
  return categories.filter(({ articles: count }) => count > 0 || place === '/desk/articles').map(category => ({
    hasMore: category.articles > articles.filter(({ categoryId }) => categoryId === category.id).length,
    id: category.id,
    name: category.name,
    description: category.description,
    path: `${place}?category=${category.id}`,
    count: format.number(category.articles),
    isCurrent: category.id === currentId,
    articles: articles.filter(({ categoryId }) => categoryId === category.id).map(article => presentLine(article, place, t, format))
  }))
}

export function presentLine (article: ArticleLine, place: Place, t: Translate, format: Format): LineView {
  return { path: `${place}/${article.id}`, title: article.title, about: helpedBy(article, t, format).join(''), labels: labelsOf(article, place, t) }
}

const helpedBy = ({ helped }: Pick<Article, 'helped'>, t: Translate, format: Format): string[] => helped === 0 ? [] : [t('knowledge.helped', { count: helped, shown: format.number(helped) })]

/** What an agent has to know before giving an article to others. The portal has only what everybody may read. */
function labelsOf ({ state, visibility }: Pick<Article, 'state' | 'visibility'>, place: Place, t: Translate): string[] {
  if (place === '/answers') return []
  return [...state === 'draft' ? [t('knowledge.state.draft')] : [], ...visibility === 'internal' ? [t('knowledge.visibility.internal')] : []]
}

export interface FileView { name: string, size: string, path: string }

/** `files` are those that are not shown in the text. */
export interface ArticleView { title: string, blocks: Block[], files: FileView[], lang: string | null }

type Shown = Pick<Article, 'title' | 'body'> & Partial<Pick<Article, 'locale'>>

/** What an article says, with its files under the address at which it is read. `lang` is its own language, where it has one. */
export function presentArticle ({ title, body, locale }: Shown, files: readonly ArticleFile[], path: string, format: Format): ArticleView {
  const inPlace = new Set(picturesIn(body).map(({ name }) => nameKey(name)))
  return {
    title,
    blocks: readBody(body, files.map(file => presentNamed(file, path))),
    files: files.filter(file => !isPicture(file) || !inPlace.has(nameKey(file.name))).map(({ id, name, size }) => ({ name, size: format.fileSize(size), path: `${path}/files/${id}` })),
    lang: locale ?? null
  }
}

const presentNamed = (file: ArticleFile, path: string): NamedFile => ({ name: file.name, path: `${path}/files/${file.id}`, picturePath: isPicture(file) ? `${path}/files/${file.id}/picture` : null })

/** The pictures that a text names and the article does not have, so that its author sees it. */
export function presentMissing ({ body }: Pick<Article, 'body'>, files: readonly ArticleFile[]): string[] {
  return [...new Set(picturesIn(body).map(({ name }) => name).filter(name => !files.some(file => nameKey(file.name) === nameKey(name))))]
}

export interface SuggestionView { id: number, title: string, excerpt: string, about: string, path: string, /** Null for what is too long to be read between two pages of a form. */ article: ArticleView | null }

const longestShown = 4000

/** What may solve a request that is being written, to be read on the spot. */
export function presentSuggestions (articles: readonly FoundArticle[], files: ReadonlyMap<number, ArticleFile[]>, t: Translate, format: Format): SuggestionView[] {
  return articles.map(article => ({
    id: article.id,
    title: article.title,
    excerpt: excerptOf(article.body),
    about: [article.categoryName, ...helpedBy(article, t, format)].join(', '),
    path: `/answers/${article.id}`,
    article: article.body.length > longestShown ? null : presentArticle(article, files.get(article.id) ?? [], `/answers/${article.id}`, format)
  }))
}
