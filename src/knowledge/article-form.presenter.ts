import type { Format } from '../platform/i18n/format.js'
import type { Translate } from '../platform/i18n/translate.js'
import { languageNames, locales } from '../words/catalogue.js'
import { fileLimits } from '../platform/storage/file-limits.js'
import { articleStates, visibilities } from './article-choices.js'
import type { ArticleFile } from './article-file.entity.js'
import type { ArticleForm } from './commands/save-article.js'
import { isPicture, mostFiles, type KeptFile } from './kept-file.js'

/** A question of the form, as the shared field draws it. */
export interface ArticleField {
  name: string
  label: string
  hint?: string
  error?: string
  optional?: boolean
  type?: 'textarea' | 'select' | 'radio' | 'checkboxes'
  value: string | number | string[]
  rows?: number
  maxlength?: number
  options?: Array<{ value: string | number, label: string, hint?: string }>
}

interface Choices { categories: Array<{ id: number, name: string }>, topics: Array<{ id: number, name: string, isActive: boolean }> }

/** The questions of an article's form, with what is wrong with the answers. */
export function presentArticleFields (form: ArticleForm, { categories, topics }: Choices, wrong: Record<string, string>, t: Translate): { text: ArticleField[], where: ArticleField[] } {
  return {
    text: [
      { name: 'title', label: t('knowledge.title'), hint: t('knowledge.title_hint'), value: form.title, error: wrong.title, maxlength: 190 },
      { name: 'body', label: t('knowledge.body'), hint: t('knowledge.body_hint'), type: 'textarea', rows: 18, value: form.body, error: wrong.body }
    ],
    where: [
      { name: 'categoryId', label: t('knowledge.category'), type: 'select', value: form.categoryId, error: wrong.categoryId, options: categories.map(({ id, name }) => ({ value: id, label: name })) },
      { name: 'state', label: t('knowledge.state'), type: 'radio', value: form.state, error: wrong.state, options: articleStates.map(value => ({ value, label: t(`knowledge.state.${value}`), hint: t(`knowledge.state.${value}_hint`) })) },
      { name: 'visibility', label: t('knowledge.visibility'), type: 'radio', value: form.visibility, error: wrong.visibility, options: visibilities.map(value => ({ value, label: t(`knowledge.visibility.${value}`), hint: t(`knowledge.visibility.${value}_hint`) })) },
      { name: 'locale', label: t('knowledge.locale'), type: 'select', value: form.locale ?? '', error: wrong.locale, options: [{ value: '', label: t('knowledge.locale_any') }, ...locales.map(value => ({ value, label: languageNames[value] }))] },
      {
        name: 'topicIds', label: t('knowledge.topics'), hint: t('knowledge.topics_hint'), type: 'checkboxes', value: form.topicIds.map(String), error: wrong.topicIds, optional: true,
        options: topics.filter(({ id, isActive }) => isActive || form.topicIds.includes(id)).map(({ id, name }) => ({ value: String(id), label: name }))
      }
    ]
  }
}

/** A file in the form, with the line by which the text shows it or leads to it. */
interface FileLine { name: string, size: string, line: string }

export interface ArticleFilesField {
  hint: string
  error: string | null
  present: Array<FileLine & { id: number, path: string, isToGo: boolean }>
  /** Files that came with a form which was refused; `value` is how it carries them on. */
  carried: Array<FileLine & { value: string }>
}

interface Files { present?: readonly ArticleFile[], path?: string, removedIds?: readonly number[], carried?: ReadonlyArray<{ file: KeptFile, value: string }> }

/** The files of an article in its form. Called without any for an article that is being begun. */
export function presentArticleFiles ({ present = [], path = '', removedIds = [], carried = [] }: Files, error: string | undefined, t: Translate, format: Format): ArticleFilesField {
  const lineOf = (file: KeptFile): FileLine => ({ name: file.name, size: format.fileSize(file.size), line: isPicture(file) ? `![${t('knowledge.files.what_it_shows')}](${file.name})` : `[${t('knowledge.files.words')}](${file.name})` })
  return {
    hint: t('knowledge.files.hint', { files: mostFiles, size: fileLimits.bytes / 1_000_000 }),
    error: error ?? null,
    present: present.map(file => ({ ...lineOf(file), id: file.id, path: `${path}/files/${file.id}`, isToGo: removedIds.includes(file.id) })),
    carried: carried.map(({ file, value }) => ({ ...lineOf(file), value }))
  }
}
