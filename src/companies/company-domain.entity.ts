import { Entity, Index, PrimaryColumn } from 'typeorm'
import { Reference } from '../platform/database/columns.js'

/** A mail domain whose people belong to a company. The key sees to it that no two companies have the same. */
@Entity('company_domains')
@Index(['companyId'])
export class CompanyDomain {
  /** As addresses carry it: in lower case, in ASCII. It holds for itself alone and not for what stands below it. */
  @PrimaryColumn({ type: 'varchar', length: 190 })
  domain!: string

  @Reference()
  companyId!: number
}
