import type { MigrationInterface, QueryRunner } from 'typeorm'
import { createTable, digest, dropTables, id, instant, int, line, optional, ref, to } from './columns.js'

/** Files of articles, each with the versions that had it. */
export class CreateArticleFiles1795922400000 implements MigrationInterface {
  name = 'CreateArticleFiles1795922400000'

  async up (runner: QueryRunner): Promise<void> {
    await createTable(runner, 'article_files', [
      id(), ref('article_id'), line('name', 255), line('content_type', 120), int('size'), digest('sha256'), int('since_version'), int('until_version', optional), instant('created_at')
    ], { indices: [['article_id']], foreignKeys: [to('article_id', 'articles', 'CASCADE')] })
  }

  async down (runner: QueryRunner): Promise<void> {
    await dropTables(runner, ['article_files'])
  }
}
