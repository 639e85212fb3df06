// Loaded before a test file: see run-test-file.mjs.
import hooks from 'node:async_hooks'
import { syncBuiltinESMExports } from 'node:module'

/**
 * tap follows every promise from its making to its end, to know in which test an error arose that nobody catches. That
 * takes an eighth of the time of a test that talks to a database. Without it such an error ends the file, which fails.
 */
const idle = { enable: () => idle, disable: () => idle }
hooks.createHook = () => idle
syncBuiltinESMExports()
