import Libsql from 'libsql'

type Statement = ReturnType<Libsql['prepare']>

/**
 * libsql as TypeORM's SQLite driver. Handed a single null, libsql takes it for a bag of named values and
 * fails; handed a list it never does, so every statement gets its values as one list.
 */
export class ListBindingLibsql extends Libsql {
  override prepare (sql: string): Statement {
    const statement = super.prepare(sql) as Statement
    const { run, all } = statement
    return Object.assign(statement, {
      run: (...values: unknown[]) => run.call(statement, values),
      all: (...values: unknown[]) => all.call(statement, values)
    })
  }
}
