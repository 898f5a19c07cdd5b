import { expect, test } from 'vitest'
import type { Fault } from './check.ts'
import { planted } from './checks.cases.ts'
import { linkRules } from './citations/index.ts'
import { verdictOn } from './fixture-tree.ts'
import { CHECKS, printReport, runChecks } from './run-checks.ts'

/** The other checks need a complete checkout: Biome's configuration, the generators, the command. */
const quiet = CHECKS.filter(
  ({ name }) => !/^(format and lint|generated files|loaded files)$/.test(name),
)

for (const check of quiet) {
  test(`${check.name}: reports no fault in a valid tree`, async () => {
    expect((await verdictOn(check, {})).faults).toEqual([])
  })
}

for (const { name, check, changes, expected } of planted) {
  test(`${check.name}: reports ${name}`, async () => {
    const { faults } = await verdictOn(check, changes)
    expect(faults.map(text).join('\n')).toMatch(expected)
  })
}

test('has a planted fault for every check', () => {
  const seen = new Set(planted.map(({ check }) => check.name))
  expect(CHECKS.map(({ name }) => name).filter((name) => !seen.has(name))).toEqual([])
})

test('allows a test to import the index of its package', async () => {
  const changes = {
    'packages/core/src/one.test.ts':
      "import 'node:fs'\nimport { one } from '@marque/core'\nimport './index.ts'\nexport { one }\n",
  }
  for (const check of quiet.filter(({ name }) => name === 'import rules')) {
    expect((await verdictOn(check, changes)).faults).toEqual([])
  }
})

test('ignores link syntax inside code spans of a document', async () => {
  const changes = {
    'README.md': 'labels `[a-z]([a-z0-9-]{0,61}[a-z0-9])?`, [`links`](README.md)\n',
  }
  for (const check of quiet.filter(({ name }) => name === 'links')) {
    expect((await verdictOn(check, changes)).faults).toEqual([])
  }
})

test('links the first mention of each rule per page, outside code and links', () => {
  const page = 'D4, D4; `D5` and [D6](x.md), D6\n```\nD7\n```\nD7\n'
  const linked =
    '[D4](../rules.md#d4), D4; `D5` and [D6](x.md), D6\n```\nD7\n```\n[D7](../rules.md#d7)\n'
  expect(linkRules(page, 'docs/guide/page.md')).toBe(linked)
  expect(linkRules(linked, 'docs/guide/page.md')).toBe(linked)
})

test('ignores imports and finding codes inside comments and strings', async () => {
  const changes = {
    'packages/core/src/one.ts':
      "// import 'node:fs'; MQ-999\nexport const one = 1\nexport const text = \"import 'node:fs' 'MQ-999'\"\n",
  }
  for (const check of quiet) {
    expect((await verdictOn(check, changes)).faults).toEqual([])
  }
})

test('counts a check that throws as failed and still runs the next one', async () => {
  const tree = {
    root: '.',
    manifest: { name: 'tree' },
    packages: [],
    files: [],
    importsOf: () => [],
  }
  const thrower = {
    name: 'thrower',
    run: () => {
      throw new Error('broken')
    },
  }
  const fine = { name: 'fine', run: () => ({ faults: [], note: 'no faults' }) }
  const lines: string[] = []
  for await (const report of runChecks(tree, [thrower, fine])) lines.push(printReport(report))
  expect(lines[0]).toMatch(/^FAIL thrower .* could not run\n {7}Error: broken/)
  expect(lines[1]).toMatch(/^ok {3}fine .* no faults$/)
})

function text({ file, line, message }: Fault): string {
  return `${file}${line === undefined ? '' : `:${line}`} ${message}`
}
