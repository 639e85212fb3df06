/** Who reads a published article: agents alone, or everybody. */
export const visibilities = ['internal', 'public'] as const
export type Visibility = typeof visibilities[number]

/** A draft is read by those who write articles, and by nobody else. */
export const articleStates = ['draft', 'published'] as const
export type ArticleState = typeof articleStates[number]
