import { Database } from '../../src/platform/database/database.js'
import { systemClock } from '../../src/platform/clock.js'
import { chooseAgent } from '../../src/routing/choose-agent.js'
import { schema } from '../../src/schema.js'

/** A process of its own that takes turns, four at a time, and prints who had them. */
const [url = '', departmentId, rounds] = process.argv.slice(2)
const db = await Database.open(url, schema, { poolSize: 4 })

const takeTurn = async () => db.transaction(async manager => chooseAgent({ clock: systemClock }, manager, { departmentId: Number(departmentId), teamId: null }))
const winners: Array<number | undefined> = []
for (let round = 0; round < Number(rounds); round += 1) {
  const decisions = await Promise.all(Array.from({ length: 4 }, takeTurn))
  winners.push(...decisions.map(({ winner }) => winner?.agentId))
}

await db.close()
process.stdout.write(JSON.stringify(winners))
