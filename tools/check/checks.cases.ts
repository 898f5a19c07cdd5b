/**
 * For each check: a change to a sound tree, and what the check must say of it.
 *
 * @module
 */
import type { Check } from './check.ts'
import { citations } from './citations/index.ts'
import { dependencies } from './dependencies.ts'
import { fileSizes } from './file-sizes.ts'
import { findingCodes } from './finding-codes.ts'
import { type Files, manifest } from './fixture-tree.ts'
import { format } from './format.ts'
import { generatedBy } from './generated.ts'
import { faces, folderCycles, importRules } from './imports/index.ts'
import { links } from './links.ts'
import { loadedFilesOf } from './loaded-files.ts'
import { lockfile } from './lockfile.ts'
import { machineTraces } from './machine-traces.ts'
import { manifests } from './manifests.ts'
import { subpaths } from './subpaths.ts'
import { types } from './types.ts'

/** One planted fault. */
export interface Planted {
  readonly name: string
  readonly check: Check
  readonly changes: Files
  /** What the one fault must say. */
  readonly says: RegExp
}

/** Rules of which one exists. */
const RULES: Files = { 'docs/rules.md': '<a id="d4"></a>\n### D4 Path readings\n' }

const core = (text: string): Files => ({
  'packages/core/src/one.ts': `export const one = 1\n${text}`,
})
const policy = (text: string): Files => ({
  'packages/policy/src/two.ts': `import { one } from '@marque/core'\nimport { parse } from 'yaml'\nexport const two = parse(String(one))\n${text}`,
})
const rule = (code: string): string =>
  `export const rules = [{ code: '${code}', title: 'a title' }]\n`

const IMPORTS: readonly Omit<Planted, 'check'>[] = [
  {
    name: 'core imports a package of a higher floor',
    changes: core("import type { two } from '@marque/policy'\n"),
    says: /`core` has no arrow to `policy`/,
  },
  {
    name: 'core imports Node',
    changes: core("import { join } from 'node:path'\n"),
    says: /runs in any JavaScript runtime and imports nothing; found `node:path`/,
  },
  {
    name: 'core imports Node when a function runs',
    changes: core("export const later = () => import('node:fs')\n"),
    says: /found `node:fs`/,
  },
  {
    name: 'core has a dependency',
    changes: {
      'packages/core/package.json': manifest('core', { dependencies: { yaml: '2.9.1' } }),
    },
    says: /`core` runs anywhere and has no dependencies; found yaml/,
  },
  {
    name: 'a package that the design does not know',
    changes: {
      'packages/common/package.json': manifest('common', {}),
      'packages/common/src/index.ts': 'export const all = 1\n',
    },
    says: /`common` has no floor/,
  },
  {
    name: 'a subpath that is not exported',
    changes: policy("import '@marque/core/one'\n"),
    says: /`@marque\/core\/one` is not in the exports of `@marque\/core`/,
  },
  {
    name: 'a path into another package',
    changes: policy("export * from '../../core/src/one.ts'\n"),
    says: /leaves the package/,
  },
  {
    name: 'a tool that reaches past a face',
    changes: { 'tools/look.ts': "import { one } from '../packages/core/src/one.ts'\n" },
    says: /leaves the package/,
  },
  {
    name: 'a file that imports the index of its package',
    changes: policy("import { two as again } from './index.ts'\n"),
    says: /is the index of its own package/,
  },
  {
    name: 'a file that imports its own package by name',
    changes: policy("import { two as again } from '@marque/policy'\n"),
    says: /is the index of its own package/,
  },
  {
    name: 'a built-in module by its short name',
    changes: policy("import 'fs'\n"),
    says: /write `node:fs`/,
  },
]

export const planted: readonly Planted[] = [
  ...IMPORTS.map((one) => ({ ...one, check: importRules })),
  {
    name: 'a file behind the face of a folder',
    check: faces,
    changes: {
      ...policy("import { deep } from './deep/hidden.ts'\n"),
      'packages/policy/src/deep/index.ts': "export { deep } from './hidden.ts'\n",
      'packages/policy/src/deep/hidden.ts': 'export const deep = 1\n',
    },
    says: /is behind the face of its folder; import `packages\/policy\/src\/deep\/index.ts`/,
  },
  {
    name: 'a folder without a face',
    check: faces,
    changes: {
      ...policy("import { deep } from './deep/hidden.ts'\n"),
      'packages/policy/src/deep/hidden.ts': 'export const deep = 1\n',
    },
    says: /lies in a folder without a face; write `packages\/policy\/src\/deep\/index\.ts`/,
  },
  {
    name: 'two folders that import one another, types only',
    check: folderCycles,
    changes: {
      'packages/policy/src/a/index.ts':
        "import type { B } from '../b/index.ts'\nexport type A = B\n",
      'packages/policy/src/b/index.ts': "export type { C as B } from './c.ts'\n",
      'packages/policy/src/b/c.ts': "import type { A } from '../a/index.ts'\nexport type C = A[]\n",
    },
    says: /^packages\/policy\/src\/a a -> b \(packages\/policy\/src\/a\/index\.ts:1\), b -> a \(packages\/policy\/src\/b\/c\.ts:1\)$/m,
  },
  {
    name: 'two files that import one another',
    check: folderCycles,
    changes: {
      ...policy("import './three.ts'\n"),
      'packages/policy/src/three.ts': "export type { two } from './two.ts'\n",
    },
    says: /two\.ts -> three\.ts/,
  },
  {
    name: 'a file that is too long',
    check: fileSizes,
    changes: core('// a line\n'.repeat(600)),
    says: /601 lines; at most 600/,
  },
  {
    name: 'a package that is used and not declared',
    check: dependencies,
    changes: policy("import { z } from 'zod'\n"),
    says: /`zod` is not declared in `packages\/policy\/package.json`/,
  },
  {
    name: 'a package that is declared and not used',
    check: dependencies,
    changes: {
      'packages/policy/package.json': manifest('policy', {
        dependencies: { '@marque/core': '0.1.0', yaml: '2.9.1', zod: '4.6.7' },
      }),
    },
    says: /`zod` is declared and not used/,
  },
  {
    name: 'a package that only tests use among the dependencies',
    check: dependencies,
    changes: {
      'package.json': { name: 'tree', devDependencies: { zod: '4.6.7' } },
      'packages/policy/src/two.test.ts': "import 'zod'\n",
      'packages/policy/package.json': manifest('policy', {
        dependencies: { '@marque/core': '0.1.0', yaml: '2.9.1', zod: '4.6.7' },
      }),
    },
    says: /packages\/policy.* `zod` is declared and not used/,
  },
  {
    name: 'a range of versions',
    check: dependencies,
    changes: {
      'packages/policy/package.json': manifest('policy', {
        dependencies: { '@marque/core': '0.1.0', yaml: '^2.9.1' },
      }),
    },
    says: /`yaml` has no exact version: \^2\.9\.1/,
  },
  {
    name: 'another version of a package of ours',
    check: dependencies,
    changes: {
      'packages/policy/package.json': manifest('policy', {
        dependencies: { '@marque/core': '0.0.9', yaml: '2.9.1' },
      }),
    },
    says: /`@marque\/core` is 0\.1\.0 here, and declared as 0\.0\.9/,
  },
  {
    name: 'a document that names a module that is not there',
    check: subpaths,
    changes: { 'README.md': "```ts\nimport { fetch } from '@marque/core/fetch'\n```\n" },
    says: /README\.md:2 `@marque\/core\/fetch` is in no package's exports/,
  },
  {
    name: 'an export without its source',
    check: subpaths,
    changes: {
      'packages/core/package.json': manifest('core', {
        exports: {
          './more': {
            '@marque/source': './src/more.ts',
            types: './dist/more.d.ts',
            default: './dist/more.js',
          },
        },
      }),
    },
    says: /`\.\/more` stands for `\.\/src\/more\.ts`, which is not there/,
  },
  {
    name: 'an export whose built file is another one',
    check: subpaths,
    changes: {
      'packages/core/package.json': manifest('core', {
        exports: {
          '.': {
            '@marque/source': './src/index.ts',
            types: './dist/index.d.ts',
            default: './dist/main.js',
          },
        },
      }),
    },
    says: /`\.` must stand for `\.\/dist\/index\.js`/,
  },
  {
    name: 'a command without its file',
    check: subpaths,
    changes: {
      'packages/core/package.json': manifest('core', { bin: { marque: 'bin/marque.js' } }),
    },
    says: /command `marque` stands for `bin\/marque\.js`, which is not there/,
  },
  {
    name: 'a link to a file that is not there',
    check: links,
    changes: {
      'docs/guide/page.md':
        'See [core](../../packages/core), [one](../../packages/core/src/one.ts#L1),\n[the web](https://example.com/) and [two](../two.md#part).\n',
    },
    says: /^docs\/guide\/page\.md:2 `\.\.\/two\.md` is not there$/,
  },
  {
    name: 'a rule that the rules do not have',
    check: citations,
    changes: { ...RULES, 'packages/core/src/one.ts': '// D31\nexport const one = 1\n' },
    says: /^packages\/core\/src\/one\.ts:1 `D31` is not a rule of `docs\/rules\.md`$/,
  },
  {
    name: 'an anchor that the rules do not have',
    check: citations,
    changes: { ...RULES, 'README.md': 'See [reasons](docs/rules.md#reason).\n' },
    says: /^README\.md:1 `rules\.md#reason` has no anchor there$/,
  },
  {
    name: 'a rule in a document without a link',
    check: citations,
    changes: { ...RULES, 'README.md': '`D4`\n\nSee D4, and D4 again.\n' },
    says: /^README\.md:3 mentions a rule without a link; `npm run fix` writes it$/,
  },
  {
    name: 'an item that a decision record does not have',
    check: citations,
    changes: {
      'docs/adr/0001-readings.md': '1. One.\n2. Two.\n',
      'packages/core/src/one.ts': '// ADR 0001, 2 and 3; ADR 0002\nexport const one = 1\n',
    },
    says: /^packages.*ADR 0001 has no item 3\npackages.*ADR 0002 is not in `docs\/adr`$/,
  },
  {
    name: 'a text that is not in the repository',
    check: citations,
    changes: { 'packages/core/src/one.ts': '// DESIGN 3\nexport const one = 1\n' },
    says: /^packages\/core\/src\/one\.ts:1 `DESIGN` is not in the repository/,
  },
  {
    name: 'a link to a part that is not there',
    check: links,
    changes: {
      'docs/page.md':
        '# One `page`\n\n[up](#one-page), [two](other.md#two), [three](other.md#three)\n',
      'docs/other.md': '<a id="two"></a>\n\n```sh\n# three\n```\n',
    },
    says: /^docs\/page\.md:3 `other\.md#three` is not there$/,
  },
  {
    name: 'a path in a document that is not there',
    check: links,
    changes: {
      'docs/page.md': '`packages/core/src/one.ts`, `packages/core/src/`, `packages/core/lib`\n',
    },
    says: /^docs\/page\.md:1 `packages\/core\/lib` is not there$/,
  },
  {
    name: 'a package that a test uses and nobody declares',
    check: dependencies,
    changes: { 'packages/core/src/one.test.ts': "import 'zod'\n" },
    says: /one\.test\.ts `zod` is not declared in `package\.json`/,
  },
  {
    name: 'a lockfile that lacks a package',
    check: lockfile,
    changes: {
      'package.json': { name: 'tree', dependencies: { yaml: '2.9.1' } },
      'package-lock.json': { packages: { '': {} } },
    },
    says: /^package-lock\.json `yaml@2\.9\.1` is missing; package\.json depends on it$/m,
  },
  {
    name: 'a lockfile that lacks the package of one platform',
    check: lockfile,
    changes: {
      'package.json': { name: 'tree', dependencies: { tool: '1.0.0' } },
      'package-lock.json': {
        packages: {
          'node_modules/tool': {
            version: '1.0.0',
            optionalDependencies: { 'tool-linux': '1.0.0' },
          },
        },
      },
    },
    says: /^package-lock\.json `tool-linux@1\.0\.0` is missing; node_modules\/tool depends on it$/m,
  },
  {
    name: 'a lockfile with another version',
    check: lockfile,
    changes: {
      'package.json': { name: 'tree', dependencies: { yaml: '2.9.1' } },
      'package-lock.json': { packages: { 'node_modules/yaml': { version: '2.9.0' } } },
    },
    says: /^package-lock\.json `yaml` is 2\.9\.0 in it, and 2\.9\.1 in package\.json$/m,
  },
  {
    name: 'a published package without keywords',
    check: manifests,
    changes: { 'packages/core/package.json': manifest('core', { keywords: [] }) },
    says: /core\/package\.json `keywords` must be three words or more/,
  },
  {
    name: 'a published package without a README',
    check: manifests,
    changes: {
      'packages/more/package.json': manifest('more', {}),
      'packages/more/src/index.ts': 'export const more = 1\n',
    },
    says: /^packages\/more has no README\.md/m,
  },
  {
    name: 'a start that loads too much',
    check: loadedFilesOf([{ name: 'one', args: ['packages/core/src/index.ts'], most: 1 }]),
    changes: {},
    says: /`one` loads 2 files; at most 1/,
  },
  {
    name: 'a start that fails',
    check: loadedFilesOf([{ name: 'one', args: ['packages/core/src/gone.ts'], most: 1 }]),
    changes: {},
    says: /`one` exits 1/,
  },
  {
    name: 'one code for two findings',
    check: findingCodes,
    changes: {
      'packages/policy/src/a.rules.ts': rule('MQ-201'),
      'packages/policy/src/b.rules.ts': rule('MQ-201'),
    },
    says: /b\.rules\.ts:1 `MQ-201` is registered at packages\/policy\/src\/a\.rules\.ts:1 already/,
  },
  {
    name: 'a retired code that is registered again',
    check: findingCodes,
    changes: {
      'packages/policy/src/a.rules.ts': `${rule('MQ-140')}${rule('MQ-141').replace('one', 'two')}`,
      'packages/policy/src/codes.ts':
        "export const RETIRED_CODES = { 'MQ-141': ['MQ-140', 'path'] } as const\n",
    },
    says: /a\.rules\.ts:\d+ `MQ-141` is retired/,
  },
  {
    name: 'a code that nobody registers',
    check: findingCodes,
    changes: policy("export const found = { code: 'MQ-999' }\n"),
    says: /`MQ-999` is registered nowhere/,
  },
  {
    name: 'a path of one machine',
    check: machineTraces,
    changes: { 'notes.md': 'see\n/home/somebody/marque\n' },
    says: /notes\.md:2 an absolute path of one machine/,
  },
  {
    name: 'the host of a registry',
    check: machineTraces,
    changes: { 'notes.md': 'https://registry.npmjs.org/\n' },
    says: /the host of a package registry/,
  },
  {
    name: 'a lockfile that names a registry',
    check: machineTraces,
    changes: { 'package-lock.json': '{\n"resolved": "https://packages.example.com/a.tgz"\n}\n' },
    says: /package-lock\.json:2 a lockfile entry that names a registry/,
  },
  {
    name: 'text that is not as the formatter writes it',
    check: format,
    changes: { ...core('export const   two = 2;\n'), 'biome.json': '{}\n' },
    says: /packages\/core\/src\/one\.ts/,
  },
  {
    name: 'a wrong type',
    check: types,
    changes: {
      ...core('export const two: string = one\n'),
      'packages/core/tsconfig.json': { compilerOptions: { types: [] }, include: ['src/one.ts'] },
    },
    says: /error TS2322/,
  },
  {
    name: 'a generated file that is stale',
    check: generatedBy(['packages/core/generate.js']),
    changes: {
      'packages/core/generate.js': "console.log('docs/page.md is stale')\nprocess.exitCode = 1\n",
    },
    says: /docs\/page\.md is stale\n`npm run fix` rewrites it/,
  },
  {
    name: 'a generator that is gone',
    check: generatedBy(['packages/core/gone.js']),
    changes: {},
    says: /gone\.js/,
  },
]
