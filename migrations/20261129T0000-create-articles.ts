import type { MigrationInterface, QueryRunner } from 'typeorm'
import { createTable, dropTables, id, instant, int, isMysql, line, long, optional, primary, ref, to, unique } from './columns.js'

const mayManage = ',"knowledge.manage"'

/**
 * What people read instead of asking: articles in categories, with each version that was ever saved.
 *
 * Full-text search stays right by itself: MySQL has it in the index of the table, SQLite in a table of words that
 * triggers fill. Roles that hold even the right to bin tickets may write articles too.
 */
export class CreateArticles1795910400000 implements MigrationInterface {
  name = 'CreateArticles1795910400000'

  async up (runner: QueryRunner): Promise<void> {
    await createTable(runner, 'article_categories', [
      id(), line('name', 120, unique), line('description', 255, { default: "''" }), int('position'), instant('created_at'), int('version', { default: 1 })
    ])
    await createTable(runner, 'articles', [
      id(), ref('category_id'), line('title', 190), long(runner, 'body'), line('visibility', 10), line('state', 10), line('locale', 5, optional),
      int('helped', { default: 0 }), int('not_helped', { default: 0 }), int('spared', { default: 0 }), instant('created_at'), instant('changed_at'), line('changed_by_name', 190),
      instant('published_at', optional), int('version', { default: 1 })
    ], {
      uniques: [['category_id', 'title']], foreignKeys: [to('category_id', 'article_categories')],
      checks: ["visibility IN ('internal', 'public')", "state IN ('draft', 'published')"]
    })
    await createTable(runner, 'article_topics', [ref('article_id', primary), ref('topic_id', primary)], {
      indices: [['topic_id']], foreignKeys: [to('article_id', 'articles', 'CASCADE'), to('topic_id', 'topics', 'CASCADE')]
    })
    await createTable(runner, 'article_revisions', [
      id(), ref('article_id'), int('version'), line('title', 190), long(runner, 'body'), ref('agent_id', optional), line('agent_name', 190), instant('at')
    ], { uniques: [['article_id', 'version']], foreignKeys: [to('article_id', 'articles', 'CASCADE')] })
    await (isMysql(runner) ? indexOnMysql(runner) : indexOnSqlite(runner))
    await runner.query(`UPDATE roles SET permissions = REPLACE(permissions, ']', '${mayManage}]') WHERE permissions LIKE '%"ticket.trash"%'`)
  }

  async down (runner: QueryRunner): Promise<void> {
    await runner.query(`UPDATE roles SET permissions = REPLACE(permissions, '${mayManage}', '') WHERE permissions LIKE '%${mayManage}%'`)
    if (!isMysql(runner)) {
      for (const trigger of ['added', 'changed', 'gone']) await runner.query(`DROP TRIGGER article_search_${trigger}`)
      await runner.query('DROP TABLE article_search')
    }
    await dropTables(runner, ['article_categories', 'articles', 'article_topics', 'article_revisions'])
  }
}

/** InnoDB makes one such index at a time. Titles have one of their own, since a word there says more. */
async function indexOnMysql (runner: QueryRunner): Promise<void> {
  await runner.query('CREATE FULLTEXT INDEX ix_articles_words ON articles (title, body)')
  await runner.query('CREATE FULLTEXT INDEX ix_articles_words_of_title ON articles (title)')
}

async function indexOnSqlite (runner: QueryRunner): Promise<void> {
  const enter = 'INSERT INTO article_search (rowid, title, body) VALUES (new.id, new.title, new.body);'
  const strike = "INSERT INTO article_search (article_search, rowid, title, body) VALUES ('delete', old.id, old.title, old.body);"
  await runner.query("CREATE VIRTUAL TABLE article_search USING fts5 (title, body, content='articles', content_rowid='id', tokenize='unicode61 remove_diacritics 2')")
  await runner.query(`CREATE TRIGGER article_search_added AFTER INSERT ON articles BEGIN ${enter} END`)
  await runner.query(`CREATE TRIGGER article_search_changed AFTER UPDATE OF title, body ON articles BEGIN ${strike} ${enter} END`)
  await runner.query(`CREATE TRIGGER article_search_gone AFTER DELETE ON articles BEGIN ${strike} END`)
}
