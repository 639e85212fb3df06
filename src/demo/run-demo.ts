import { isSetUp } from '../setup/setup-token.js'
import { readConfig } from '../platform/config.js'
import { serve } from '../serve.js'
import { createDemoWorld } from './create-demo-world.js'
import { demoPassword } from './demo-organisation.js'

const logins = [
  ['Ana Ribeiro', 'ana@riverside.example', 'leads both departments, admin'],
  ['Ben Ortiz', 'ben@riverside.example', 'IT Service Desk'],
  ['Nadia Farouk', 'nadia@riverside.example', 'Facilities']
] as const

/** Serves a desk with the small named world in it, on a database file of its own, and prints who can sign in. */
export async function runDemo (env: NodeJS.ProcessEnv): Promise<void> {
  const config = readConfig({ ...env, DATABASE_URL: env.DEMO_DATABASE_URL || 'sqlite:var/demo.sqlite', SMTP_URL: '' })
  const platform = await serve(config, {
    prepare: async platform => { if (!await isSetUp(platform.db.read)) await createDemoWorld(platform) }
  })

  const lines = logins.map(([name, email, about]) => `  ${email.padEnd(26)} ${name}, ${about}`)
  process.stdout.write([
    '', `The sample desk is at ${platform.config.baseUrl}`,
    `  Portal: ${platform.config.baseUrl}/   Desk: ${platform.config.baseUrl}/desk   Admin: ${platform.config.baseUrl}/admin`,
    `Sign in at the desk with the password “${demoPassword}” as`, ...lines,
    'No mail leaves. Read every mail in the admin panel, under Mail ledger.',
    'Commands find it by its database, for example to make a key for a program:',
    `  DATABASE_URL=${platform.config.databaseUrl.replace(/\/\/.*@/, '//…@')} node dist/cli.js api-key create --name Try --agent ${logins[0][1]} --scope tickets.read --scope tickets.write --scope organisation.read`, '', ''
  ].join('\n'))
}
