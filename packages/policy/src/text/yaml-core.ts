/**
 * What a plain scalar of YAML means: the core schema (YAML 1.2.2, 10.3.2). `yes`, `no`, `on` and `off` are texts.
 *
 * @module
 */
import type { Json } from '@marque/core'
import { type Cursor, checkNumber, note, shorten } from './cursor.ts'

const INTEGER = /^[-+]?[0-9]+$/
const OCTAL = /^0o[0-7]+$/
const HEXADECIMAL = /^0x[0-9a-fA-F]+$/
const FLOAT = /^[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?$/
const INFINITE = /^(?:[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))$/

/** The value of a plain scalar; `undefined` with a finding where it is a number that nothing holds exactly. */
export function readPlainValue(cursor: Cursor, text: string, offset: number): Json | undefined {
  switch (text) {
    case '':
    case '~':
    case 'null':
    case 'Null':
    case 'NULL':
      return null
    case 'true':
    case 'True':
    case 'TRUE':
      return true
    case 'false':
    case 'False':
    case 'FALSE':
      return false
  }
  if (!mayBeNumber(text.charCodeAt(0))) return text
  if (INTEGER.test(text) || FLOAT.test(text)) {
    return checkNumber(cursor, text, Number(text), offset)
  }
  if (OCTAL.test(text) || HEXADECIMAL.test(text)) {
    return checkNumber(cursor, text, Number(text), offset)
  }
  if (INFINITE.test(text)) {
    note(cursor, 'MQ-114', offset, `\`${shorten(text)}\` is no number that a policy can hold`)
    return undefined
  }
  return text
}

/** Digits, signs and the dot. */
function mayBeNumber(code: number): boolean {
  return (code >= 0x30 && code <= 0x39) || code === 0x2b || code === 0x2d || code === 0x2e
}
