import { DefaultNamingStrategy, type NamingStrategyInterface } from 'typeorm'

/** `assigneeId` in code is `assignee_id` in SQL. Tables are named in their entities. */
export class SnakeCase extends DefaultNamingStrategy implements NamingStrategyInterface {
  override columnName (propertyName: string, customName: string): string {
    return customName || snakeCase(propertyName)
  }
}

function snakeCase (name: string): string {
  return name.replace(/[A-Z]/g, letter => `_${letter.toLowerCase()}`)
}
