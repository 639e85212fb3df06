import 'dotenv/config'
import { setFlagsFromString } from 'node:v8'
import { BadSettings, readConfig, type Config } from './platform/config.js'
import { startTrouble } from './platform/start-trouble.js'
import { serve } from './serve.js'
import { ensureSetupToken } from './setup/setup-token.js'

// Left alone, V8 lets garbage pile up to twice what is alive and more; a fifth keeps a busy server under 200 MB.
setFlagsFromString('--heap-growing-percent=20')

const config = readSettings()
const platform = await serve(config).catch(giveUp)

if (config.role !== 'worker') {
  process.stdout.write(`Ostiary is at ${config.baseUrl}\n`)
  const token = await ensureSetupToken(platform)
  if (token !== null) process.stdout.write(`Set it up, once: ${config.baseUrl}/setup?token=${token}\n`)
}

/** Ends with a line that says what to do; a fault of ours keeps its stack. */
function giveUp (error: unknown): never {
  const trouble = startTrouble(error)
  if (trouble === null) throw error
  process.stderr.write(`Ostiary cannot start. ${trouble}\n`)
  process.exit(1)
}

function readSettings (): Config {
  try {
    return readConfig(process.env)
  } catch (error) {
    if (!(error instanceof BadSettings)) throw error
    process.stderr.write(`Ostiary cannot start with these settings:\n${error.message}\n`)
    process.exit(78)
  }
}
