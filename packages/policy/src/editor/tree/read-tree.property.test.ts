import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { stringify } from 'yaml'
import { RULES } from '../../catalogue/catalogue.ts'
import { type Loaded, load } from '../../load.ts'
import { escapeStep, positions } from '../../text/positions.ts'
import type { TreeNode } from './node.ts'
import { readTree } from './read-tree.ts'

const examples = join(import.meta.dirname, '../../../../../examples')
const written = [
  ...['minimal', 'company', 'broken'].map((name) =>
    readFileSync(join(examples, name, 'policy.yaml'), 'utf8'),
  ),
  ...RULES.flatMap(({ example }) => [example.bad, example.good]),
]

const word = fc.oneof(
  fc.string({ maxLength: 12 }),
  fc.constantFrom(
    'a: b',
    '#x',
    '@t',
    '*',
    'x\ny',
    ' lead',
    "it's",
    'é',
    '💥',
    '- a',
    'x y '.repeat(40),
  ),
)
const { json } = fc.letrec<{ json: unknown }>((tie) => ({
  json: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    word,
    fc.boolean(),
    fc.integer(),
    fc.array(tie('json'), { maxLength: 4 }),
    fc.dictionary(
      word.filter((key) => key !== '__proto__' && key !== '<<'),
      tie('json'),
      { maxKeys: 4 },
    ),
  ),
}))

test('for valid texts the tree has the values and positions of the strict reader', () => {
  for (const text of written) agree(text, load(text, 'policy.yaml'))
})

test('the same holds for generated YAML and JSON', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.constantFrom('a', 'b c', 'd'), json), fc.nat(3), (value, how) => {
      const text =
        how === 0
          ? JSON.stringify(value, null, 2)
          : stringify(value, { collectionStyle: how === 1 ? 'flow' : 'any', lineWidth: 40 })
      agree(text, load(text, how === 0 ? 'policy.json' : 'policy.yaml'))
    }),
    { numRuns: 400 },
  )
})

test('an invalid text has a tree whose ranges are nested and ordered', () => {
  const broken = fc
    .tuple(fc.constantFrom(...written), fc.nat(), fc.nat(40), fc.string({ maxLength: 6 }), word)
    .map(([text, seed, length, inserted, more]) => {
      const at = seed % (text.length + 1)
      return `${text.slice(0, at)}${inserted}${seed % 2 ? more : ''}${text.slice(at + length)}`
    })
  fc.assert(
    fc.property(
      fc.oneof(broken, fc.string({ unit: fc.constantFrom(...'[]{}:,-"\'#a \n|>&!?@*%') })),
      fc.boolean(),
      (text, whole) => {
        const root = readTree(text, whole)
        if (root !== null) ordered(root, 0, text.length)
      },
    ),
    { numRuns: 3000 },
  )
})

test('unclosed brackets are read in linear time and bounded depth', () => {
  for (const unit of ['[', '{', '- ', 'a: [', '{a: ', '? ', '"', '&a ', '!']) {
    expect(() => readTree(unit.repeat(30_000), false)).not.toThrow()
  }
})

function agree(text: string, loaded: Loaded): void {
  if (loaded.document === undefined || loaded.findings.length > 0) return
  const root = readTree(text, true)
  const position = positions(text)
  walk(root, loaded.document, '')

  function walk(node: TreeNode | null, value: unknown, pointer: string): void {
    if (Array.isArray(value)) {
      expect(node?.kind).toBe('list')
      if (node?.kind !== 'list') return
      expect(node.items).toHaveLength(value.length)
      for (const [index, item] of node.items.entries())
        walk(item.value, value[index], `${pointer}/${index}`)
    } else if (typeof value === 'object' && value !== null) {
      expect(node?.kind).toBe('mapping')
      if (node?.kind !== 'mapping') return
      expect(node.entries.map((entry) => entry.key.text)).toEqual(keysOf(node))
      expect(new Set(node.entries.map((entry) => entry.key.text))).toEqual(
        new Set(Object.keys(value)),
      )
      for (const entry of node.entries) {
        const here = `${pointer}/${escapeStep(entry.key.text)}`
        expect(position(entry.key.start)).toEqual(loaded.locate(here, 'key'))
        walk(entry.value, (value as { [key: string]: unknown })[entry.key.text], here)
      }
    } else if (node === null) expect(value).toBeNull()
    else {
      expect(node.kind).toBe('scalar')
      if (node.kind === 'scalar' && typeof value === 'string' && node.style !== 'block') {
        expect(node.text).toBe(value)
      }
    }
    if (node !== null && pointer !== '')
      expect(position(node.start)).toEqual(loaded.locate(pointer))
  }
}

function keysOf(node: TreeNode): readonly string[] {
  return node.kind === 'mapping' ? node.entries.map(({ key }) => key.text) : []
}

function ordered(node: TreeNode, from: number, to: number): void {
  expect(node.start).toBeGreaterThanOrEqual(from)
  expect(node.end).toBeLessThanOrEqual(to)
  expect(node.end).toBeGreaterThanOrEqual(node.start)
  if (node.kind === 'scalar') return
  let last = node.start
  const parts =
    node.kind === 'list'
      ? node.items.map(({ value }) => [value])
      : node.entries.map(({ key, value }) => [key, value])
  for (const part of parts.flat()) {
    if (part === null) continue
    ordered(part, last, node.end)
    last = part.end
  }
}
