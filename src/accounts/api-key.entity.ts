import { Entity, Index, PrimaryGeneratedColumn } from 'typeorm'
import { Digest, Flag, Instant, Json, Line, Reference, Whole } from '../platform/database/columns.js'
import type { ApiScope } from './api-scopes.js'

/** Lets a program in at /api. The table keeps only the key's digest: whoever has the key saw it once. */
@Entity('api_keys')
export class ApiKey {
  @PrimaryGeneratedColumn()
  id!: number

  @Line(120)
  name!: string

  @Index({ unique: true })
  @Digest()
  keyDigest!: string

  /** The key's first characters, by which people tell it from others. */
  @Line(8)
  begins!: string

  @Json()
  scopes!: ApiScope[]

  /** For whom it acts; null lets it ask for help and nothing else. */
  @Reference({ nullable: true })
  agentId!: number | null

  /** The departments of that agent in which it acts; null means all of them. */
  @Json({ nullable: true })
  departmentIds!: number[] | null

  /** Made by the agent for programs of his or her own. */
  @Flag({ default: false })
  isPersonal!: boolean

  /** The only address or network (CIDR) that it is taken from; null takes it from everywhere. */
  @Line(60, { nullable: true })
  network!: string | null

  @Instant({ nullable: true })
  expiresAt!: Date | null

  @Flag({ default: true })
  isActive!: boolean

  @Instant({ nullable: true })
  lastUsedAt!: Date | null

  @Instant()
  createdAt!: Date

  @Whole({ default: 1 })
  version!: number
}
