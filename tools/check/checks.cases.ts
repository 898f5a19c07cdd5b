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
  readonly expected: RegExp
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
    expected: /`core` has no arrow to `policy`/,
  },
  {
    name: 'core imports Node',
    changes: core("import { join } from 'node:path'\n"),
    expected: /runs in any JavaScript runtime and imports nothing; found `node:path`/,
  },
  {
    name: 'core imports Node when a function runs',
    changes: core("export const later = () => import('node:fs')\n"),
    expected: /found `node:fs`/,
  },
  {
    name: 'core has a dependency',
    changes: {
      'packages/core/package.json': manifest('core', { dependencies: { yaml: '2.9.1' } }),
    },
    expected: /`core` runs anywhere and has no dependencies; found yaml/,
  },
  {
    name: 'an unknown package',
    changes: {
      'packages/common/package.json': manifest('common', {}),
      'packages/common/src/index.ts': 'export const all = 1\n',
    },
    expected: /`common` has no floor/,
  },
  {
    name: 'a subpath that is not exported',
    changes: policy("import '@marque/core/one'\n"),
    expected: /`@marque\/core\/one` is not in the exports of `@marque\/core`/,
  },
  {
    name: 'a path into another package',
    changes: policy("export * from '../../core/src/one.ts'\n"),
    expected: /leaves the package/,
  },
  {
    name: 'a tool that imports a file behind a face',
    changes: { 'tools/look.ts': "import { one } from '../packages/core/src/one.ts'\n" },
    expected: /leaves the package/,
  },
  {
    name: 'a file that imports the index of its package',
    changes: policy("import { two as again } from './index.ts'\n"),
    expected: /is the index of its own package/,
  },
  {
    name: 'a file that imports its own package by name',
    changes: policy("import { two as again } from '@marque/policy'\n"),
    expected: /is the index of its own package/,
  },
  {
    name: 'a built-in module by its short name',
    changes: policy("import 'fs'\n"),
    expected: /write `node:fs`/,
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
    expected: /is behind the face of its folder; import `packages\/policy\/src\/deep\/index.ts`/,
  },
  {
    name: 'a folder without a face',
    check: faces,
    changes: {
      ...policy("import { deep } from './deep/hidden.ts'\n"),
      'packages/policy/src/deep/hidden.ts': 'export const deep = 1\n',
    },
    expected: /lies in a folder without a face; write `packages\/policy\/src\/deep\/index\.ts`/,
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
    expected:
      /^packages\/policy\/src\/a a -> b \(packages\/policy\/src\/a\/index\.ts:1\), b -> a \(packages\/policy\/src\/b\/c\.ts:1\)$/m,
  },
  {
    name: 'two files that import one another',
    check: folderCycles,
    changes: {
      ...policy("import './three.ts'\n"),
      'packages/policy/src/three.ts': "export type { two } from './two.ts'\n",
    },
    expected: /two\.ts -> three\.ts/,
  },
  {
    name: 'a file that is too long',
    check: fileSizes,
    changes: core('// a line\n'.repeat(600)),
    expected: /601 lines; at most 600/,
  },
  {
    name: 'a package that is used and not declared',
    check: dependencies,
    changes: policy("import { z } from 'zod'\n"),
    expected: /`zod` is not declared in `packages\/policy\/package.json`/,
  },
  {
    name: 'a package that is declared and not used',
    check: dependencies,
    changes: {
      'packages/policy/package.json': manifest('policy', {
        dependencies: { '@marque/core': '0.1.0', yaml: '2.9.1', zod: '4.6.7' },
      }),
    },
    expected: /`zod` is declared and not used/,
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
    expected: /packages\/policy.* `zod` is declared and not used/,
  },
  {
    name: 'a range of versions',
    check: dependencies,
    changes: {
      'packages/policy/package.json': manifest('policy', {
        dependencies: { '@marque/core': '0.1.0', yaml: '^2.9.1' },
      }),
    },
    expected: /`yaml` has no exact version: \^2\.9\.1/,
  },
  {
    name: 'another version of a package of ours',
    check: dependencies,
    changes: {
      'packages/policy/package.json': manifest('policy', {
        dependencies: { '@marque/core': '0.0.9', yaml: '2.9.1' },
      }),
    },
    expected: /`@marque\/core` is 0\.1\.0 here, and declared as 0\.0\.9/,
  },
  {
    name: 'a document that names a missing module',
    check: subpaths,
    changes: { 'README.md': "```ts\nimport { fetch } from '@marque/core/fetch'\n```\n" },
    expected: /README\.md:2 `@marque\/core\/fetch` is in no package's exports/,
  },
  {
    name: 'an export whose source is missing',
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
    expected: /`\.\/more` points to `\.\/src\/more\.ts`, which does not exist/,
  },
  {
    name: 'an export with a wrong built file',
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
    expected: /`\.` must point to `\.\/dist\/index\.js`/,
  },
  {
    name: 'a command whose file is missing',
    check: subpaths,
    changes: {
      'packages/core/package.json': manifest('core', { bin: { marque: 'bin/marque.js' } }),
    },
    expected: /command `marque` points to `bin\/marque\.js`, which does not exist/,
  },
  {
    name: 'a link to a missing file',
    check: links,
    changes: {
      'docs/guide/page.md':
        'See [core](../../packages/core), [one](../../packages/core/src/one.ts#L1),\n[the web](https://example.com/) and [two](../two.md#part).\n',
    },
    expected: /^docs\/guide\/page\.md:2 `\.\.\/two\.md` does not exist$/,
  },
  {
    name: 'a citation of an unknown rule',
    check: citations,
    changes: { ...RULES, 'packages/core/src/one.ts': '// D31\nexport const one = 1\n' },
    expected: /^packages\/core\/src\/one\.ts:1 `D31` is not a rule of `docs\/rules\.md`$/,
  },
  {
    name: 'a link to an unknown anchor of the rules',
    check: citations,
    changes: { ...RULES, 'README.md': 'See [reasons](docs/rules.md#reason).\n' },
    expected: /^README\.md:1 `rules\.md#reason` has no anchor there$/,
  },
  {
    name: 'a rule in a document without a link',
    check: citations,
    changes: { ...RULES, 'README.md': '`D4`\n\nSee D4, and D4 again.\n' },
    expected: /^README\.md:3 mentions a rule without a link; `npm run fix` writes it$/,
  },
  {
    name: 'a citation of an unknown item of a decision record',
    check: citations,
    changes: {
      'docs/adr/0001-readings.md': '1. One.\n2. Two.\n',
      'packages/core/src/one.ts': '// ADR 0001, 2 and 3; ADR 0002\nexport const one = 1\n',
    },
    expected: /^packages.*ADR 0001 has no item 3\npackages.*ADR 0002 is not in `docs\/adr`$/,
  },
  {
    name: 'a citation of a document that is not in the repository',
    check: citations,
    changes: { 'packages/core/src/one.ts': '// DESIGN 3\nexport const one = 1\n' },
    expected: /^packages\/core\/src\/one\.ts:1 `DESIGN` is not in the repository/,
  },
  {
    name: 'a link to a missing heading',
    check: links,
    changes: {
      'docs/page.md':
        '# One `page`\n\n[up](#one-page), [two](other.md#two), [three](other.md#three)\n',
      'docs/other.md': '<a id="two"></a>\n\n```sh\n# three\n```\n',
    },
    expected: /^docs\/page\.md:3 `other\.md#three` does not exist$/,
  },
  {
    name: 'a document that names a missing path',
    check: links,
    changes: {
      'docs/page.md': '`packages/core/src/one.ts`, `packages/core/src/`, `packages/core/lib`\n',
    },
    expected: /^docs\/page\.md:1 `packages\/core\/lib` does not exist$/,
  },
  {
    name: 'a package that a test uses and no manifest declares',
    check: dependencies,
    changes: { 'packages/core/src/one.test.ts': "import 'zod'\n" },
    expected: /one\.test\.ts `zod` is not declared in `package\.json`/,
  },
  {
    name: 'a lockfile that lacks a package',
    check: lockfile,
    changes: {
      'package.json': { name: 'tree', dependencies: { yaml: '2.9.1' } },
      'package-lock.json': { packages: { '': {} } },
    },
    expected: /^package-lock\.json `yaml@2\.9\.1` is missing; package\.json depends on it$/m,
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
    expected:
      /^package-lock\.json `tool-linux@1\.0\.0` is missing; node_modules\/tool depends on it$/m,
  },
  {
    name: 'a lockfile with another version',
    check: lockfile,
    changes: {
      'package.json': { name: 'tree', dependencies: { yaml: '2.9.1' } },
      'package-lock.json': { packages: { 'node_modules/yaml': { version: '2.9.0' } } },
    },
    expected: /^package-lock\.json `yaml` is locked at 2\.9\.0; package\.json requires 2\.9\.1$/m,
  },
  {
    name: 'a published package without keywords',
    check: manifests,
    changes: { 'packages/core/package.json': manifest('core', { keywords: [] }) },
    expected: /core\/package\.json `keywords` must be three words or more/,
  },
  {
    name: 'a published package without a README',
    check: manifests,
    changes: {
      'packages/more/package.json': manifest('more', {}),
      'packages/more/src/index.ts': 'export const more = 1\n',
    },
    expected: /^packages\/more has no README\.md/m,
  },
  {
    name: 'a start that loads too many files',
    check: loadedFilesOf([{ name: 'one', args: ['packages/core/src/index.ts'], most: 1 }]),
    changes: {},
    expected: /`one` loads 2 files; at most 1/,
  },
  {
    name: 'a start that fails',
    check: loadedFilesOf([{ name: 'one', args: ['packages/core/src/gone.ts'], most: 1 }]),
    changes: {},
    expected: /`one` exits 1/,
  },
  {
    name: 'a finding code that is registered twice',
    check: findingCodes,
    changes: {
      'packages/policy/src/a.rules.ts': rule('MQ-201'),
      'packages/policy/src/b.rules.ts': rule('MQ-201'),
    },
    expected:
      /b\.rules\.ts:1 `MQ-201` is registered at packages\/policy\/src\/a\.rules\.ts:1 already/,
  },
  {
    name: 'a retired code that is registered again',
    check: findingCodes,
    changes: {
      'packages/policy/src/a.rules.ts': `${rule('MQ-140')}${rule('MQ-141').replace('one', 'two')}`,
      'packages/policy/src/codes.ts':
        "export const RETIRED_CODES = { 'MQ-141': ['MQ-140', 'path'] } as const\n",
    },
    expected: /a\.rules\.ts:\d+ `MQ-141` is retired/,
  },
  {
    name: 'an unregistered finding code',
    check: findingCodes,
    changes: policy("export const found = { code: 'MQ-999' }\n"),
    expected: /`MQ-999` is not registered/,
  },
  {
    name: 'an absolute path of the local machine',
    check: machineTraces,
    changes: { 'notes.md': 'see\n/home/somebody/marque\n' },
    expected: /notes\.md:2 an absolute path of the local machine/,
  },
  {
    name: 'the host name of a registry',
    check: machineTraces,
    changes: { 'notes.md': 'https://registry.npmjs.org/\n' },
    expected: /the host name of a package registry/,
  },
  {
    name: 'a lockfile that names a registry',
    check: machineTraces,
    changes: { 'package-lock.json': '{\n"resolved": "https://packages.example.com/a.tgz"\n}\n' },
    expected: /package-lock\.json:2 a lockfile entry that names a registry/,
  },
  {
    name: 'unformatted source',
    check: format,
    changes: { ...core('export const   two = 2;\n'), 'biome.json': '{}\n' },
    expected: /packages\/core\/src\/one\.ts/,
  },
  {
    name: 'a type error',
    check: types,
    changes: {
      ...core('export const two: string = one\n'),
      'packages/core/tsconfig.json': { compilerOptions: { types: [] }, include: ['src/one.ts'] },
    },
    expected: /error TS2322/,
  },
  {
    name: 'a stale generated file',
    check: generatedBy(['packages/core/generate.js']),
    changes: {
      'packages/core/generate.js': "console.log('docs/page.md is stale')\nprocess.exitCode = 1\n",
    },
    expected: /docs\/page\.md is stale\n`npm run fix` rewrites it/,
  },
  {
    name: 'a missing generator',
    check: generatedBy(['packages/core/gone.js']),
    changes: {},
    expected: /gone\.js/,
  },
]
