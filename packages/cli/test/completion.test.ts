/**
 * Each shell completes real lines with the script that `marque completion` writes.
 *
 * zsh and fish come with `npm run parts shells`; in CI they may not be missing.
 */

import { chmodSync, existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { marque, temporaryFolder } from '@marque/testkit/processes'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { bash, type Complete, fish, isThere, zsh } from './shells.ts'

const files = temporaryFolder({
  'policy.yaml': '',
  'policy.json': '',
  'notes.txt': '',
  'with space.yaml': '',
})
mkdirSync(files.at('folder'))
mkdirSync(files.at('bin'))
for (const name of ['bin/marque', 'bin/node']) {
  writeFileSync(files.at(name), `#!/bin/sh\ntouch ${files.at('started')}\n`)
  chmodSync(files.at(name), 0o755)
}

const shells: { readonly [name: string]: Complete } = { bash, zsh, fish }

afterAll(() => files.remove())

interface LineCase {
  readonly line: string
  /** Words that are offered. */
  readonly has: readonly string[]
  /** Words that are not. */
  readonly hasNot?: readonly string[]
}

const cases: readonly LineCase[] = [
  {
    line: 'marque ',
    has: ['check', 'decide', 'lsp', 'completion', 'help'],
    hasNot: ['pretty', 'policy.yaml'],
  },
  { line: 'marque ch', has: ['check'], hasNot: ['compile'] },
  { line: 'marque check --form', has: ['--format'], hasNot: ['--strict'] },
  {
    line: 'marque check --format ',
    has: ['pretty', 'json', 'sarif', 'github', 'junit'],
    hasNot: ['policy.yaml'],
  },
  { line: 'marque check --format s', has: ['sarif'], hasNot: ['json'] },
  { line: 'marque check --explain MQ-20', has: ['MQ-201', 'MQ-209'], hasNot: ['MQ-210', 'MQ-107'] },
  { line: 'marque check --strict po', has: ['policy.yaml', 'policy.json'], hasNot: ['notes.txt'] },
  { line: 'marque check policy.yaml po', has: ['policy.yaml', 'policy.json'] },
  { line: 'marque check --env staging po', has: ['policy.yaml'] },
  { line: 'marque compile ', has: ['bundle'], hasNot: ['policy.yaml'] },
  { line: 'marque compile bundle po', has: ['policy.yaml'], hasNot: ['bundle', 'notes.txt'] },
  { line: 'marque compile bundle policy.yaml --out no', has: ['notes.txt'] },
  { line: 'marque check fol', has: ['folder'] },
  { line: 'marque compile --env staging ', has: ['bundle'], hasNot: ['policy.yaml'] },
  { line: 'marque completion ', has: ['bash', 'zsh', 'fish'] },
  { line: 'marque help dec', has: ['decide'] },
  { line: 'marque decide --', has: ['--env', '--now', '--help'], hasNot: ['--format'] },
]

for (const [name, complete] of Object.entries(shells)) {
  const isMissing = !isThere(name) && process.env.CI !== 'true'
  describe.skipIf(isMissing)(name, () => {
    beforeAll(async () => {
      const { exit, stdout, stderr } = await marque(['completion', name], { cwd: files.path })
      expect([exit, stderr]).toEqual([0, ''])
      writeFileSync(files.at(`script.${name}`), stdout)
    })

    for (const { line, has, hasNot = [] } of cases) {
      test(`completes \`${line}\``, () => {
        const offered = complete({ script: files.at(`script.${name}`), line, cwd: files.path }).map(
          (one) => one.replace(/\/$/, ''),
        )
        expect(offered).toEqual(expect.arrayContaining([...has]))
        for (const word of hasNot) expect(offered).not.toContain(word)
      })
    }
  })
}

test('bash completes a value behind `=`', () => {
  const offered = bash({
    script: files.at('script.bash'),
    line: 'marque check --format=s',
    cwd: files.path,
  })
  expect(offered).toEqual(['sarif'])
})

test('file names keep their spaces', () => {
  const offered = bash({
    script: files.at('script.bash'),
    line: 'marque check wi',
    cwd: files.path,
  })
  expect(offered).toEqual(['with space.yaml'])
})

test('no Tab starts the command, nor Node', () => {
  for (const [name, complete] of Object.entries(shells)) {
    if (!isThere(name)) continue
    const script = files.at(`script.${name}`)
    const bin = files.at('bin')
    expect(
      complete({ script, line: 'marque check --explain MQ-20', cwd: files.path, bin }),
    ).toContain('MQ-201')
    expect(existsSync(files.at('started'))).toBe(false)
  }
})

test('every command, option and choice of the help is in each script', async () => {
  const { stdout: help } = await marque(['check', '--help'])
  const options = [...help.matchAll(/--[a-z][a-z-]*/g)].map(([word]) => word)
  expect(options.length).toBeGreaterThan(4)
  for (const name of Object.keys(shells)) {
    const { stdout } = await marque(['completion', name])
    for (const option of options) {
      expect(stdout).toContain(name === 'fish' ? `-l ${option.slice(2)}` : option)
    }
  }
})

test('an unknown shell is rejected', async () => {
  const { exit, stderr } = await marque(['completion', 'tcsh'])
  expect([exit, stderr]).toEqual([
    64,
    expect.stringContaining('Allowed choices are bash, zsh, fish'),
  ])
})
