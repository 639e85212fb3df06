import type { MigrationInterface, QueryRunner } from 'typeorm'
import { isMysql } from './columns.js'

/**
 * The words of each ticket for the engine's own full-text index.
 *
 * InnoDB finds all matches before it cuts the page, so a word that is in every ticket would cost more the
 * older a desk grows. The newest tickets therefore have a small table of their own that is asked first.
 * FTS5 walks its rows from the newest and needs no second table.
 */
export class CreateSearch1795428300000 implements MigrationInterface {
  name = 'CreateSearch1795428300000'

  async up (runner: QueryRunner): Promise<void> {
    if (isMysql(runner)) {
      for (const table of ['ticket_search', 'ticket_search_recent']) {
        await runner.query(`CREATE TABLE ${table} (ticket_id INT NOT NULL PRIMARY KEY, words MEDIUMTEXT NOT NULL, FULLTEXT INDEX ix_${table}_words (words)) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci`)
      }
    } else {
      await runner.query("CREATE VIRTUAL TABLE ticket_search USING fts5 (words, content='', contentless_delete=1, tokenize='unicode61 remove_diacritics 2')")
    }
  }

  async down (runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE ticket_search')
    if (isMysql(runner)) await runner.query('DROP TABLE ticket_search_recent')
  }
}
