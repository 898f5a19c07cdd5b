/**
 * Every declared dependency is used, every used one is declared, with an exact version.
 *
 * @module
 */
import { builtinModules } from 'node:module'
import type { Manifest, Package } from '../workspace/index.ts'
import { isRelative, isSource, isTest, packageOf } from '../workspace/index.ts'
import type { Check, Fault, Tree } from './check.ts'

/** Root dependencies that no file imports, each with its use. */
const USED_WITHOUT_IMPORT: { readonly [name: string]: string } = {
  knip: 'npm run unused',
  '@biomejs/biome': 'the format check runs its command',
  '@cloudflare/workerd-linux-64': 'tools/runtimes runs its program',
  '@oven/bun-linux-x64': 'tools/runtimes runs its program',
  '@stryker-mutator/core': '`npm run mutate` runs its command',
  '@stryker-mutator/vitest-runner': 'named in tools/mutate/stryker.config.json',
  '@types/express': 'the types of `express`',
  '@types/koa': 'the types of `koa`',
  '@types/node': 'the types of `node:`',
  '@types/ws': 'the types of `ws`',
  node: 'runs everything',
  typescript: 'the type check and the build run its command',
}

/** Compares each manifest with the imports of its package, and the root manifest with those of the tools and all tests. */
export const dependencies: Check = {
  name: 'dependencies',
  run: (tree) => {
    const faults = [
      ...tree.packages.flatMap((one) => packageFaults(tree, one)),
      ...rootFaults(tree),
    ]
    const count = [tree.manifest, ...tree.packages.map(({ manifest }) => manifest)].flatMap((one) =>
      Object.keys(declaredIn(one)),
    ).length
    return { faults, note: `${count} declared` }
  },
}

function packageFaults(tree: Tree, { folder, manifest, published }: Package): readonly Fault[] {
  const file = `${folder}/package.json`
  const inside = tree.files.filter((path) => path.startsWith(`${folder}/`) && isSource(path))
  const shipped = importedBy(
    tree,
    inside.filter((path) => !published || !isTest(path)),
  )
  const own = {
    ...manifest.dependencies,
    ...manifest.optionalDependencies,
    ...manifest.peerDependencies,
  }
  const allowed: Manifest = published ? { ...manifest, devDependencies: {} } : manifest
  const declared = { ...declaredIn(allowed), ...(published ? {} : declaredIn(tree.manifest)) }
  return [
    ...undeclared(without(shipped, new Set([manifest.name])), declared, file),
    ...Object.keys(own)
      .filter((name) => !shipped.has(name))
      .map((name) => ({ file, message: `\`${name}\` is declared and not used` })),
    ...inexact(manifest, file, tree),
  ]
}

function rootFaults(tree: Tree): readonly Fault[] {
  const file = 'package.json'
  const declared = declaredIn(tree.manifest)
  const ofTools = importedBy(
    tree,
    tree.files.filter((path) => /^tools\//.test(path) && isSource(path)),
  )
  const ofTests = importedBy(
    tree,
    tree.files.filter(
      (path) =>
        (isTest(path) && isSource(path)) ||
        (/^(conformance|bench)\/|^[^/]+\.config\.ts$/.test(path) && path.endsWith('.ts')),
    ),
  )
  const everywhere = new Map([...ofTests, ...ofTools])
  // A test may also use the dependencies of its own package.
  const workspace = new Set(
    tree.packages.flatMap(({ name, manifest }) => [name, ...Object.keys(declaredIn(manifest))]),
  )
  return [
    ...undeclared(without(everywhere, workspace), declared, file),
    ...Object.keys(declared)
      .filter((name) => !everywhere.has(name) && USED_WITHOUT_IMPORT[name] === undefined)
      .map((name) => ({ file, message: `\`${name}\` is declared and not used` })),
    ...inexact(tree.manifest, file, tree),
  ]
}

/** Imported packages, each with the first file that imports it. */
function importedBy(tree: Tree, files: readonly string[]): Map<string, string> {
  const found = new Map<string, string>()
  for (const file of files) {
    for (const { specifier } of tree.importsOf(file)) {
      const name = packageOf(specifier)
      const isPackage = !isRelative(specifier) && !specifier.startsWith('node:')
      if (isPackage && !builtinModules.includes(name) && !found.has(name)) found.set(name, file)
    }
  }
  return found
}

function undeclared(
  imported: ReadonlyMap<string, string>,
  declared: { readonly [name: string]: string },
  file: string,
): readonly Fault[] {
  return [...imported]
    .filter(([name]) => declared[name] === undefined)
    .map(([name, from]) => ({ file: from, message: `\`${name}\` is not declared in \`${file}\`` }))
}

function without(
  imported: ReadonlyMap<string, string>,
  names: ReadonlySet<string>,
): ReadonlyMap<string, string> {
  return new Map([...imported].filter(([name]) => !names.has(name)))
}

/** Versions are exact, so that the lockfile and a user's install agree; a peer dependency may be a range. */
function inexact(manifest: Manifest, file: string, tree: Tree): readonly Fault[] {
  const { dependencies, devDependencies, optionalDependencies } = manifest
  return Object.entries({ ...dependencies, ...devDependencies, ...optionalDependencies }).flatMap(
    ([name, version]) => {
      const own = tree.packages.find((one) => one.name === name)?.manifest.version
      if (own !== undefined && own !== version)
        return [{ file, message: `\`${name}\` is ${own} here, and declared as ${version}` }]
      return /^(npm:[^@]*(@[^@/]+\/[^@]*)?@)?\d+\.\d+\.\d+(-[\w.]+)?$/.test(version)
        ? []
        : [{ file, message: `\`${name}\` has no exact version: ${version}` }]
    },
  )
}

function declaredIn(manifest: Manifest): { readonly [name: string]: string } {
  return {
    ...manifest.dependencies,
    ...manifest.devDependencies,
    ...manifest.optionalDependencies,
    ...manifest.peerDependencies,
  }
}
