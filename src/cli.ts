#!/usr/bin/env node
import 'dotenv/config'
import { writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { apiKeyUsage, runApiKey } from './api-key-command.js'
import { backUp, restore } from './archive-commands.js'
import { runDemo } from './demo/run-demo.js'
import { examine, exitCodeOf, writeFindings } from './doctor.js'
import { drawLifecycles } from './draw-lifecycles.js'
import { createAdmin } from './setup/commands/create-admin.js'
import { inspectFiles } from './inbox/inspect-files.js'
import { receiveFrom } from './inbox/commands/receive-from.js'
import { NoDesk, openDesk } from './open-desk.js'
import { openPlatform } from './open-platform.js'
import { startTrouble } from './platform/start-trouble.js'
import { system } from './platform/actor.js'
import { BadSettings, readConfig, type Config } from './platform/config.js'
import { BadArchive } from './platform/archive/manifest.js'
import { withActor } from './platform/context.js'
import { Refusal } from './platform/errors.js'
import { presentRefusal } from './setup/refusal-lines.js'
import { runSla } from './sla/cli/sla-command.js'
import { askHidden } from './setup/ask-hidden.js'

const usage = `Usage: ostiary <command>

  migrate                                 bring the database up to date
  create-admin --name NAME --email EMAIL  add an admin and print a link to choose a password
               [--password]               … or ask for the password here
  api-key create --name NAME              make a key for a program and print it, this once
                 [--scope SCOPE]… [--ip ADDRESS] [--expires DAY|DAYS] [--agent EMAIL [--department NAME]…]
  api-key list [--json]                   print the keys that there are, but never a key itself
  api-key revoke NUMBER                   take one out of use
  mail inspect FILE…                      print how a mail is read, a line of JSON for each file
  mail receive [--to ADDRESS]             take one mail from standard input
  sla due --schedule FILE --from ISO --minutes N [--pause ISO/ISO …]
                                          print when so much working time is used up
  sla elapsed --schedule FILE --from ISO --to ISO [--pause ISO/ISO …]
                                          print the minutes of working time between
  sla batch                               answer such questions, a line of JSON each
  doctor [--json]                         look at settings, database, disk, mail and jobs, and say what helps
  backup FILE                             keep database and files in one archive, while the desk runs
  restore FILE                            put an archive into an empty database
  demo                                    serve a sample desk on a database file of its own
  draw-lifecycles                         write docs/lifecycles.md
`

/** Exit codes of sysexits.h: wrong usage, refused data, wrong settings. */
const exits = { usage: 64, refused: 65, settings: 78 }

process.exitCode = await run(process.argv.slice(2))

async function run (args: string[]): Promise<number> {
  const [command, ...rest] = args
  if (rest.some(arg => ['--help', '-h'].includes(arg))) return say(command === 'api-key' ? apiKeyUsage : usage)
  try {
    switch (command) {
      case 'migrate': return await migrate(rest)
      case 'create-admin': return await addAdmin(rest)
      case 'api-key': return await runApiKey(rest, { say, complain, openPlatform: async () => openDesk({ ...readConfig(process.env), logLevel: 'warn' }) })
      case 'mail': return await mail(rest)
      case 'sla': return await runSla(rest, { say, complain })
      case 'doctor': return await doctor(rest)
      case 'backup': return await archive(rest, backUp)
      case 'restore': return await archive(rest, restore)
      case 'demo': return await demo(rest)
      case 'draw-lifecycles': return await draw(rest)
      case 'help': case '--help': case '-h': return say(usage)
      default: return complain(command === undefined ? usage : `There is no command “${command}”.\n\n${usage}`, exits.usage)
    }
  } catch (error) {
    if (error instanceof BadSettings) return complain(`These settings are not right:\n${error.message}\n`, exits.settings)
    if (error instanceof BadArchive || error instanceof NoDesk) return complain(`${error.message}\n`, exits.refused)
    if (error instanceof Refusal) return complain(presentRefusal(error), exits.refused)
    if ((error as NodeJS.ErrnoException).code?.startsWith('ERR_PARSE_ARGS')) return complain(`${(error as Error).message}\n\n${usage}`, exits.usage)
    const trouble = startTrouble(error)
    if (trouble !== null) return complain(`${trouble}\n`, 1)
    return complain(`${error instanceof Error ? error.stack ?? error.message : String(error)}\n`, 1)
  }
}

async function migrate (args: string[]): Promise<number> {
  parseArgs({ args, options: {} })
  const platform = await openPlatform({ ...readConfig(process.env), logLevel: 'warn' })
  await platform.close()
  return say('The database is up to date.\n')
}

async function addAdmin (args: string[]): Promise<number> {
  const { values: { name, email, password: asks } } = parseArgs({ args, options: { name: { type: 'string' }, email: { type: 'string' }, password: { type: 'boolean', default: false } } })
  if (name === undefined || email === undefined) return complain(`Name and e-mail address are needed.\n\n${usage}`, exits.usage)

  const password = asks ? await askHidden('Password: ') : null
  const platform = await openPlatform({ ...readConfig(process.env), logLevel: 'warn' })
  try {
    const link = await createAdmin(withActor(platform, system), { name, email, password })
    return say(link === null ? `${name} can sign in now.\n` : `${name} chooses a password here, within seven days:\n${platform.config.baseUrl}${link}\n`)
  } finally {
    await platform.close()
  }
}

async function mail ([verb, ...rest]: string[]): Promise<number> {
  if (verb === 'inspect') return inspectFiles(parseArgs({ args: rest, allowPositionals: true, options: {} }).positionals, { say, complain })
  if (verb !== 'receive') return complain(usage, exits.usage)

  const { values: { to } } = parseArgs({ args: rest, options: { to: { type: 'string' } } })
  return receiveFrom(process.stdin, to ?? null, { openPlatform: async () => openPlatform({ ...readConfig(process.env), logLevel: 'warn' }), complain })
}

async function doctor (args: string[]): Promise<number> {
  const { values: { json } } = parseArgs({ args, options: { json: { type: 'boolean', default: false } } })
  const findings = await examine(process.env)
  say(json ? `${JSON.stringify(findings, null, 2)}\n` : writeFindings(findings))
  return exitCodeOf(findings)
}

async function archive (args: string[], work: (config: Config, file: string) => Promise<string>): Promise<number> {
  const { positionals: [file, ...more] } = parseArgs({ args, allowPositionals: true, options: {} })
  if (file === undefined || more.length > 0) return complain(`One file is needed.\n\n${usage}`, exits.usage)
  return say(await work({ ...readConfig(process.env), logLevel: 'warn' }, file))
}

async function demo (args: string[]): Promise<number> {
  parseArgs({ args, options: {} })
  await runDemo(process.env)
  return 0
}

async function draw (args: string[]): Promise<number> {
  const { values: { out } } = parseArgs({ args, options: { out: { type: 'string', default: 'docs/lifecycles.md' } } })
  writeFileSync(out, drawLifecycles())
  return say(`${out} is drawn.\n`)
}

function say (text: string): number {
  process.stdout.write(text)
  return 0
}

function complain (text: string, code: number): number {
  process.stderr.write(text)
  return code
}
