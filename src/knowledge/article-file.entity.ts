import { Entity, Index, PrimaryGeneratedColumn } from 'typeorm'
import { Digest, Instant, Line, Reference, Whole } from '../platform/database/columns.js'

/** A file of an article, from the version that brought it to the one that took it away. Never deleted, so that each version shows what it had. */
@Entity('article_files')
@Index(['articleId'])
export class ArticleFile {
  @PrimaryGeneratedColumn()
  id!: number

  @Reference()
  articleId!: number

  /** By which the text names it; the files of one version differ in it. Never used as a path. */
  @Line(255)
  name!: string

  /** Of a picture what its content says, of others what was claimed. */
  @Line(120)
  contentType!: string

  @Whole()
  size!: number

  @Digest()
  sha256!: string

  /** The first version of the article that had it. */
  @Whole()
  sinceVersion!: number

  /** The first version that no longer had it; null while the article has it. */
  @Whole({ nullable: true })
  untilVersion!: number | null

  @Instant()
  createdAt!: Date
}
