/**
 * A case with `sameAs`: a comparison with an accepted bundle.
 *
 * @module
 */
import { asText, below, type Mapping, type Reader, report } from '../read/index.ts'
import { type Pointer, type Position, shorten } from '../text/index.ts'
import type { ComparisonCase } from './test-file.ts'

const KEYS = ['name', 'sameAs']

/** Whether a case is a comparison, not a request. */
export function isComparison(value: Mapping): boolean {
  return Object.hasOwn(value, 'sameAs')
}

/** Reads a comparison. It sends no request, so that every key of a request beside `sameAs` is an error. */
export function readComparison(
  reader: Reader,
  value: Mapping,
  path: Pointer,
  at: Position,
): ComparisonCase {
  for (const key of Object.keys(value)) {
    if (KEYS.includes(key)) continue
    reader.found.push({
      code: 'MQ-120',
      path: below(path, key),
      at: 'key',
      message: `unknown key \`${shorten(key)}\` in a case with \`sameAs\``,
      help: 'move it to a case of its own: a case with `sameAs` compares two policies and sends no request',
    })
  }
  const sameAs = asText(value.sameAs) ?? ''
  if (value.sameAs === '') {
    report(reader, `${path}/sameAs`, {
      code: 'MQ-122',
      message: '`sameAs` is empty; expected the path of a bundle',
      help: 'write a path relative to the test file, such as `./policy.accepted.json`',
    })
  }
  return { name: asText(value.name) ?? '', path, at, sameAs }
}
