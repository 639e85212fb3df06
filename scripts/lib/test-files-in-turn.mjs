// What run-test-files.mjs starts: imports test files one after the other, and says in their TAP where each ends.
import path from 'node:path'
import { pathToFileURL } from 'node:url'

const scripts = process.argv.splice(1).slice(1)
// tap names the folders of its tests by how it was started: by one name, lest that of a file becomes too long.
process.argv.push(scripts[0])
const { default: t } = await import('tap')

// tap would take what is to be taken down at the end for a sign that no more tests come.
const takeDown = []
t.teardown = work => { takeDown.unshift(work) }

for (const script of scripts) {
  await import(pathToFileURL(path.resolve(script)).href)
  await t.test(`End of ${script}`, async t => {
    for (const work of takeDown.splice(0)) await work()
    t.pass()
  })
}
