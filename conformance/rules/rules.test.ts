import { readFileSync } from 'node:fs'
import { REASONS } from '@marque/core'
import { expect, test } from 'vitest'
import { countExamples } from './examples.ts'
import { rulesPage } from './rules-page.ts'

const page = readFileSync(new URL('../../docs/rules.md', import.meta.url), 'utf8')
const history = readFileSync(
  new URL('../../docs/adr/0001-how-the-rules-are-read.md', import.meta.url),
  'utf8',
)
const numbers = Array.from({ length: 30 }, (_, at) => at + 1)

test('the page is what the engine decides and what the tree holds', () => {
  expect(rulesPage(page)).toBe(page)
})

test('every rule has an anchor and a heading, in order', () => {
  const found = [...page.matchAll(/^<a id="d(\d+)"><\/a>\n### D(\d+) /gm)]
  expect(found.map(([, anchor, heading]) => [Number(anchor), Number(heading)])).toEqual(
    numbers.map((number) => [number, number]),
  )
})

test('every rule has an example and names where it is tested or implemented', () => {
  const sections = page.split(/^<a id="d\d+"><\/a>$/m).slice(1)
  expect(sections.filter((section) => !section.includes('*Example*'))).toEqual([])
  expect(sections.filter((section) => !/^\*Where\*\n\n- [a-z]+: ./m.test(section))).toEqual([])
  expect(countExamples(page)).toBeGreaterThan(40)
})

test('every reason has an anchor, in the order of the engine', () => {
  const rows = [...page.matchAll(/^\| (\d+) \| <a id="reason-([a-z-]+)"><\/a>`([a-z-]+)` \|/gm)]
  expect(rows.map(([, number, anchor, name]) => [Number(number), anchor, name])).toEqual(
    REASONS.map((reason, at) => [at + 1, reason, reason]),
  )
})

test('every item of ADR 0001 is a reading of a rule, and the ADR says of which', () => {
  const items = Array.from({ length: 34 }, (_, at) => at + 1)
  const readings = [...page.matchAll(/^- \((\d+)\) /gm)].map(([, item]) => Number(item))
  expect([...new Set(readings)].sort((a, b) => a - b)).toEqual(items)
  const rows = [...history.matchAll(/^\| (\d+) \|/gm)].map(([, item]) => Number(item))
  expect(rows).toEqual(items)
})
