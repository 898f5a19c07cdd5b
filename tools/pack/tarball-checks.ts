/**
 * Checks of a packed tarball with publint (manifest) and Are The Types Wrong (declarations).
 *
 * @module
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { checkPackage, createPackageFromTarballData } from '@arethetypeswrong/core'
import { publint } from 'publint'
import { formatMessage } from 'publint/utils'
import { type Package, type Part, ROOT, run } from '../workspace/index.ts'

/** Runs both on one tarball, and `npm publish --dry-run` in the package's folder. */
export async function checkTarball(one: Package, archive: string): Promise<readonly Part[]> {
  const data = readFileSync(archive)
  return [
    await attempt(`publint ${one.name}`, () => publintProblems(one, data)),
    ...(hasModules(one)
      ? [await attempt(`types of ${one.name}`, () => typeProblems(one, data))]
      : []),
    await publishDryRun(one),
  ]
}

async function attempt(name: string, find: () => Promise<readonly string[]>): Promise<Part> {
  try {
    const problems = await find()
    return { name, problem: problems.length === 0 ? null : problems.join('\n') }
  } catch (error) {
    return {
      name,
      problem: error instanceof Error ? (error.stack ?? error.message) : String(error),
    }
  }
}

async function publintProblems(one: Package, data: Buffer): Promise<readonly string[]> {
  const tarball = Uint8Array.from(data).buffer
  const { messages, pkg } = await publint({ pack: { tarball }, strict: true })
  return messages
    .filter(({ path }) => !path.includes('@marque/source')) // resolves in a checkout only
    .map((message) => `${one.folder}: ${formatMessage(message, pkg) ?? message.code}`)
}

/**
 * The packages are ESM only. `require` of ESM works on every supported Node (22 and newer), so the finding "CJS resolves to ESM" is
 * ignored; so is Node 10 resolution, which does not support `exports`.
 */
async function typeProblems(one: Package, data: Buffer): Promise<readonly string[]> {
  const analysis = await checkPackage(createPackageFromTarballData(Uint8Array.from(data)))
  if (analysis.types === false) return [`${one.name} has no types`]
  return analysis.problems
    .filter((problem) => problem.kind !== 'CJSResolvesToESM')
    .filter((problem) => !('resolutionKind' in problem) || problem.resolutionKind !== 'node10')
    .map((problem) => `${one.folder}: ${JSON.stringify(problem)}`)
}

function hasModules({ manifest }: Package): boolean {
  return Object.keys(manifest.exports ?? {}).some((subpath) => !subpath.endsWith('.json'))
}

async function publishDryRun(one: Package): Promise<Part> {
  const args = ['publish', '--dry-run', '--ignore-scripts', '--loglevel=error']
  const { code, output } = await run('npm', args, { cwd: join(ROOT, one.folder) })
  return { name: `npm publish --dry-run ${one.name}`, problem: code === 0 ? null : output }
}
