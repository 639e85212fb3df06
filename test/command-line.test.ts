import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import path from 'node:path'
import t from 'tap'
import { createAdmin } from '../src/setup/commands/create-admin.js'
import { backUp } from '../src/archive-commands.js'
import { openDesk, NoDesk } from '../src/open-desk.js'
import { openPlatform } from '../src/open-platform.js'
import { system } from '../src/platform/actor.js'
import { readConfig } from '../src/platform/config.js'
import { withActor } from '../src/platform/context.js'
import { createTestDatabase, engines } from './support/engines.js'

const cli = path.join(import.meta.dirname, '..', 'src', 'cli.js')

t.test('without the settings of a desk no command makes another one, and help is there behind every command', async t => {
  const folder = t.testdir()
  const run = (...args: string[]) => {
    const { status, stdout, stderr } = spawnSync(process.execPath, [cli, ...args], { cwd: folder, env: { PATH: process.env.PATH, SECRET_KEY: 'a key for tests that is long enough' }, encoding: 'utf8' })
    return { status, stdout, stderr }
  }
  for (const args of [['backup', 'desk.zip'], ['api-key', 'list'], ['api-key', 'create', '--name', 'Monitoring']]) {
    t.match(run(...args), { status: 65, stdout: '', stderr: /^There is no desk at .*ostiary\.sqlite\. .*DATABASE_URL.*--env-file=FILE/ }, args.join(' '))
  }
  t.same(readdirSync(folder), [], 'and nothing is left behind')
  t.match(run('api-key', 'create', '--help'), { status: 0, stdout: /^Usage: ostiary api-key create --name NAME/, stderr: '' })
  for (const args of [['backup', '--help'], ['doctor', '-h'], ['--help'], ['help']]) t.match(run(...args), { status: 0, stdout: /^Usage: ostiary <command>/, stderr: '' }, args.join(' '))
  t.match(run('backup'), { status: 64 })
})

for (const engine of engines) {
  t.test(`a backup is kept of a desk that somebody set up, where it can be kept (${engine})`, async t => {
    const { url, drop } = await createTestDatabase(engine)
    t.teardown(drop)
    const folder = t.testdir()
    const config = readConfig({ DATABASE_URL: url, STORAGE_URL: `file:${folder}/files`, SECRET_KEY: 'a key for tests that is long enough', LOG_LEVEL: 'silent' })
    const platform = await openPlatform(config)
    t.teardown(async () => platform.close())
    await t.rejects(openDesk(config), { constructor: NoDesk, message: /^Nobody has set up the desk in this database yet\./ })
    await t.rejects(backUp(config, `${folder}/none.zip`), { constructor: NoDesk, message: /Nobody has set up/ })
    t.notOk(existsSync(`${folder}/none.zip`))

    await createAdmin(withActor(platform, system), { name: 'Ines Duarte', email: 'ines@riverside.example', password: 'the quick brown fox' })
    await t.rejects(backUp(config, `${folder}/nowhere/desk.zip`), { message: /desk\.zip cannot be written: ENOENT.*Name a folder that is there/ })
    t.match(await backUp(config, `${folder}/desk.zip`), /desk\.zip holds [\d,]+ rows of \d+ tables and 0 files/)
  })
}
