import Libsql from 'libsql'

/**
 * libsql as TypeORM's SQLite driver. Handed a single null, libsql takes it for a bag of named values and
 * fails; handed a list it never does, so every statement gets its values as one list.
 */
export class ListBindingLibsql extends Libsql {
  constructor (...options: ConstructorParameters<typeof Libsql>) {
    super(...options)
    const prepare = this.prepare.bind(this)
    this.prepare = ((sql: string) => withLists(prepare(sql) as Statement)) as typeof this.prepare
  }
}

interface Statement { run: (...values: unknown[]) => unknown, all: (...values: unknown[]) => unknown }

function withLists (statement: Statement): Statement {
  const { run, all } = statement
  return Object.assign(statement, {
    run: (...values: unknown[]) => run.call(statement, values),
    all: (...values: unknown[]) => all.call(statement, values)
  })
}
