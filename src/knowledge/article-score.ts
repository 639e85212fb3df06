import { searchWords } from '../platform/database/search-words.js'
import { isCommonWord } from './common-words.js'

/** A word that is asked for. Longer ones are found by their stem, so that “printing” finds “printer”; short ones only as they are. */
export interface Term { stem: string, isWhole: boolean }

const mostTerms = 24
const ending = /(?:ungen|ingen|ing|ung|ern|en|er|es|ed|e|s|n)$/

/** What a text asks for, without words that say nothing unless it has no others. */
export function termsOf (text: string): Term[] {
  const words = [...new Set(searchWords(text.slice(0, 4000), 400))].filter(word => word.length <= 60)
  const telling = words.filter(word => !isCommonWord(word))
  const terms = (telling.length > 0 ? telling : words).slice(0, mostTerms).map(word => stemOf(word))
  return terms.filter(({ stem }, place) => terms.findIndex(other => other.stem === stem) === place)
}

function stemOf (word: string): Term {
  const cut = word.length >= 5 ? word.replace(ending, '') : word
  // “scanned” was “scan” before its ending.
  const stem = cut === word ? word : cut.replace(/([bdfglmnprst])\1$/, '$1')
  return { stem: stem.length >= 4 ? stem : word, isWhole: word.length < 4 }
}

/** Small letters without marks, as the indices of both engines compare them. */
const plain = (text: string): string => text.toLowerCase().normalize('NFD').replace(/\p{M}/gu, '')

/** So much of a text is looked through for order; the index knows all of it. */
export const longestScanned = 20_000

/** Whether a word of a text is what a term asks for. */
export const meets = (word: string, { stem, isWhole }: Term): boolean => plainlyMeets(plain(word), { stem: plain(stem), isWhole })

const plainlyMeets = (word: string, { stem, isWhole }: Term): boolean => isWhole ? word === stem : word.startsWith(stem)

export interface Scored<Article> { article: Article, score: number, titleHits: number, hits: number }

/**
 * Puts articles in order of how much they have to do with what is asked: a word in the title counts four times, a word
 * that few of them hold more than one that all do. Those that helped more come first among equals. The engines only
 * gather; this decides, so that both find the same.
 */
export function scoreArticles<Article extends { id: number, title: string, body: string, helped: number }> (articles: readonly Article[], terms: readonly Term[]): Array<Scored<Article>> {
  const asked = terms.map(({ stem, isWhole }) => ({ stem: plain(stem), isWhole }))
  const found = articles.map(article => {
    const [title, body] = [wordsOf(article.title), wordsOf(article.body)]
    return { article, inTitle: asked.map(term => title.some(word => plainlyMeets(word, term))), inBody: asked.map(term => body.some(word => plainlyMeets(word, term))) }
  })
  const weights = terms.map((_term, place) => 1 + Math.log((articles.length + 1) / (found.filter(({ inTitle, inBody }) => inTitle[place] || inBody[place]).length + 1)))
  return found
    .map(({ article, inTitle, inBody }) => ({
      article,
      score: weights.reduce((sum, weight, place) => sum + weight * ((inTitle[place] ? 4 : 0) + (inBody[place] ? 1 : 0)), 0),
      titleHits: inTitle.filter(Boolean).length,
      hits: terms.filter((_term, place) => inTitle[place] || inBody[place]).length
    }))
    .filter(({ hits }) => hits > 0)
    .sort((one, other) => other.score - one.score || other.article.helped - one.article.helped || one.article.id - other.article.id)
}

const wordsOf = (text: string): string[] => [...new Set(plain(text).split(/[^\p{L}\p{N}]+/u).filter(word => word.length >= 3))]
