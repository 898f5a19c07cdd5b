/**
 * The packages of the checkout and their manifests.
 *
 * @module
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** Root folder of this checkout. */
export const ROOT: string = dirname(dirname(dirname(fileURLToPath(import.meta.url))))

/** The parts of a `package.json` that the tools read. */
export interface Manifest {
  readonly name: string
  readonly version?: string
  readonly private?: boolean
  readonly exports?: { readonly [subpath: string]: ExportTarget }
  readonly bin?: { readonly [name: string]: string }
  readonly files?: readonly string[]
  readonly engines?: { readonly node?: string }
  readonly scripts?: { readonly [name: string]: string }
  readonly dependencies?: Dependencies
  readonly devDependencies?: Dependencies
  readonly optionalDependencies?: Dependencies
  readonly peerDependencies?: Dependencies
}

/** One entry of `exports`: a path, or a path per condition. */
export type ExportTarget = string | { readonly [condition: string]: string }
export type Dependencies = { readonly [name: string]: string }

/** One npm workspace. */
export interface Package {
  /** Without the scope: `core`, `policy`, `conformance`. */
  readonly short: string
  readonly name: string
  /** Relative to the root, with `/`. */
  readonly folder: string
  readonly published: boolean
  readonly manifest: Manifest
}

/** A checkout, or a fixture tree of the same structure. */
export interface Workspace {
  readonly root: string
  readonly manifest: Manifest
  /** Sorted by folder name. */
  readonly packages: readonly Package[]
}

/**
 * Reads the manifests of a tree.
 *
 * @throws If the root has no `package.json`, or a manifest is invalid JSON.
 */
export function readWorkspace(root: string = ROOT): Workspace {
  const inPackages = existsSync(join(root, 'packages'))
    ? readdirSync(join(root, 'packages')).map((name) => `packages/${name}`)
    : []
  const folders = [...inPackages, 'conformance', 'playground', 'bench']
    .filter((folder) => existsSync(join(root, folder, 'package.json')))
    .sort()
  return {
    root,
    manifest: readManifest(root, '.'),
    packages: folders.map((folder) => {
      const manifest = readManifest(root, folder)
      return {
        short: manifest.name.slice(manifest.name.indexOf('/') + 1),
        name: manifest.name,
        folder,
        published: manifest.private !== true,
        manifest,
      }
    }),
  }
}

function readManifest(root: string, folder: string): Manifest {
  return JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8')) as Manifest
}
