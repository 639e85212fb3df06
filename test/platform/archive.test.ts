import { createWriteStream, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { pipeline } from 'node:stream/promises'
import t, { type Test } from 'tap'
import { openPromise } from 'yauzl'
import { ZipFile } from 'yazl'
import { backUp, restore } from '../../src/archive-commands.js'
import { openPlatform } from '../../src/open-platform.js'
import { readConfig, type Config } from '../../src/platform/config.js'
import type { Engine } from '../../src/platform/database/engine.js'
import { manifestName, tablePath, type Manifest } from '../../src/platform/archive/manifest.js'
import { writeArchive } from '../../src/platform/archive/write-archive.js'
import { Ticket } from '../../src/tickets/ticket.entity.js'
import { findArticleFile } from '../../src/knowledge/article-file.queries.js'
import { saveArticle } from '../../src/knowledge/commands/save-article.js'
import { searchArticles } from '../../src/knowledge/article-search.queries.js'
import { searchTickets } from '../../src/tickets/search/search.queries.js'
import { openTicket } from '../../src/tickets/commands/open-ticket.js'
import { addNote } from '../../src/tickets/commands/add-note.js'
import { createTestDatabase, engines } from '../support/engines.js'
import { createWorld, type World } from '../support/world.js'
import { addArticle, addCategory } from '../knowledge/support.js'

const odd = 'Line\u2028separator, \u{1F511} keys, "quotes" \\ back, {braces}, \ttabs and ümläute'

interface Place { folder: string, worlds: World[], config: (engine: Engine) => Promise<Config> }

async function openPlace (t: Test): Promise<Place> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'ostiary-archive-'))
  const worlds: World[] = []
  const drops: Array<() => Promise<void>> = []
  t.teardown(async () => {
    for (const world of worlds) await world.platform.close()
    for (const drop of drops) await drop()
    rmSync(folder, { recursive: true, force: true })
  })
  return {
    folder,
    worlds,
    async config (engine) {
      const database = await createTestDatabase(engine)
      drops.push(database.drop)
      return readConfig({ DATABASE_URL: database.url, STORAGE_URL: `file:${mkdtempSync(path.join(folder, 'files-'))}`, SECRET_KEY: 'a key for tests that is long enough', LOG_LEVEL: 'silent' })
    }
  }
}

async function busyWorld (place: Place, engine: Engine): Promise<World> {
  const world = await createWorld(engine)
  place.worlds.push(world)
  await world.platform.files.put(Readable.from(['the picture of a door']))
  await world.platform.files.put(Readable.from([Buffer.alloc(300_000, 7)]))
  for (let turn = 0; turn < 3; turn++) {
    const ticket = await world.ask({ subject: `Before ${turn}`, text: odd.repeat(turn * 400 + 1) })
    await addNote(world.as(world.ben), { ticketId: ticket.id, text: odd })
  }
  const article = await addArticle(world, await addCategory(world), { title: 'Where the lamps are', body: odd })
  const added = [{ name: 'lamp.txt', contentType: 'text/plain', ...await world.platform.files.put(Readable.from(['a lamp of an article'])) }]
  await saveArticle(world.as(world.ana), article.id, { ...article, topicIds: [] }, 1, { added, removedIds: [] })
  return world
}

for (const from of engines) {
  for (const to of engines) {
    t.test(`what is kept under load on ${from} is the same on ${to}`, async t => {
      const place = await openPlace(t)
      const world = await busyWorld(place, from)
      const file = path.join(place.folder, 'kept.zip')
      const writers = Array.from({ length: 20 }, async (_, turn) => world.ask({ subject: `Meanwhile ${turn}` }))
      const manifest = await writeArchive(world.platform, file)
      await Promise.all(writers)

      const config = await place.config(to)
      t.match(await restore(config, file), /is restored: \d+ tickets and 3 files/)
      const restored = await openPlatform(config)
      t.teardown(async () => restored.close())
      const again = await writeArchive(restored, path.join(place.folder, 'again.zip'))
      t.same(again.tables, manifest.tables, 'every table has the same rows')
      t.same(again.files, manifest.files)
      t.same(again.schema, manifest.schema)

      const subjects = (await restored.db.read.find(Ticket, { order: { id: 'ASC' } })).map(({ subject }) => subject)
      t.same(subjects.slice(0, 3), ['Before 0', 'Before 1', 'Before 2'], 'whatever was confirmed before is there')
      t.ok(subjects.length >= 3 && subjects.length <= 23)
      t.equal(manifest.tables.tickets?.rows, subjects.length)
      const texts = await restored.db.read.query("SELECT text FROM thread_entries WHERE kind = 'note'") as Array<{ text: string }>
      t.same(texts.map(({ text }) => text), [odd, odd, odd])
      t.ok((await searchTickets(restored.db, world.ana, 'Before', null)).length >= 3, 'and the words are found')
      t.same((await searchArticles(restored.db, { actor: world.ana, locale: null }, 'lamp umlaute')).map(({ title, body }) => [title, body]), [['Where the lamps are', odd]], 'those of articles too')
      t.equal((await restored.files.load((await findArticleFile(restored.db.read, world.ana, 1, 1)).sha256)).toString(), 'a lamp of an article', 'and their files')
      t.ok((await openTicket({ ...restored, actor: await world.person('Maria') }, { topicId: world.topics.accounts.id, subject: 'Afterwards', text: 'x', requester: { name: 'Maria', email: 'maria@riverside.example' }, source: 'web' })).id > subjects.length, 'and life goes on')
    })
  }
}

/** The same archive with other content in some places; null leaves a place out. */
async function altered (file: string, change: (name: string, content: Buffer) => Buffer | string | null): Promise<string> {
  const zip = await openPromise(file, { autoClose: false })
  const made = new ZipFile()
  for await (const entry of zip.eachEntry()) {
    const content = change(entry.fileName, await buffer(await zip.openReadStreamPromise(entry)))
    if (content !== null) made.addBuffer(Buffer.from(content), entry.fileName)
  }
  zip.close()
  made.end()
  const other = `${file}.${Math.random().toString(36).slice(2)}.zip`
  await pipeline(made.outputStream, createWriteStream(other))
  return other
}

for (const engine of engines) {
  t.test(`an archive that is damaged, foreign or newer is refused in words, and nothing is left of it (${engine})`, async t => {
    const place = await openPlace(t)
    const world = await busyWorld(place, engine)
    const file = path.join(place.folder, 'kept.zip')
    await writeArchive(world.platform, file)

    const cut = path.join(place.folder, 'cut.zip')
    writeFileSync(cut, readFileSync(file))
    truncateSync(cut, 2000)
    const noZip = path.join(place.folder, 'no.zip')
    writeFileSync(noZip, 'I am no archive')
    const manifestWith = async (change: (manifest: Manifest) => void) => altered(file, (name, content) => {
      if (name !== manifestName) return content
      const manifest = JSON.parse(content.toString()) as Manifest
      change(manifest)
      return JSON.stringify(manifest)
    })
    const cases: Array<[file: string, words: string | RegExp]> = [
      [path.join(place.folder, 'missing.zip'), 'cannot be read as an archive'],
      [cut, 'cannot be read as an archive'],
      [noZip, 'cannot be read as an archive'],
      [await manifestWith(manifest => { manifest.schema.push('FromTheFuture9999999999999') }), 'does not know FromTheFuture9999999999999'],
      [await manifestWith(manifest => { Object.assign(manifest, { format: 2 }) }), 'another release'],
      [await manifestWith(manifest => { Object.assign(manifest.tables, { 'x; DROP TABLE agents': manifest.tables.agents }) }), 'can be none of ours'],
      [await manifestWith(manifest => { manifest.files.count += 1 }), 'should hold 4 files and holds 3'],
      [await altered(file, (name, content) => name === tablePath('tickets') ? null : content), 'has no tables/tickets.jsonl'],
      [await altered(file, (name, content) => name === tablePath('tickets') ? content.toString().replace('Before 1', 'Before 9') : content), 'The table tickets does not add up'],
      [await altered(file, (name, content) => name === tablePath('people') ? '' : content), /does not add up|foreign key|FOREIGN KEY/],
      [await altered(file, (name, content) => name.startsWith('files/') ? Buffer.concat([content, Buffer.from('x')]) : content), 'is damaged. Nothing was restored']
    ]
    const config = await place.config(engine)
    for (const [bad, words] of cases) {
      await t.rejects(restore(config, bad), { message: words }, String(words))
    }
    t.same(readdirSync(config.storageUrl.slice('file:'.length)), [], 'and none leaves a file')
    t.match(await restore(config, file), 'is restored: 3 tickets', 'none of them left anything in the way')
    await t.rejects(restore({ ...(await place.config(engine)), storageUrl: config.storageUrl }, file), { message: 'The place for files is not empty' })
    await t.rejects(restore(config, file), { message: /not empty/ })
  })

  t.test(`an archive never takes the place of another, and a failed one leaves none (${engine})`, async t => {
    const place = await openPlace(t)
    const world = await busyWorld(place, engine)
    const file = path.join(place.folder, 'kept.zip')
    t.match(await backUp({ ...world.platform.config, databaseUrl: world.platform.databaseUrl }, file), /holds [\d,]+ rows of \d+ tables and 3 files \(0\.3 MB\)/)
    const before = readFileSync(file)
    await t.rejects(writeArchive(world.platform, file), { message: 'is there already' })
    t.ok(readFileSync(file).equals(before))

    const broken = { ...world.platform, files: { ...world.platform.files, read: async () => { throw new Error('the disk is gone') } } }
    const other = path.join(place.folder, 'other.zip')
    await t.rejects(writeArchive(broken, other), { message: 'the disk is gone' })
    t.notOk(existsSync(other))
    t.same(readdirSync(place.folder).filter(name => name.endsWith('.part')), [])
  })
}
