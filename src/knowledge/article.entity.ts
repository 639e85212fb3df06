import { Entity, Index, PrimaryColumn, PrimaryGeneratedColumn, Unique } from 'typeorm'
import { Instant, Line, LongText, Reference, Whole } from '../platform/database/columns.js'
import type { ArticleState, Visibility } from './article-choices.js'

/** What people read instead of asking. Never deleted: what is not wanted any more becomes a draft. */
@Entity('articles')
@Unique(['categoryId', 'title'])
export class Article {
  @PrimaryGeneratedColumn()
  id!: number

  @Reference()
  categoryId!: number

  @Line(190)
  title!: string

  /** Plain text, in which the start of a line may make a heading or a list. */
  @LongText()
  body!: string

  @Line(10)
  visibility!: Visibility

  @Line(10)
  state!: ArticleState

  /** The language of those who are to find it on the portal; null is for everybody. */
  @Line(5, { nullable: true })
  locale!: string | null

  /** Readers who said that it helped, and that it did not. */
  @Whole({ default: 0 })
  helped!: number

  @Whole({ default: 0 })
  notHelped!: number

  /** Requests that were begun and not sent, since the article solved them. */
  @Whole({ default: 0 })
  spared!: number

  @Instant()
  createdAt!: Date

  @Instant()
  changedAt!: Date

  @Line(190)
  changedByName!: string

  /** The first time that it was published. */
  @Instant({ nullable: true })
  publishedAt!: Date | null

  @Whole({ default: 1 })
  version!: number
}

/** An article belongs to what a topic is about, and is found sooner by those who ask about it. */
@Entity('article_topics')
@Index(['topicId'])
export class ArticleTopic {
  @PrimaryColumn({ type: 'int' })
  articleId!: number

  @PrimaryColumn({ type: 'int' })
  topicId!: number
}
