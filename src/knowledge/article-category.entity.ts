import { Entity, PrimaryGeneratedColumn } from 'typeorm'
import { Instant, Line, Whole } from '../platform/database/columns.js'

/** What articles are about, in the order in which people find it. */
@Entity('article_categories')
export class ArticleCategory {
  @PrimaryGeneratedColumn()
  id!: number

  @Line(120, { unique: true })
  name!: string

  @Line(255, { default: '' })
  description!: string

  @Whole()
  position!: number

  @Instant()
  createdAt!: Date

  @Whole({ default: 1 })
  version!: number
}
