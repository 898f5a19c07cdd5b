import type { BundleProblemCode } from './bundle-problem.ts'
import { BUNDLE_LIMITS } from './bytes.ts'
import { canonicalJson } from './canonical.ts'
import { sampleBundle } from './sample-bundle.cases.ts'

const whole = canonicalJson(sampleBundle) as string
const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text)
const repeated = (unit: string, length: number): Uint8Array =>
  new Uint8Array(length).fill(unit.charCodeAt(0))

interface BytesCase {
  readonly name: string
  readonly bytes: () => Uint8Array
  readonly code: BundleProblemCode
  readonly path?: string
}

/** Bytes that are refused before, or without, a look at single keys. */
export const bytesCases: readonly BytesCase[] = [
  { name: 'no bytes', bytes: () => utf8(''), code: 'ERR_BUNDLE_SYNTAX' },
  {
    name: 'a bundle that ends early',
    bytes: () => utf8(whole.slice(0, -1)),
    code: 'ERR_BUNDLE_SYNTAX',
  },
  { name: 'a bundle and more', bytes: () => utf8(`${whole}{}`), code: 'ERR_BUNDLE_SYNTAX' },
  { name: 'NaN', bytes: () => utf8(whole.replace(':600', ':NaN')), code: 'ERR_BUNDLE_SYNTAX' },
  { name: 'a string without end', bytes: () => utf8('["a\\'), code: 'ERR_BUNDLE_SYNTAX' },
  { name: 'YAML', bytes: () => utf8('version: 1\n'), code: 'ERR_BUNDLE_SYNTAX' },
  { name: 'a byte order mark', bytes: () => utf8(`\ufeff${whole}`), code: 'ERR_BUNDLE_ENCODING' },
  {
    name: 'UTF-16',
    bytes: () => Uint8Array.of(0xff, 0xfe, 0x7b, 0, 0x7d, 0),
    code: 'ERR_BUNDLE_ENCODING',
  },
  {
    name: 'an overlong form',
    bytes: () => Uint8Array.of(0x22, 0xc0, 0xaf, 0x22),
    code: 'ERR_BUNDLE_ENCODING',
  },
  {
    name: 'a surrogate in UTF-8',
    bytes: () => Uint8Array.of(0x22, 0xed, 0xa0, 0x80, 0x22),
    code: 'ERR_BUNDLE_ENCODING',
  },
  {
    name: 'half of a pair as an escape',
    bytes: () => utf8(whole.replace('checked', String.raw`\ud800`)),
    code: 'ERR_BUNDLE_NOT_CANONICAL',
  },
  {
    name: 'a number beyond a double',
    bytes: () => utf8(whole.replace('1.5', '1e999')),
    code: 'ERR_BUNDLE_NOT_CANONICAL',
  },
  {
    name: 'white space',
    bytes: () => utf8(whole.replace(':600', ': 600')),
    code: 'ERR_BUNDLE_NOT_CANONICAL',
  },
  {
    name: 'a newline at the end',
    bytes: () => utf8(`${whole}\n`),
    code: 'ERR_BUNDLE_NOT_CANONICAL',
  },
  {
    name: 'CRLF',
    bytes: () => utf8(JSON.stringify(sampleBundle, null, 1).replaceAll('\n', '\r\n')),
    code: 'ERR_BUNDLE_NOT_CANONICAL',
  },
  {
    name: 'keys in the order of the type',
    bytes: () => utf8(JSON.stringify(sampleBundle)),
    code: 'ERR_BUNDLE_NOT_CANONICAL',
  },
  {
    name: 'a key twice',
    bytes: () =>
      utf8(whole.replace('"credentials":false', '"credentials":false,"credentials":true')),
    code: 'ERR_BUNDLE_NOT_CANONICAL',
  },
  {
    name: 'a key twice with one value',
    bytes: () => utf8(whole.replace('"any":false', '"any":false,"any":false')),
    code: 'ERR_BUNDLE_NOT_CANONICAL',
  },
  {
    name: 'a number written otherwise',
    bytes: () => utf8(whole.replace(':600', ':6e2')),
    code: 'ERR_BUNDLE_NOT_CANONICAL',
  },
  {
    name: 'minus zero',
    bytes: () => utf8(whole.replace('"restricted":0', '"restricted":-0')),
    code: 'ERR_BUNDLE_NOT_CANONICAL',
  },
  {
    name: 'an escape that is not needed',
    bytes: () => utf8(whole.replace('https://built', String.raw`https:\/\/built`)),
    code: 'ERR_BUNDLE_NOT_CANONICAL',
  },
  {
    name: 'a duplicate key `__proto__`',
    bytes: () => utf8('{"__proto__":{},"__proto__":{}}'),
    code: 'ERR_BUNDLE_NOT_CANONICAL',
  },
  { name: 'deep nesting', bytes: () => utf8('['.repeat(65)), code: 'ERR_BUNDLE_TOO_DEEP' },
  {
    name: 'very deep nesting',
    bytes: () => repeated('[', 10_000_000),
    code: 'ERR_BUNDLE_TOO_DEEP',
  },
  {
    name: 'deep nesting of objects',
    bytes: () => utf8('{"a":'.repeat(65)),
    code: 'ERR_BUNDLE_TOO_DEEP',
  },
  {
    name: 'brackets in a string',
    bytes: () => utf8(`"\\"${'['.repeat(100)}"`),
    code: 'ERR_BUNDLE_TYPE',
  },
  {
    name: 'too many bytes',
    bytes: () => new Uint8Array(BUNDLE_LIMITS.bytes + 1),
    code: 'ERR_BUNDLE_TOO_LARGE',
  },
  {
    name: 'too many values',
    bytes: () => repeated(',', BUNDLE_LIMITS.values + 1),
    code: 'ERR_BUNDLE_TOO_LARGE',
  },
  { name: 'null', bytes: () => utf8('null'), code: 'ERR_BUNDLE_TYPE' },
  { name: 'a list', bytes: () => utf8('[]'), code: 'ERR_BUNDLE_TYPE' },
  { name: 'no format', bytes: () => utf8('{}'), code: 'ERR_BUNDLE_FORMAT', path: '/format' },
  {
    name: 'a later format',
    bytes: () => utf8(whole.replace('bundle/1', 'bundle/2')),
    code: 'ERR_BUNDLE_FORMAT',
    path: '/format',
  },
  {
    name: 'a file of vectors',
    bytes: () => utf8('{"format":"marque-vectors/1"}'),
    code: 'ERR_BUNDLE_FORMAT',
    path: '/format',
  },
]
