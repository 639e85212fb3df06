import { Entity, PrimaryGeneratedColumn, Unique } from 'typeorm'
import { Instant, Line, LongText, Reference, Whole } from '../platform/database/columns.js'

/** Title and text of an article as somebody saved them. Never changed and never deleted. */
@Entity('article_revisions')
@Unique(['articleId', 'version'])
export class ArticleRevision {
  @PrimaryGeneratedColumn()
  id!: number

  @Reference()
  articleId!: number

  /** The version that the article had from then on. */
  @Whole()
  version!: number

  @Line(190)
  title!: string

  @LongText()
  body!: string

  @Reference({ nullable: true })
  agentId!: number | null

  @Line(190)
  agentName!: string

  @Instant()
  at!: Date
}
