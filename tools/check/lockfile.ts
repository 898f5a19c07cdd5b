/**
 * `npm ci` accepts the lockfile.
 *
 * @module
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Dependencies, Manifest } from '../workspace/index.ts'
import type { Check, Fault } from './check.ts'

/** One entry of `packages` in a lockfile: an abbreviated manifest, or a link to a workspace. */
interface Locked {
  readonly version?: string
  /** The real name of a package installed under an alias. */
  readonly name?: string
  readonly link?: boolean
  readonly dependencies?: Dependencies
  readonly devDependencies?: Dependencies
  readonly optionalDependencies?: Dependencies
  readonly peerDependencies?: Dependencies
  readonly peerDependenciesMeta?: { readonly [name: string]: { readonly optional?: boolean } }
}

type Packages = { readonly [path: string]: Locked }

const FILE = 'package-lock.json'

/**
 * Reports a package that a manifest or a locked package requires and the lockfile lacks, and a locked version that differs from the
 * exact version in a manifest of this repository.
 *
 * The common case is a platform-specific package that the registry did not have when the lockfile was written: `npm install` ignores
 * it, and `npm ci` fails. `npm ci --dry-run` reports the same, but needs the registry or a cache.
 */
export const lockfile: Check = {
  name: 'lockfile',
  run: (tree) => {
    if (!tree.files.includes(FILE)) return { faults: [], note: 'no lockfile' }
    const { packages } = JSON.parse(readFileSync(join(tree.root, FILE), 'utf8')) as {
      readonly packages: Packages
    }
    const ours = new Map<string, Manifest>([
      ['', tree.manifest],
      ...tree.packages.map(({ folder, manifest }) => [folder, manifest] as const),
    ])
    const faults = [
      ...[...ours].flatMap(([folder, manifest]) => faultsOf(packages, folder, manifest, true)),
      ...Object.entries(packages)
        .filter(([path]) => path.startsWith('node_modules/'))
        .flatMap(([path, locked]) => faultsOf(packages, path, locked, false)),
    ]
    return { faults, note: `${Object.keys(packages).length} packages` }
  },
}

/** Dependencies of one package that the lockfile lacks; with `isOurs`, versions are compared and dev dependencies included. */
function faultsOf(packages: Packages, path: string, it: Locked, isOurs: boolean): readonly Fault[] {
  const needed = {
    ...requiredPeers(it),
    ...it.dependencies,
    ...it.optionalDependencies,
    ...(isOurs ? it.devDependencies : {}),
  }
  const of = path === '' ? 'package.json' : path
  return Object.entries(needed).flatMap(([name, range]): readonly Fault[] => {
    const found = resolveFrom(packages, path, name)
    if (found === undefined)
      return [{ file: FILE, message: `\`${name}@${range}\` is missing; ${of} depends on it` }]
    if (!isOurs || found.link || isSame(range, found)) return []
    const message = `\`${name}\` is locked at ${found.version}; ${of} requires ${range}`
    return [{ file: FILE, message }]
  })
}

function requiredPeers({ peerDependencies = {}, peerDependenciesMeta = {} }: Locked): Dependencies {
  return Object.fromEntries(
    Object.entries(peerDependencies).filter(([name]) => !peerDependenciesMeta[name]?.optional),
  )
}

/** The entry to which `require(name)` in the package at `path` resolves: upwards through `node_modules`, as Node does. */
function resolveFrom(packages: Packages, path: string, name: string): Locked | undefined {
  for (let folder = path; ; folder = parentOf(folder)) {
    const found =
      packages[folder === '' ? `node_modules/${name}` : `${folder}/node_modules/${name}`]
    if (found !== undefined || folder === '') return found
  }
}

function parentOf(folder: string): string {
  const nested = folder.lastIndexOf('/node_modules/')
  return nested < 0 ? '' : folder.slice(0, nested)
}

/** Whether the locked version is the exact version or `npm:name@version`. Ranges always match: only peer dependencies of this repository have them. */
function isSame(range: string, { name, version }: Locked): boolean {
  const alias = /^npm:(?<name>.+)@(?<version>[^@]+)$/.exec(range)?.groups
  if (alias) return alias.name === name && alias.version === version
  return !/^\d+\.\d+\.\d+\S*$/.test(range) || range === version
}
