/**
 * Upper bounds for the number of files loaded at start-up.
 *
 * @module
 */
import { run } from '../workspace/index.ts'
import type { Check, Fault } from './check.ts'

/** One start, and the maximum number of repository files it may load; files of dependencies are not counted. */
interface Start {
  readonly name: string
  readonly args: readonly string[]
  readonly most: number
  /** Packages that it must not load. */
  readonly without?: readonly string[]
}

const importing = (module: string): readonly string[] => [
  '--input-type=module',
  '--eval',
  `import ${JSON.stringify(module)}`,
]

const STARTS: readonly Start[] = [
  {
    name: 'marque check',
    args: ['packages/cli/bin/marque.js', 'check', 'examples/minimal/policy.yaml'],
    most: 168,
    without: ['zod'],
  },
  { name: '@marque/core', args: importing('@marque/core'), most: 62 },
  { name: '@marque/policy', args: importing('@marque/policy'), most: 143, without: ['zod'] },
]

/** Prints the URLs of all loaded files, one per line, when the process exits. */
const RECORDER = `
import { registerHooks } from 'node:module'
import { writeSync } from 'node:fs'
const urls = new Set()
registerHooks({
  load(url, context, next) {
    if (url.startsWith('file:')) urls.add(url)
    return next(url, context)
  },
})
process.on('exit', () => writeSync(2, [...urls].map((url) => 'loaded ' + url + '\\n').join('')))
`

/** Starts the command and imports the packages from the sources, each in its own process, and counts the loaded files. */
export const loadedFiles: Check = loadedFilesOf(STARTS)

/** The check for the given starts. */
export function loadedFilesOf(starts: readonly Start[]): Check {
  return {
    name: 'loaded files',
    run: async (tree) => {
      const faults: Fault[] = []
      const counts: string[] = []
      for (const { name, args, most, without = [] } of starts) {
        const recorder = `data:text/javascript,${encodeURIComponent(RECORDER)}`
        const flags = ['--conditions=@marque/source', '--import', recorder]
        const { code, output } = await run('node', [...flags, ...args], { cwd: tree.root })
        const files = [...output.matchAll(/^loaded (.+)$/gm)].map(([, url = '']) => url)
        const own = files.filter((url) => !url.includes('/node_modules/')).length
        counts.push(`${name} ${own} of ${most}`)
        const problems = [
          ...(code === 0 ? [] : [`\`${name}\` exits ${code}\n${output}`]),
          ...(own > most ? [`\`${name}\` loads ${own} files; at most ${most}`] : []),
          ...without
            .filter((one) => files.some((url) => url.includes(`/node_modules/${one}/`)))
            .map((one) => `\`${name}\` loads \`${one}\``),
        ]
        faults.push(...problems.map((message) => ({ file: null, message })))
      }
      return { faults, note: counts.join(', ') }
    },
  }
}
