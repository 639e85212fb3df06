import { spawn } from 'node:child_process'

/** Runs a command with our own input and output; resolves when it succeeds. */
export function run (command, args, options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { stdio: 'inherit', ...options })
    child.once('error', reject)
    child.once('exit', (code, signal) => code === 0 ? resolve() : reject(new Error(`${command} ${args.join(' ')} ended with ${signal ?? code}`)))
  })
}

/** npm is a script on Windows and needs a shell there. */
export const runNpm = args => run('npm', args, { shell: process.platform === 'win32' })

export const runNode = (args, options) => run(process.execPath, args, options)
