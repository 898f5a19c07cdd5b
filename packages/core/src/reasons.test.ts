import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { detailFor, REASONS, ruleAddress } from './reasons.ts'

test('the address of every rule is in docs/rules.md', () => {
  const page = readFileSync(new URL('../../../docs/rules.md', import.meta.url), 'utf8')
  for (let number = 1; number <= 30; number++) {
    const [file, anchor] = ruleAddress(`D${number}`).split('#')
    expect(file).toBe('docs/rules.md')
    expect(page).toContain(`<a id="${anchor}"></a>`)
  }
})

test('every reason has a detail, which names the resource where there is one', () => {
  for (const reason of REASONS) {
    expect(detailFor(reason, null)).toMatch(/^[a-z].*[^.]$/)
    expect(detailFor(reason, 'api')).toBe(`${detailFor(reason, null)} (resource api)`)
  }
})
