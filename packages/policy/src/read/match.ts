/**
 * The host and the path of a match.
 *
 * @module
 */
import { isAddress, type PathPattern, readOrigin, readPathPattern } from '@marque/core'
import type { Fault } from '../findings/index.ts'
import { type Pointer, shorten } from '../text/index.ts'
import { hostFault } from './host-fault.ts'
import { type Reader, report } from './reader.ts'

const PREFIX = 'https://'

/**
 * Reads a host, or `*.` and a host. It has no port: servers choose virtual hosts by the name, and a match fits every port. Nor does it end with a dot:
 * it is compared with the normalized host of the request (D2).
 */
export function readMatchHost(reader: Reader, text: string, path: Pointer): string | undefined {
  const bare = text.startsWith('*.') ? text.slice(2) : text
  const origin = readOrigin(PREFIX + bare)
  const isPlain = origin?.port === null && !text.endsWith('.')
  if (isPlain && !(bare !== text && isAddress(origin.host))) return text
  const help = helpWithHost(text)
  report(
    reader,
    path,
    { code: 'MQ-160', message: `\`${shorten(text)}\` is not a valid host`, ...help },
    shorten(text),
  )
  return undefined
}

function helpWithHost(text: string): { help: string } | undefined {
  const lower = text.toLowerCase()
  if (/^[a-z][a-z0-9+.-]*:\/\//.test(lower))
    return { help: 'write only the host, without scheme and path' }
  if (lower !== text && isHost(lower)) return { help: `write \`${lower}\`` }
  if (text.endsWith('.') && isHost(text.slice(0, -1)))
    return { help: `write \`${text.slice(0, -1)}\`` }
  const name = text.replace(/:[0-9]+$/, '')
  if (name !== text && isHost(name))
    return { help: `write \`${name}\`: a match has no port and applies to every port` }
  if (text.includes('/')) return { help: 'write the path in `path`' }
  if (text.includes('{'))
    return { help: 'declare the tenant under `tenants.identify`; write `*.` and the host here' }
  const fault = hostFault(PREFIX + text, PREFIX.length)
  return typeof fault?.help !== 'string' ? undefined : { help: fault.help.replaceAll(PREFIX, '') }
}

function isHost(text: string): boolean {
  return readOrigin(PREFIX + (text.startsWith('*.') ? text.slice(2) : text)) !== undefined
}

/** Reads the host template of tenancy: `{tenant}.` and a host. */
export function readTenantHost(reader: Reader, text: string, path: Pointer): string | undefined {
  const first = '{tenant}.'
  const rest = text.startsWith(first) ? text.slice(first.length) : ''
  const origin = readOrigin(PREFIX + rest)
  if (origin?.port === null && !isAddress(origin.host) && !rest.endsWith('.')) return text
  report(
    reader,
    path,
    { code: 'MQ-162', message: `\`${shorten(text)}\` does not name a tenant by its first label` },
    shorten(text),
  )
  return undefined
}

/** Reads the path pattern of a match (D5). */
export function readPath(reader: Reader, text: string, path: Pointer): PathPattern | undefined {
  const pattern = readPathPattern(text)
  if (pattern === undefined) report(reader, path, pathFault(text), shorten(text))
  return pattern
}

/** Reads a path pattern that has `{name}` as a segment. */
export function readTemplate(
  reader: Reader,
  text: string,
  name: string,
  code: 'MQ-163' | 'MQ-164',
  path: Pointer,
): string | undefined {
  const pattern = readPath(reader, text, path)
  if (pattern === undefined) return undefined
  if (pattern.segments.some((segment) => 'name' in segment && segment.name === name)) return text
  report(
    reader,
    path,
    { code, message: `\`${shorten(text)}\` does not have the segment \`{${name}}\`` },
    shorten(text),
  )
  return undefined
}

function pathFault(text: string): Fault {
  const code = 'MQ-161'
  const shown = `\`${shorten(text)}\``
  if (!text.startsWith('/')) {
    return {
      code,
      message: `the path ${shown} does not start with a slash`,
      ...instead(`/${text}`),
    }
  }
  if (/[?#]/.test(text)) {
    return {
      code,
      message: `${shown} contains a query or a fragment`,
      help: 'write only the path; query and fragment are not matched',
      ...instead(text.replace(/[?#].*$/s, '')),
    }
  }
  if (text.length > 2048)
    return { code, message: `the path has ${text.length} characters; the limit is 2048` }
  const parts = text.replace(/\/$/, '').slice(1).split('/')
  const at = parts.findIndex(
    (part, index) => partFault(part, index === parts.length - 1) !== undefined,
  )
  const part = parts[at]
  if (part === undefined) return severalFault(text, parts)
  return {
    code,
    ...(partFault(part, at === parts.length - 1) ?? {
      message: `${shown} is not a valid path pattern`,
    }),
  }
}

function severalFault(text: string, parts: readonly string[]): Fault {
  const code = 'MQ-161'
  const twice = parts.find((part, index) => part.startsWith('{') && parts.indexOf(part) !== index)
  if (twice !== undefined) {
    return {
      code,
      message: `\`${shorten(twice)}\` is used twice in \`${shorten(text)}\``,
      help: 'give each segment its own name',
    }
  }
  return { code, message: `\`${shorten(text)}\` has ${parts.length} segments; the limit is 64` }
}

function partFault(part: string, last: boolean): { message: string; help: string } | undefined {
  const shown = `\`${shorten(part)}\``
  if (part === '')
    return {
      message: 'empty segment in the path',
      help: 'write one slash between segments',
    }
  if (part === '.' || part === '..')
    return {
      message: `the dot segment ${shown} is removed before a request is sent`,
      help: 'write the path without the dot segment',
    }
  if (part === '**')
    return last
      ? undefined
      : {
          message: '`**` before the end of the path',
          help: 'use `**` only at the end; write `{name}` for one segment',
        }
  if (part.includes('*'))
    return {
      message: `${shown} contains \`*\` in part of a segment`,
      help: 'write `{name}` for one segment, or `**` at the end for everything below',
    }
  if (part.startsWith(':'))
    return {
      message: `${shown} would be matched literally`,
      help: `write \`{${part.slice(1) || 'name'}}\` for one segment`,
    }
  if (/[{}]/.test(part)) {
    return /^\{[A-Za-z][A-Za-z0-9_]{0,62}\}$/.test(part)
      ? undefined
      : {
          message: `${shown} is not a valid named segment`,
          help: 'write `{name}` as the whole segment; names start with a letter',
        }
  }
  if (part.includes('%'))
    return {
      message: `the escape in ${shown} would match the path before decoding only (D4)`,
      help: 'write a named segment: `{name}`',
    }
  return /^[A-Za-z0-9\-._~!$&'()+,=:@]+$/.test(part)
    ? undefined
    : {
        message: `${shown} contains a character that layers read differently`,
        help: 'write a named segment: `{name}`',
      }
}

function instead(better: string): { help: string } | undefined {
  return readPathPattern(better) === undefined ? undefined : { help: `write \`${better}\`` }
}
