import { expect, test } from 'vitest'
import { completionCases } from './complete.cases.ts'
import { completionsAt } from './complete.ts'
import { applyChanges, openDocument } from './document.ts'

for (const { name, text, want, becomes, json = false, file } of completionCases) {
  test(name, () => {
    const offset = text.indexOf('‸')
    const plain = text.replace('‸', '')
    const document = openDocument(plain, file ?? (json ? 'policy.json' : 'policy.yaml'))
    const offered = completionsAt(document, offset)
    const labels = offered.map(({ label }) => label)
    if (want.at(-1) === '…') expect([...labels.slice(0, want.length - 1), '…']).toEqual(want)
    else expect(labels).toEqual(want)
    for (const { start, end } of offered) {
      expect(start).toBeLessThanOrEqual(offset)
      expect(end).toBeGreaterThanOrEqual(offset)
      expect(plain.slice(start, end)).not.toMatch(/[\r\n]/)
    }
    if (becomes !== undefined) expect(applyChanges(plain, offered.slice(0, 1))).toBe(becomes)
  })
}

test('completions are ordered, unique and described', () => {
  for (const { text, json = false } of completionCases) {
    const document = openDocument(text.replace('‸', ''), json ? 'policy.json' : 'policy.yaml')
    const offered = completionsAt(document, text.indexOf('‸'))
    expect(offered.map(({ order }) => order)).toEqual(offered.map(({ order }) => order).toSorted())
    expect(new Set(offered.map(({ label }) => label)).size).toBe(offered.length)
    for (const { kind, markdown } of offered) if (kind === 'key') expect(markdown).not.toBe('')
  }
})

test('an origin is never suggested, wherever the cursor is', () => {
  const text = completionCases
    .map((one) => one.text.replace('‸', ''))
    .find((one) => one.includes('acme'))
  const document = openDocument(text ?? '', 'policy.yaml')
  for (let offset = 0; offset <= document.text.length; offset++) {
    for (const { newText } of completionsAt(document, offset))
      expect(newText).not.toMatch(/:\/\/|\.example|\.com/)
  }
})
