import { expect, test } from 'vitest'
import { kindOf } from './findings/codes.ts'
import type { Finding } from './findings/finding.ts'
import { load } from './load.ts'
import { newCursor } from './text/cursor.ts'
import { readText } from './text/read-document.ts'
import { refusedJson } from './text/read-json.cases.ts'
import { readYamlCases, refusedYaml } from './text/read-yaml.cases.ts'
import { readYaml } from './text/read-yaml.ts'

const places = (findings: readonly Finding[]): readonly string[] =>
  findings.map((one) => `${kindOf(one)} ${one.line}:${one.column}`)

for (const { name, text, want } of refusedYaml) {
  test(`YAML is refused at its place: ${name}`, () => {
    expect(places(load(text, 'policy.yaml').findings)).toEqual(want)
  })
}

for (const { name, text, want } of refusedJson) {
  test(`JSON is refused at its place: ${name}`, () => {
    expect(places(load(text, 'policy.json').findings)).toEqual(want)
  })
}

for (const { name, text, want } of readYamlCases) {
  test(`YAML says what it shows: ${name}`, () => {
    const cursor = newCursor(readText(text).text)
    expect(readYaml(cursor)).toEqual(want)
    expect(cursor.found).toEqual([])
  })
}

test('JSON is recognised by the file name, otherwise by the first character', () => {
  expect(load('{a: 1}', 'policy.yaml').document).toEqual({ a: 1 })
  expect(places(load('{a: 1}', 'policy.json').findings)).toEqual(['MQ-105 syntax 1:2'])
  expect(places(load('{a: 1}', '-').findings)).toEqual(['MQ-105 syntax 1:2'])
  expect(load('a: 1', '-').document).toEqual({ a: 1 })
})

test('bytes that are not UTF-8 are refused at the first of them', () => {
  const bytes = (text: string, ...more: number[]): Uint8Array =>
    new Uint8Array([...new TextEncoder().encode(text), ...more])
  expect(places(load(bytes('a: 1\nb: é', 0xfc, 0x20), 'p.yaml').findings)).toEqual([
    'MQ-100 not-utf-8 2:5',
  ])
  expect(places(load(bytes('a: ', 0xe2, 0x82), 'p.yaml').findings)).toEqual([
    'MQ-100 not-utf-8 1:4',
  ])
  expect(places(load(new Uint8Array([0xff, 0xfe, 0x61, 0]), 'p.yaml').findings)).toEqual([
    'MQ-100 utf-16 1:1',
  ])
})

test('a byte order mark and either end of line say nothing', () => {
  const unix = load('a: 1\nb:\n  - c\n', 'p.yaml')
  for (const text of ['\uFEFFa: 1\nb:\n  - c\n', 'a: 1\r\nb:\r\n  - c\r\n', 'a: 1\rb:\r  - c\r']) {
    const other = load(new TextEncoder().encode(text), 'p.yaml')
    expect(other.document).toEqual(unix.document)
    expect(other.locate('/b/0')).toEqual(unix.locate('/b/0'))
  }
})

test('a file over the bound is refused before it is read', () => {
  expect(places(load(new Uint8Array(67_108_865), 'p.yaml').findings)).toEqual(['MQ-101 size 1:1'])
})

test('nesting beyond the bound is refused, however deep, in all notations', () => {
  const deep = 1_000_000
  const texts = [
    `a: ${'['.repeat(deep)}`,
    `a: ${'{b: '.repeat(deep)}`,
    '- '.repeat(deep),
    Array.from({ length: 2000 }, (_, level) => `${' '.repeat(level)}a:\n`).join(''),
  ]
  for (const text of texts)
    expect(load(text, 'p.yaml').findings.map(kindOf)).toEqual(['MQ-101 depth'])
  for (const text of ['{"a":'.repeat(deep), `{"a":${'['.repeat(deep)}`]) {
    expect(load(text, 'p.json').findings.map(kindOf)).toEqual(['MQ-101 depth'])
  }
})

test('32 levels are read', () => {
  expect(load(`{"a": ${'['.repeat(31)}${']'.repeat(31)}}`, 'p.json').findings).toEqual([])
})

test('a pointer leads to the value, to the key, or to the nearest part that exists', () => {
  const { locate } = load('a:\n  b/c: [x, y]\n  "d": 1\n', 'p.yaml')
  expect(locate('')).toEqual({ line: 1, column: 1 })
  expect(locate('/a')).toEqual({ line: 2, column: 3 })
  expect(locate('/a', 'key')).toEqual({ line: 1, column: 1 })
  expect(locate('/a/b~1c/1')).toEqual({ line: 2, column: 12 })
  expect(locate('/a/b~1c', 'key')).toEqual({ line: 2, column: 3 })
  expect(locate('/a/d', 'key')).toEqual({ line: 3, column: 3 })
  expect(locate('/a/d/none/at/all')).toEqual({ line: 3, column: 8 })
  expect(locate('/a/b~1c/9')).toEqual({ line: 2, column: 8 })
})

test('what has a finding of its own is missing, and the rest is read', () => {
  const { document } = load('a: [*x, 1, @y]\nb: .inf\nc: 2\n', 'p.yaml')
  expect(document).toEqual({ a: [undefined, 1, undefined], b: undefined, c: 2 })
})

test('`__proto__` changes nothing', () => {
  const { document } = load('{"a": 1, "__proto__": {"b": 2}}', 'p.json')
  expect(Object.getPrototypeOf(document)).toBe(Object.prototype)
  expect(Object.keys(document as object)).toEqual(['a'])
})
