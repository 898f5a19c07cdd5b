/**
 * Operating system errors as text.
 *
 * @module
 */
import { getSystemErrorMap } from 'node:util'

/**
 * The description and code of an error: ``no such file or directory (ENOENT)``.
 *
 * @param error What a function of `node:fs` or a stream threw.
 */
export function systemError(error: unknown): string {
  const { code, errno, message } = error as NodeJS.ErrnoException
  if (code === 'EISDIR') return 'it is a directory (EISDIR)'
  const words = errno === undefined ? undefined : getSystemErrorMap().get(errno)?.[1]
  if (words !== undefined && code !== undefined) return `${words} (${code})`
  return code === undefined ? message : `${message} (${code})`
}
