import { spawnSync } from 'child_process'
import { createHash } from 'crypto'
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'fs'
import { join } from 'path'
import { fileURLToPath, pathToFileURL } from 'url'

/*
 * The first file that runs, written so that an old Node can read it and be told what is missing: no syntax and no
 * module name younger than Node 12. Builds what is not built, then hands over to the built hub.
 */

const root = fileURLToPath(new URL('../../../', import.meta.url))

/** What has to be built: a step is skipped while everything it is made from is as it was. */
const steps = [
  { needs: 'index.html', made: 'dist/app/index.html', vite: ['build'] },
  {
    needs: 'src/hub/main.ts',
    made: 'dist/hub/main.js',
    vite: ['build', '--config', 'src/hub/build/vite.config.ts'],
  },
]

/** Everything a build is made from. */
const sources = ['src', 'content', 'locales', 'public', 'index.html', 'vite.config.ts', 'package-lock.json']

requireNode()
buildWhatIsNot()
import(pathToFileURL(join(root, 'dist/hub/main.js')).href).catch((error) => {
  console.error(error)
  process.exit(1)
})

function requireNode() {
  const wanted = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).engines.node
  const [major, minor] = wanted.replace('>=', '').split('.').map(Number)
  const [ownMajor, ownMinor] = process.versions.node.split('.').map(Number)
  if (ownMajor > major || (ownMajor === major && ownMinor >= minor)) return
  console.error(`Tayari needs Node ${major}.${minor} or newer; this is Node ${process.versions.node}.`)
  process.exit(1)
}

function buildWhatIsNot() {
  const stampFile = join(root, 'dist/.built-from')
  const stamp = stampOf(sources)
  const needed = steps.filter((step) => existsSync(join(root, step.needs)))
  const isBuilt = existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp
  if (isBuilt && needed.every((step) => existsSync(join(root, step.made)))) return
  if (!existsSync(join(root, 'node_modules/vite')))
    refuse('Tayari is not installed yet: run "npm ci" first, without leaving out development packages.')
  console.log('Building Tayari; this happens once per version.')
  for (const step of needed) {
    const vite = join(root, 'node_modules/vite/bin/vite.js')
    const built = spawnSync(process.execPath, [vite].concat(step.vite, ['--logLevel', 'warn']), {
      cwd: root,
      stdio: 'inherit',
    })
    if (built.status !== 0) refuse(`The build of ${step.made} failed; what it printed above says why.`)
  }
  writeFileSync(stampFile, stamp)
}

/** One hash over names and contents. */
function stampOf(names) {
  const hash = createHash('sha256')
  const add = (name) => {
    const path = join(root, name)
    if (!existsSync(path)) return
    if (statSync(path).isDirectory())
      readdirSync(path)
        .sort()
        .forEach((entry) => add(`${name}/${entry}`))
    else hash.update(`${name}\n`).update(readFileSync(path))
  }
  names.forEach(add)
  return hash.digest('hex')
}

function refuse(sentence) {
  console.error(sentence)
  process.exit(1)
}
