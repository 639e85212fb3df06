import { Entity, Index, PrimaryColumn } from 'typeorm'
import { Line } from '../platform/database/columns.js'

export type LinkKind = 'related' | 'continues' | 'blocks'

/** Two tickets know each other. `continues` points from the newer to the older, `blocks` from the one that has to be solved first. */
@Entity('ticket_links')
@Index(['toId'])
export class TicketLink {
  @PrimaryColumn({ type: 'int' })
  fromId!: number

  @PrimaryColumn({ type: 'int' })
  toId!: number

  @Line(12)
  kind!: LinkKind
}
