/**
 * Builds the published packages: JavaScript and declarations, with `tsc` only.
 *
 * @module
 */
import { copyFileSync, existsSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { type Package, ROOT, readWorkspace, run } from '../workspace/index.ts'

/** Build result of one package. */
export interface Built {
  readonly name: string
  readonly ok: boolean
  /** Compiler output, or the reason why the compiler did not run. */
  readonly output: string
}

/**
 * Builds every published package into its `dist/`, dependencies before dependents.
 *
 * `tsconfig.build.json` removes the condition `@marque/source`: a package is compiled against the built declarations of the
 * ones below it, as its users will be. `dist/` is emptied first, so that nothing stale is published. Stops at the first failure.
 */
export async function* build(): AsyncGenerator<Built> {
  const { packages } = readWorkspace()
  for (const one of inOrder(packages.filter(({ published }) => published))) {
    const folder = join(ROOT, one.folder)
    rmSync(join(folder, 'dist'), { recursive: true, force: true })
    const { code, output } = await run('tsc', ['-p', 'tsconfig.build.json', '--pretty', 'false'], {
      cwd: folder,
    })
    // npm packs the licence of a package's own folder only.
    if (existsSync(join(ROOT, 'LICENSE')))
      copyFileSync(join(ROOT, 'LICENSE'), join(folder, 'LICENSE'))
    yield { name: one.name, ok: code === 0, output: output.trim() }
    if (code !== 0) return
  }
}

/** Topological order: each package after its dependencies. */
export function inOrder(packages: readonly Package[]): readonly Package[] {
  const done = new Set<Package>()
  const visit = (one: Package): void => {
    if (done.has(one)) return
    for (const below of packages) {
      const depends = { ...one.manifest.dependencies, ...one.manifest.peerDependencies }
      if (depends[below.name] !== undefined && below !== one) visit(below)
    }
    done.add(one)
  }
  for (const one of packages) visit(one)
  return [...done]
}
