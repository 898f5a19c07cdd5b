/**
 * A fresh clone can be installed.
 *
 * @module
 */
import { copyFileSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { run } from '../workspace/index.ts'
import type { Check, Tree } from './check.ts'

/**
 * Asks npm whether it would install what the lockfile says: `npm ci`, dry and offline, in a folder that holds the manifests alone.
 *
 * Packages of one platform that the registry did not have when the lockfile was written are missing from it; `npm install` says
 * nothing of that, and `npm ci` refuses.
 */
export const lockfile: Check = {
  name: 'lockfile',
  run: async (tree) => {
    if (!tree.files.includes('package-lock.json')) return { faults: [], note: 'no lockfile' }
    const folder = mkdtempSync(join(tmpdir(), 'marque-lockfile-'))
    try {
      copyManifests(tree, folder)
      const args = ['ci', '--dry-run', '--offline', '--ignore-scripts', '--loglevel=error']
      const { code, output } = await run('npm', args, { cwd: folder })
      if (code === 0) return { faults: [], note: 'npm ci would install it' }
      const told = output.match(/(?:Missing|Invalid): .*/g) ?? [output.trim()]
      return {
        faults: told.map((message) => ({ file: 'package-lock.json', message })),
        note: 'npm ci refuses it',
      }
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  },
}

function copyManifests(tree: Tree, folder: string): void {
  const manifests = tree.packages.map((one) => `${one.folder}/package.json`)
  const names = ['package.json', 'package-lock.json', '.npmrc', ...manifests]
  for (const name of names.filter((file) => tree.files.includes(file))) {
    mkdirSync(dirname(join(folder, name)), { recursive: true })
    copyFileSync(join(tree.root, name), join(folder, name))
  }
}
