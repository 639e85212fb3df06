import { execFileSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, readFileSync, utimesSync } from 'node:fs'
import path from 'node:path'

/** What an image would be made of, below a folder of this machine. */
export interface Image { root: string, workdir: string, env: Record<string, string>, user: string, volumes: string[], command: string[], health: string[] }

interface Walk { context: string, place: string, owner: string }

/**
 * Takes each step of a Dockerfile by hand: a folder stands for each stage, and its commands run there with the programs of
 * this machine. `owner` is the user here who stands for the image's own. Packages are not unpacked a second time: npm says
 * whether it could, and what it made of the same lock file in this folder is taken.
 *
 * @throws at a step that fails, that nobody taught this, or that copies what `.dockerignore` holds back.
 */
export function walkDockerfile ({ context, place, owner }: Walk): Image {
  const text = readFileSync(path.join(context, 'Dockerfile'), 'utf8').replace(/\\\n/g, ' ')
  const allowed = readFileSync(path.join(context, '.dockerignore'), 'utf8').split('\n').filter(line => line.startsWith('!')).map(line => line.slice(1))
  const stages = new Map<string, Image>()
  let image = emptyImage(place)

  for (const line of text.split('\n').filter(line => line.trim() !== '' && !line.startsWith('#'))) {
    const [, step = '', rest = ''] = /^(\w+)\s+(.*)$/.exec(line) ?? []
    switch (step) {
      case 'FROM': {
        const name = / AS (\w+)$/.exec(rest)?.[1] ?? 'last'
        image = emptyImage(path.join(place, name))
        stages.set(name, image)
        break
      }
      case 'WORKDIR': image.workdir = inside(image, rest); mkdirSync(image.workdir, { recursive: true }); break
      case 'ENV': for (const [, name = '', value = ''] of rest.matchAll(/(\w+)=(\S+)/g)) image.env[name] = value; break
      case 'COPY': copy(image, rest, from => from === undefined ? { folder: context, allowed } : { folder: stages.get(from)!.root, allowed: null }); break
      case 'RUN': {
        const isInstall = /^npm ci [^&|;]*$/.test(rest)
        execFileSync('sh', ['-ec', isInstall ? `${rest} --dry-run` : rest.replaceAll('node:node', owner)], { cwd: image.workdir, env: { ...process.env, ...image.env }, stdio: 'pipe' })
        if (isInstall) takePackages(context, image.workdir)
        break
      }
      case 'VOLUME': image.volumes.push(inside(image, rest)); break
      case 'USER': image.user = rest; break
      case 'HEALTHCHECK': image.health = JSON.parse(/\[.*\]$/.exec(rest)![0]) as string[]; break
      case 'CMD': image.command = JSON.parse(rest) as string[]; break
      case 'EXPOSE': break
      default: throw new Error(`No step is called like this: ${line}`)
    }
  }
  return image
}

function takePackages (context: string, workdir: string): void {
  cpSync(path.join(context, 'node_modules'), path.join(workdir, 'node_modules'), { recursive: true, verbatimSymlinks: true })
  const now = new Date()
  utimesSync(path.join(workdir, 'node_modules', '.package-lock.json'), now, now)
}

const emptyImage = (root: string): Image => ({ root, workdir: root, env: {}, user: 'root', volumes: [], command: [], health: [] })

const inside = ({ root, workdir }: Image, place: string): string => place.startsWith('/') ? path.join(root, place) : path.join(workdir, place)

function copy (image: Image, text: string, origin: (from: string | undefined) => { folder: string, allowed: string[] | null }): void {
  const words = text.split(/\s+/)
  const from = words[0]!.startsWith('--from=') ? words.shift()!.slice('--from='.length) : undefined
  const { folder, allowed } = origin(from)
  const to = inside(image, words.pop()!)
  const toFolder = text.endsWith('/')
  for (const source of words.flatMap(word => expand(folder, word))) {
    if (allowed !== null && !allowed.some(each => matches(source.split('/')[0]!, each))) throw new Error(`.dockerignore holds ${source} back.`)
    cpSync(path.join(folder, source), toFolder ? path.join(to, path.basename(source)) : to, { recursive: true, verbatimSymlinks: true })
  }
}

function expand (folder: string, word: string): string[] {
  if (!word.includes('*')) {
    if (!existsSync(path.join(folder, word))) throw new Error(`There is no ${word} to copy.`)
    return [word]
  }
  return execFileSync('ls', ['-A', folder], { encoding: 'utf8' }).split('\n').filter(name => matches(name, word))
}

const matches = (name: string, pattern: string): boolean => new RegExp(`^${pattern.split('*').map(part => part.replace(/\W/g, '\\$&')).join('.*')}$`).test(name)
