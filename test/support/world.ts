import type { Test } from 'tap'
import t from 'tap'
import { loadAgentActor } from '../../src/accounts/actor.queries.js'
import { findOrCreatePerson } from '../../src/accounts/commands/find-or-create-person.js'
import { createDemoOrganisation, type DemoOrganisation } from '../../src/demo/demo-organisation.js'
import type { AgentActor, RequesterActor } from '../../src/platform/actor.js'
import { withActor, type Context } from '../../src/platform/context.js'
import type { Engine } from '../../src/platform/database/engine.js'
import { asRequester, openTicket, type NewTicket } from '../../src/tickets/commands/open-ticket.js'
import type { Ticket } from '../../src/tickets/ticket.entity.js'
import { engines } from './engines.js'
import { openTestPlatform, type TestPlatform } from './platform.js'

/** Riverside University: Ana leads both departments, Ben works for IT, Nadia for Facilities. Nobody asked anything yet. */
export interface World extends DemoOrganisation {
  platform: TestPlatform
  ana: AgentActor
  ben: AgentActor
  nadia: AgentActor
  as: (actor: AgentActor | RequesterActor) => Context
  /** A requester by first name, made when needed. */
  person: (name: string) => Promise<RequesterActor>
  /** A ticket by web form, from Maria unless told otherwise. */
  ask: (values?: Partial<NewTicket>) => Promise<Ticket>
}

/** Runs a test on each engine, each time in a world of its own that is taken down afterwards. */
export function inWorld (name: string, test: (t: Test, world: World) => Promise<void>, env: Record<string, string> = {}): void {
  for (const engine of engines) {
    t.test(`${name} (${engine})`, async t => {
      const world = await createWorld(engine, env)
      t.teardown(async () => world.platform.close())
      await test(t, world)
    })
  }
}

export async function createWorld (engine: Engine, env: Record<string, string> = {}): Promise<World> {
  const platform = await openTestPlatform(engine, env)
  const organisation = await platform.db.transaction(async manager => createDemoOrganisation(manager, 'no password fits', platform.clock.now()))
  const agent = async (id: number): Promise<AgentActor> => {
    const actor = await loadAgentActor(platform.db.read, id)
    if (actor === null) throw new Error('The small world has lost an agent.')
    return actor
  }
  const person = async (name: string): Promise<RequesterActor> => asRequester(await platform.db.transaction(async manager =>
    findOrCreatePerson(manager, { name, email: `${name.toLowerCase()}@riverside.example` }, platform.clock.now())))
  const as = (actor: AgentActor | RequesterActor): Context => withActor(platform, actor)

  return {
    ...organisation,
    platform,
    ana: await agent(organisation.agents.ana.id),
    ben: await agent(organisation.agents.ben.id),
    nadia: await agent(organisation.agents.nadia.id),
    as,
    person,
    ask: async (values = {}) => openTicket(as(await person('Maria')), {
      topicId: organisation.topics.accounts.id, subject: 'I cannot sign in', text: 'My password is not accepted since this morning.',
      requester: { name: 'Maria', email: 'maria@riverside.example' }, source: 'web', ...values
    })
  }
}

