/**
 * Every command of the guide, of the README and of the examples' pages is run, and answers what the page says.
 *
 * `MARQUE_WRITE=1 vitest run packages/policy/test/guide.test.ts` writes the answers of today into the pages, where they do not fit.
 */
import { existsSync, globSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { REASONS } from '@marque/core'
import { describe, expect, test } from 'vitest'
import { consoleCommands, fits, runCommand } from './console-blocks.ts'

const root = join(import.meta.dirname, '..', '..', '..')
const pages = globSync(['docs/guide/*.md', 'examples/**/*.md'], { cwd: root }).sort()
const write = process.env.MARQUE_WRITE === '1'

test('the guide has pages, and pages have commands', () => {
  expect(pages.length).toBeGreaterThan(4)
})

test.each([
  ['getting-started', 'minimal'],
  ['from-cors', 'from-cors'],
])('the policy of %s is that of examples/%s', (name, example) => {
  const page = readFileSync(join(root, `docs/guide/${name}.md`), 'utf8')
  const policy = readFileSync(join(root, `examples/${example}/policy.yaml`), 'utf8')
  expect(page).toContain(`\`\`\`yaml\n${policy}\`\`\``)
})

test('every reason of the engine is explained', () => {
  const page = readFileSync(join(root, 'docs/guide/decisions.md'), 'utf8')
  const rows = [...page.matchAll(/^\| `([a-z-]+)` \|/gm)].map(([, name]) => name)
  expect(rows.slice(-REASONS.length)).toEqual(REASONS)
})

test('every link within the repository leads somewhere', () => {
  const dead = pages.flatMap((name) => {
    const links = [...readFileSync(join(root, name), 'utf8').matchAll(/\]\(([^)#:]+)\)/g)]
    return links
      .map(([, link]) => join(root, dirname(name), link ?? ''))
      .filter((target) => !existsSync(target))
      .map((target) => `${name}: ${relative(root, target)}`)
  })
  expect(dead).toEqual([])
})

for (const name of pages) {
  const file = join(root, name)
  const page = readFileSync(file, 'utf8')
  const commands = consoleCommands(page)
  if (commands.length === 0) continue
  describe(relative(root, file), () => {
    const rewritten = page.split('\n')
    // From the end, so that the places before it stay right.
    for (const { command, output, lines } of commands.toReversed()) {
      test(command, () => {
        const got = runCommand(command, root)
        // A filter that no longer matches prints nothing: neither shown nor written as an answer.
        if (!/>\s*\/dev\/null|>\s*\S+\.\w+$/.test(command)) expect(got.trim()).not.toBe('')
        if (write && !fits(output, got)) {
          rewritten.splice(lines[0], lines[1] - lines[0], ...got.split('\n'))
          writeFileSync(file, rewritten.join('\n'))
        } else expect(fits(output, got) ? output : got).toBe(output)
      })
    }
  })
}
