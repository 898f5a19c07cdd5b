/**
 * Methods of grants and matches (D27).
 *
 * @module
 */
import { isForbiddenMethod, isToken, normalizeMethod } from '@marque/core'
import type { Pointer } from '../text/index.ts'
import { shorten } from '../text/index.ts'
import { type Reader, readDistinct, report } from './reader.ts'

/** Reads a list of methods. `*` passes: that it grants nothing is judged where it stands. */
export function readMethods(reader: Reader, value: unknown, path: Pointer): readonly string[] {
  return readDistinct(reader, value, path, (text, at) => readMethod(reader, text, at))
}

function readMethod(reader: Reader, text: string, path: Pointer): string | undefined {
  if (!isToken(text)) {
    const shown = text === '' ? 'an empty text' : `\`${shorten(text)}\``
    report(reader, path, { code: 'MQ-165', message: `${shown} is no method` }, shorten(text))
    return undefined
  }
  if (isForbiddenMethod(text)) {
    report(reader, path, { code: 'MQ-166', message: `no browser sends \`${text}\`` }, text)
    return undefined
  }
  const normal = normalizeMethod(text)
  if (normal !== text) {
    const message = `\`${text}\` is read as \`${normal}\``
    report(reader, path, { code: 'MQ-167', message, help: `write \`${normal}\`` }, text)
  } else if (/[a-z]/.test(text)) {
    const message = `\`${shorten(text)}\` is not \`${shorten(text.toUpperCase())}\`, and browsers differ on it`
    report(
      reader,
      path,
      {
        code: 'MQ-168',
        message,
        help: `write \`${shorten(text.toUpperCase())}\` unless the lower case is meant`,
      },
      shorten(text),
    )
  }
  return normal
}
