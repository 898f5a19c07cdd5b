/**
 * Tests of the published packages: each is packed, installed from its tarball in an empty project, and run there on each
 * Node version that its `engines` allow.
 *
 * @module
 */
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, posix } from 'node:path'
import { build } from '../build/index.ts'
import {
  inParallel,
  type Package,
  type Part,
  ROOT,
  readWorkspace,
  run,
} from '../workspace/index.ts'
import { NODES, nodeProgram } from './nodes.ts'
import { BAD_POLICY, GOOD_POLICY, REQUEST } from './small-policy.ts'
import { checkTarball } from './tarball-checks.ts'

/** Builds, packs, checks, installs, imports and runs the packages in a temporary folder. */
export async function packages(): Promise<readonly Part[]> {
  const parts: Part[] = []
  for await (const { name, ok, output } of build()) {
    parts.push({ name: `build ${name}`, problem: ok ? null : output })
  }
  if (parts.some(({ problem }) => problem !== null)) return parts
  const published = readWorkspace().packages.filter((one) => one.published)
  const folder = mkdtempSync(join(tmpdir(), 'marque-pack-'))
  try {
    const archives = new Map<Package, string>()
    const packed = await inParallel(published, async (one) => {
      const { archive, part } = await pack(one, folder)
      return { archive, parts: [part, ...(archive ? await checkTarball(one, archive) : [])] }
    })
    for (const [index, one] of published.entries()) {
      const { archive, parts: checks = [] } = packed[index] ?? {}
      parts.push(...checks)
      if (archive !== undefined) archives.set(one, archive)
    }
    const project = join(folder, 'project')
    parts.push(await install(project, archives))
    if (archives.size < published.length) return parts
    const runs = await inParallel(NODES, async (version) => {
      const node = await nodeProgram(version)
      const title = `Node ${version.version.split('.')[0]}`
      if ('missing' in node) return [{ name: title, problem: node.missing }]
      const running = published.filter((one) => runsOn(one, version.version))
      return runOn(node.path, title, project, running)
    })
    return [...parts, ...runs.flat()]
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

async function pack(
  one: Package,
  folder: string,
): Promise<{ readonly archive: string | undefined; readonly part: Part }> {
  const destination = join(folder, one.short)
  mkdirSync(destination)
  const args = ['pack', '--json', '--pack-destination', destination]
  const { code, stdout, output } = await run('npm', args, { cwd: join(ROOT, one.folder) })
  const archive = readdirSync(destination).find((file) => file.endsWith('.tgz'))
  const name = `pack ${one.name}`
  if (code !== 0 || !archive) return { archive: undefined, part: { name, problem: output } }
  return {
    archive: join(destination, archive),
    part: { name, problem: contentProblem(filesIn(stdout)) },
  }
}

/** The names of the packed files. npm 12 prints an object by package name, older versions an array. */
function filesIn(json: string): readonly string[] {
  const answer = JSON.parse(json) as object
  const [first] = Object.values(answer) as { files: readonly { path: string }[] }[]
  return first?.files.map(({ path }) => path) ?? []
}

function contentProblem(files: readonly string[]): string | null {
  const stray = files.filter((file) =>
    /(?<!\.d)\.ts$|\.(test|cases)\.|^(src|test)\/|tsconfig/.test(file),
  )
  if (stray.length > 0) return `contains unexpected files: ${stray.join(', ')}`
  const needed = ['package.json', 'LICENSE']
  const missing = needed.filter((file) => !files.includes(file))
  return missing.length > 0 ? `lacks ${missing.join(', ')}` : null
}

async function install(project: string, archives: ReadonlyMap<Package, string>): Promise<Part> {
  mkdirSync(project)
  const dependencies = Object.fromEntries(
    [...archives].map(([{ name }, file]) => [name, `file:${file}`]),
  )
  const overrides = Object.fromEntries([...archives].map(([{ name }]) => [name, `$${name}`]))
  const manifest = { private: true, type: 'module', dependencies, overrides }
  writeFileSync(join(project, 'package.json'), JSON.stringify(manifest))
  writeFileSync(join(project, 'policy.yaml'), GOOD_POLICY)
  writeFileSync(join(project, 'bad.yaml'), BAD_POLICY)
  const args = ['install', '--no-audit', '--no-fund', '--ignore-scripts', '--prefer-offline']
  const { code, output } = await run('npm', args, { cwd: project })
  return { name: 'install in an empty project', problem: code === 0 ? null : output }
}

async function runOn(
  node: string,
  title: string,
  project: string,
  published: readonly Package[],
): Promise<readonly Part[]> {
  const parts: Part[] = []
  const PATH = `${dirname(node)}:${process.env.PATH ?? ''}`
  const env = { PATH, NODE_OPTIONS: undefined, NO_COLOR: '1' }
  for (const module of published.flatMap(modulesOf)) {
    const script = `const m = await import(${JSON.stringify(module)}); if (Object.keys(m).length === 0) throw new Error('module has no exports')`
    const { code, output } = await run(node, ['--input-type=module', '-e', script], {
      cwd: project,
      env,
    })
    parts.push({ name: `${title}: import ${module}`, problem: code === 0 ? null : output })
  }
  for (const { name, script } of PROGRAMS) {
    const { code, output } = await run(node, ['--input-type=module', '-e', script], {
      cwd: project,
      env,
    })
    parts.push({ name: `${title}: ${name}`, problem: code === 0 ? null : output })
  }
  const marque = join(project, 'node_modules', '.bin', 'marque')
  const hasCommand = published.some(({ manifest }) => manifest.bin !== undefined)
  for (const { args, code: want, input, expected } of hasCommand ? COMMANDS : TOO_OLD) {
    const { code, output } = await run(marque, args, {
      cwd: project,
      env,
      ...(input ? { input } : {}),
    })
    const fine = code === want && expected.test(output)
    parts.push({
      name: `${title}: marque ${args.join(' ')}`,
      problem: fine ? null : `exit ${code}, not ${want}, or not ${expected}:\n${output}`,
    })
  }
  return parts
}

/** The importable subpaths of a package, except JSON. */
function modulesOf({ name, manifest }: Package): readonly string[] {
  return Object.entries(manifest.exports ?? {})
    .filter(([subpath]) => !subpath.endsWith('.json') && !subpath.includes('*'))
    .map(([subpath]) => posix.join(name, subpath))
}

/** Whether the `engines` of a package, always of the form `>=20.19`, allow a version. */
function runsOn({ manifest }: Package, version: string): boolean {
  const [, major = '', minor = '0'] =
    /^>=(\d+)(?:\.(\d+))?$/.exec(manifest.engines?.node ?? '') ?? []
  const [ofMajor = 0, ofMinor = 0] = version.split('.').map(Number)
  return (
    major !== '' &&
    (ofMajor > Number(major) || (ofMajor === Number(major) && ofMinor >= Number(minor)))
  )
}

/** What an application does: importing a module finds no missing built-in that is only called. */
const PROGRAMS: readonly { readonly name: string; readonly script: string }[] = [
  {
    name: 'F30: a policy file in the middleware',
    script: `
      import { policyFile } from '@marque/middleware/file'
      import { withMarque } from '@marque/middleware/fetch'
      const policy = await policyFile('policy.yaml')
      const handle = withMarque({ policy }, () => new Response('answer'))
      const { headers } = await handle(new Request('https://api.example.com/account/me', { headers: { origin: 'https://app.example.com' } }))
      policy.close()
      if (headers.get('access-control-allow-origin') !== 'https://app.example.com') throw new Error('not granted')`,
  },
  {
    name: 'diff of two policies',
    script: `
      import { readFileSync } from 'node:fs'
      import { compile, load } from '@marque/policy'
      import { diff } from '@marque/policy/diff'
      const text = readFileSync('policy.yaml', 'utf8')
      const [before, after] = [text, text.replace('methods: [GET]', 'methods: [GET, PUT]')].map((each) =>
        compile(load(each, 'policy.yaml'), { environment: 'production', now: Date.now() }).bundle)
      if (diff(before, after, { now: Date.now() }).verdict === 'equal') throw new Error('no difference')`,
  },
]

/** Where the command does not run, it says which Node it needs. */
const TOO_OLD: typeof COMMANDS = [
  { args: ['--version'], code: 1, expected: /needs Node 22 or newer/ },
]

const COMMANDS: readonly {
  readonly args: readonly string[]
  readonly code: number
  readonly input?: string
  readonly expected: RegExp
}[] = [
  { args: ['--version'], code: 0, expected: /^\d+\.\d+\.\d+/ },
  { args: ['check', 'policy.yaml'], code: 0, expected: /(?:)/ },
  { args: ['check', 'bad.yaml'], code: 3, expected: /MQ-\d{3}/ },
  { args: ['decide', 'policy.yaml'], code: 0, input: REQUEST, expected: /"reason":"granted"/ },
]
