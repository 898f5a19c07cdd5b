import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { RULES } from '../../catalogue/catalogue.ts'
import { compile } from '../../check.ts'
import { diff } from '../../diff/diff.ts'
import { type FindingKind, kindOf } from '../../findings/codes.ts'
import { applyChanges, type EditorDocument, findingsOf, openDocument } from '../document.ts'
import { fixAll } from './fix-all.ts'
import { fixCases } from './fixes.cases.ts'
import { FIX_MAKERS, fixOf } from './fixes.ts'
import { wider } from './not-wider.cases.ts'

const options = { environment: 'production', now: Date.parse('2098-11-22T12:00:00Z') }

for (const { kind, before, want, json = false, why } of fixCases) {
  const shown =
    want === null
      ? `has no fix${why === undefined ? '' : `: ${why}`}`
      : `becomes ${JSON.stringify(want[1])}`
  test(`${kind}: ${JSON.stringify(want?.[0] ?? before.slice(0, 40))} ${shown}`, () => {
    const document = openDocument(before, json ? 'policy.json' : 'policy.yaml')
    const finding = findingsOf(document, options).find((one) => kindOf(one) === kind)
    if (finding === undefined)
      throw new Error(`no ${kind}: ${JSON.stringify(findingsOf(document, options))}`)
    const fix = fixOf(document, finding, options)
    if (want === null) expect(fix).toBeNull()
    else {
      expect(before.split(want[0]).length).toBeGreaterThan(1)
      expect(fix && applyChanges(before, fix.changes)).toBe(before.replace(want[0], want[1]))
      checkFix(document, kind, applyChanges(before, fix?.changes ?? []))
    }
  })
}

test('every fix has a case', () => {
  const fixed = new Set(fixCases.filter(({ want }) => want !== null).map(({ kind }) => kind))
  const without = Object.keys(FIX_MAKERS).filter((kind) => !fixed.has(kind as FindingKind))
  expect(without).toEqual([])
})

test('every kind with a fix is one of the catalogue', () => {
  const known = new Set<string>(
    RULES.flatMap(({ code, reasons }) =>
      reasons === undefined ? [code] : reasons.map(({ reason }) => kindOf({ code, reason })),
    ),
  )
  expect(Object.keys(FIX_MAKERS).filter((code) => !known.has(code))).toEqual([])
})

describe('the fix of every finding', () => {
  const root = join(import.meta.dirname, '../../../../../examples')
  const texts = [
    ...RULES.flatMap(({ example, reasons = [] }) => [
      example,
      ...reasons.map((one) => one.example),
    ]).map(({ bad }) => bad),
    readFileSync(join(root, 'broken/policy.yaml'), 'utf8'),
  ]
  test('resolves it, introduces no error and grants nothing more', () => {
    let fixes = 0
    for (const text of texts) {
      // Hundreds of grants are covered by another test.
      if (text.length < 10_000) fixes += tryAll(text)
    }
    expect(fixes).toBeGreaterThan(30)
  })

  test('does so in documents with random errors', () => {
    const words = [
      'web',
      'GET',
      'get',
      '*',
      'https://app.example.com/',
      'maxAge',
      'yes',
      'true',
      '  ',
      ', ',
      '\n',
    ]
    fc.assert(
      fc.property(
        fc.constantFrom(...texts.filter((text) => text.length < 3000)),
        fc.nat(),
        fc.nat(6),
        fc.constantFrom(...words),
        (text, seed, length, word) => {
          const at = seed % (text.length + 1)
          tryAll(text.slice(0, at) + word + text.slice(at + length))
        },
      ),
      { numRuns: 300 },
    )
  })
})

test('all unambiguous fixes at once leave none of them and change nothing else', () => {
  const text =
    'version: 1\r\n# 💥\r\nself: [https://api.example.com/]\r\ncontcat: a@example.com # 💥\r\nresources: []\r\n'
  const document = openDocument(text, 'policy.yaml')
  const change = fixAll(document, options)
  const fixed = text.replace('.com/', '.com').replace('contcat', 'contact')
  expect(change && applyChanges(text, [change])).toBe(fixed)
  expect(change?.start).toBeGreaterThan(text.indexOf('self'))
  expect(fixAll(openDocument(fixed, 'policy.yaml'), options)).toBeNull()
})

test('a fix that needs a review is not among them', () => {
  const text = fixCases.find(({ kind }) => kind === 'MQ-181')?.before ?? ''
  expect(fixAll(openDocument(text, 'policy.yaml'), options)).toBeNull()
})

function tryAll(text: string): number {
  const document = openDocument(text, text.startsWith('{') ? 'policy.json' : 'policy.yaml')
  let fixes = 0
  for (const finding of findingsOf(document, options)) {
    const fix = fixOf(document, finding, options)
    if (fix === null) continue
    fixes++
    expect(fix.title).toMatch(/^[A-Z]/)
    checkFix(document, kindOf(finding), applyChanges(text, fix.changes))
  }
  return fixes
}

/** What every fix promises. */
function checkFix(document: EditorDocument, kind: string, fixed: string): void {
  const after = openDocument(fixed, document.file)
  const count = (one: EditorDocument): number =>
    findingsOf(one, options).filter((finding) => kindOf(finding) === kind).length
  expect(count(after)).toBeLessThan(count(document))
  const [was, is] = [document, after].map(({ loaded }) => compile(loaded, options).bundle)
  if (!was || !is) return
  // Compared twice: by brute force, and by diff.
  expect(wider(was, is)).toEqual([])
  const opened = diff(was, is).changes.filter(({ direction }) => direction === 'wider')
  expect(opened.map(({ what }) => what)).toEqual([])
}
