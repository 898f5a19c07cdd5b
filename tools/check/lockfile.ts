/**
 * A fresh clone can be installed: `npm ci` would accept the lockfile.
 *
 * @module
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Dependencies, Manifest } from '../workspace/index.ts'
import type { Check, Fault } from './check.ts'

/** One entry of `packages` in a lockfile: a manifest in short, or a link to a workspace. */
interface Locked {
  readonly version?: string
  /** The real name where it was installed under another one. */
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
 * Refuses a lockfile that lacks a package which a manifest or a locked package names, and one whose version is not the one that
 * a manifest of ours names (ours are exact).
 *
 * The common case are packages of one platform that the registry did not have when the lockfile was written: `npm install` says
 * nothing of them, and `npm ci` refuses. `npm ci --dry-run` would tell the same, but asks the registry, or fails without a cache.
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

/** What the lockfile lacks of the dependencies of one package; `isOurs` compares versions and takes development ones too. */
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
    const message = `\`${name}\` is ${found.version} in it, and ${range} in ${of}`
    return [{ file: FILE, message }]
  })
}

function requiredPeers({ peerDependencies = {}, peerDependenciesMeta = {} }: Locked): Dependencies {
  return Object.fromEntries(
    Object.entries(peerDependencies).filter(([name]) => !peerDependenciesMeta[name]?.optional),
  )
}

/** The entry that `require(name)` in the package at `path` would find, as Node looks for it: upwards through `node_modules`. */
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

/** Whether an exact version, or `npm:name@version`, is what is locked. Ranges are not judged: only peers of ours have them. */
function isSame(range: string, { name, version }: Locked): boolean {
  const alias = /^npm:(?<name>.+)@(?<version>[^@]+)$/.exec(range)?.groups
  if (alias) return alias.name === name && alias.version === version
  return !/^\d+\.\d+\.\d+\S*$/.test(range) || range === version
}
