/**
 * Fixture trees for the tests of the checks.
 *
 * @module
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { type Check, readTree, type Verdict } from './check.ts'

/** The text of each file, or the value of a JSON file, by path. */
export type Files = { readonly [path: string]: string | object }

/** A checkout of two packages without faults. */
export const SOUND: Files = {
  'package.json': { name: 'tree', private: true },
  'packages/core/package.json': manifest('core', {}),
  'packages/core/README.md': '# core\n',
  'packages/core/src/index.ts': "export { one } from './one.ts'\n",
  'packages/core/src/one.ts': 'export const one = 1\n',
  'packages/policy/package.json': manifest('policy', {
    dependencies: { '@marque/core': '0.1.0', yaml: '2.9.1' },
  }),
  'packages/policy/README.md': '# policy\n',
  'packages/policy/src/index.ts': "export { two } from './two.ts'\n",
  'packages/policy/src/two.ts':
    "import { one } from '@marque/core'\nimport { parse } from 'yaml'\nexport const two = parse(String(one))\n",
}

/** A package manifest with the usual exports. */
export function manifest(short: string, more: object): object {
  const face = {
    '@marque/source': './src/index.ts',
    types: './dist/index.d.ts',
    default: './dist/index.js',
  }
  return {
    name: `@marque/${short}`,
    version: '0.1.0',
    description: 'a package of a tree in a test',
    keywords: ['cors', 'test', 'tree'],
    license: 'Apache-2.0',
    type: 'module',
    sideEffects: false,
    engines: { node: '>=22' },
    exports: { '.': face },
    files: ['dist'],
    publishConfig: { access: 'public' },
    ...more,
  }
}

/** Runs a check on {@link SOUND} with `changes` applied, in a temporary folder. */
export async function verdictOn(check: Check, changes: Files): Promise<Verdict> {
  const root = mkdtempSync(join(tmpdir(), 'marque-tree-'))
  try {
    for (const [path, content] of Object.entries({ ...SOUND, ...changes })) {
      mkdirSync(dirname(join(root, path)), { recursive: true })
      const text = typeof content === 'string' ? content : JSON.stringify(content)
      writeFileSync(join(root, path), text)
    }
    return await check.run(readTree(root))
  } finally {
    rmSync(root, { recursive: true, force: true })
  }
}
