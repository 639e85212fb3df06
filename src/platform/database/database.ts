import { Mutex } from 'async-mutex'
import { DataSource, type EntityManager, type QueryRunner } from 'typeorm'
import { forgetGathered, writeGathered } from './before-commit.js'
import { dataSourceOptions, engineOf, type Engine, type Schema } from './engine.js'
import { runMigrations } from './migrate.js'
import { retryConflicts } from './retry.js'

/** What may be asked of the database outside a transaction: reads. */
export type Reader = Pick<EntityManager,
  'find' | 'findBy' | 'findOne' | 'findOneBy' | 'findOneOrFail' | 'findOneByOrFail' |
  'count' | 'countBy' | 'exists' | 'existsBy' | 'query' | 'createQueryBuilder' | 'dataSource'>

/** What commands and queries see of the database. */
export interface Transactor {
  readonly engine: Engine
  readonly read: Reader
  transaction: <Result>(work: (manager: EntityManager) => Promise<Result>) => Promise<Result>
}

/**
 * The one way to the database: one path to read, one to write.
 *
 * TypeORM's SQLite drivers share a single connection for each DataSource, so a plain insert by one request
 * would land inside the open transaction of another and vanish with its rollback. Here reads have a
 * connection of their own that sees only what is committed, and transactions queue behind one mutex.
 */
export class Database implements Transactor {
  readonly #writer: DataSource
  readonly #reader: DataSource
  readonly #turn = new Mutex()
  /** Connections to MySQL whose isolation is set. */
  readonly #prepared = new WeakSet()

  private constructor (readonly engine: Engine, writer: DataSource, reader: DataSource, private readonly openReader: () => Promise<DataSource>) {
    this.#writer = writer
    this.#reader = reader
  }

  /** Connects, brings the schema up to date and opens the read path. @throws when the schema is newer than this code. */
  static async open (url: string, schema: Schema, { poolSize }: { poolSize?: number } = {}): Promise<Database> {
    const engine = engineOf(url)
    const writer = await new DataSource(dataSourceOptions(url, schema, { poolSize })).initialize()
    try {
      await runMigrations(writer, engine)
      const openReader = async (): Promise<DataSource> => new DataSource(dataSourceOptions(url, schema, { readOnly: true })).initialize()
      return new Database(engine, writer, engine === 'mysql' ? writer : await openReader(), openReader)
    } catch (error) {
      await writer.destroy()
      throw error
    }
  }

  /** Reads of committed rows. */
  get read (): Reader {
    return this.#reader.manager
  }

  /**
   * Runs `work` in one transaction and returns its result; the only way to write.
   *
   * Deadlocks, lock time-outs and busy files run the whole of `work` again, so it may do nothing but
   * talk to the database through the manager it is given.
   */
  async transaction<Result> (work: (manager: EntityManager) => Promise<Result>): Promise<Result> {
    return retryConflicts(async () =>
      this.engine === 'mysql' ? this.#transactOnPool(work) : this.#turn.runExclusive(async () => this.#transactAlone(work)))
  }

  /** Lets `work` read everything as it was at one moment, on a connection of its own, however long it takes and whoever writes meanwhile. */
  async snapshot<Result> (work: (manager: EntityManager) => Promise<Result>): Promise<Result> {
    const source = this.engine === 'mysql' ? this.#writer : await this.openReader()
    const runner = source.createQueryRunner()
    try {
      await runner.connect()
      if (this.engine === 'mysql') await runner.query('SET TRANSACTION ISOLATION LEVEL REPEATABLE READ')
      await runner.query(this.engine === 'mysql' ? 'START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY' : 'BEGIN')
      try {
        // SQLite's moment is that of the first read.
        await runner.query('SELECT name FROM migrations LIMIT 1')
        return await work(runner.manager)
      } finally {
        await runner.query('ROLLBACK')
      }
    } finally {
      await (source === this.#writer ? runner.release() : source.destroy())
    }
  }

  async close (): Promise<void> {
    if (this.#reader !== this.#writer) await this.#reader.destroy()
    await this.#writer.destroy()
  }

  async #transactOnPool<Result> (work: (manager: EntityManager) => Promise<Result>): Promise<Result> {
    const runner = this.#writer.createQueryRunner()
    try {
      await this.#readCommittedRows(runner)
      await runner.startTransaction()
      return await commitAfter(runner, work)
    } finally {
      await runner.release()
    }
  }

  async #transactAlone<Result> (work: (manager: EntityManager) => Promise<Result>): Promise<Result> {
    const runner = this.#writer.createQueryRunner()
    await beginImmediate(runner)
    return commitAfter(runner, work)
  }

  /** Sets a connection's isolation once, where naming it at each transaction would cost a round trip. */
  async #readCommittedRows (runner: QueryRunner): Promise<void> {
    const connection = await runner.connect() as object
    if (this.#prepared.has(connection)) return
    await runner.query('SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED')
    this.#prepared.add(connection)
  }
}

async function commitAfter<Result> (runner: QueryRunner, work: (manager: EntityManager) => Promise<Result>): Promise<Result> {
  try {
    const result = await work(runner.manager)
    await writeGathered(runner.manager)
    await runner.commitTransaction()
    return result
  } catch (error) {
    if (runner.isTransactionActive) await runner.rollbackTransaction()
    throw error
  } finally {
    forgetGathered(runner.manager)
  }
}

/**
 * TypeORM begins SQLite transactions DEFERRED, which may fail in the middle when another process writes.
 * Ours take the write lock first; TypeORM is then told that a transaction is open.
 */
async function beginImmediate (runner: QueryRunner): Promise<void> {
  await runner.query('BEGIN IMMEDIATE')
  Object.assign(runner, { isTransactionActive: true, transactionDepth: 1 })
}
