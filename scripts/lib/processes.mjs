import { spawn } from 'node:child_process'

/** Runs a command with our own input and output. @throws when it does not succeed, with one line that says so. */
export function run (command, args, options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { stdio: 'inherit', ...options })
    child.once('error', error => reject(new Error(`${command} could not be started: ${error.message}`)))
    child.once('exit', (code, signal) => code === 0 ? resolve() : reject(new Error(`${command} ${args.join(' ')} ended with ${signal ?? code}.`)))
  })
}

/** npm is a script on Windows and needs a shell there. */
export const runNpm = args => run('npm', args, { shell: process.platform === 'win32' })

/** Runs a script with the Node.js that runs this one. */
export const runNode = (args, options) => run(process.execPath, args, options)
