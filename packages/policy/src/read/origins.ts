/**
 * Origins and patterns of a document, and why a text is not an origin.
 *
 * @module
 */
import {
  defaultPort,
  ORIGIN_LIMITS,
  type Origin,
  type OriginPattern,
  readOrigin,
  readPattern,
} from '@marque/core'
import type { Fault } from '../findings/index.ts'
import { type Pointer, shorten } from '../text/index.ts'
import { hostFault, punycodeFault } from './host-fault.ts'
import type { ModelOrigin } from './model.ts'
import { hasNoPages, schemeWithoutPages } from './page-schemes.ts'
import { asList, below, type Reader, report } from './reader.ts'
import { isOriginText, suggestSpelling } from './spelling.ts'

/** Reads a list of origins and patterns; other entries are reported and left out. */
export function readOrigins(reader: Reader, value: unknown, path: Pointer): readonly ModelOrigin[] {
  const origins: ModelOrigin[] = []
  const list = asList(value)
  for (let index = 0; index < list.length; index++) {
    const text = list[index]
    if (typeof text !== 'string') continue
    const { exact, pattern } = partsOf(text)
    const origin =
      exact !== null || pattern !== null
        ? new ListedOrigin(text, path, index, exact, pattern)
        : undefined
    if (origin !== undefined) origins.push(origin)
    else reportFault(reader, text, below(path, index))
  }
  return origins
}

/** An entry of a list. There may be a million of them, so its path is built only on demand. */
class ListedOrigin implements ModelOrigin {
  readonly text: string
  readonly exact: Origin | null
  readonly pattern: OriginPattern | null
  private readonly list: Pointer
  private readonly index: number

  constructor(
    text: string,
    list: Pointer,
    index: number,
    exact: Origin | null,
    pattern: OriginPattern | null,
  ) {
    this.text = text
    this.list = list
    this.index = index
    this.exact = exact
    this.pattern = pattern
  }

  get path(): Pointer {
    return below(this.list, this.index)
  }
}

/** Both null if the string is neither an origin nor a pattern that can be granted. */
function partsOf(text: string): Pick<ModelOrigin, 'exact' | 'pattern'> {
  const exact = readOrigin(text) ?? null
  const pattern = exact === null ? (readPattern(text) ?? null) : null
  const parts = exact ?? pattern
  const granted =
    parts !== null && !hasNoPages(parts.scheme) && punycodeFault(parts.host) === undefined
  return granted ? { exact, pattern } : { exact: null, pattern: null }
}

function reportFault(reader: Reader, text: string, path: Pointer): void {
  const parts = readOrigin(text) ?? readPattern(text)
  const fault = parts && !hasNoPages(parts.scheme) ? punycodeFault(parts.host) : undefined
  report(reader, path, fault ?? originFault(text), shorten(text))
}

/** Reads one origin or pattern. */
export function readOriginText(
  reader: Reader,
  text: string,
  path: Pointer,
): ModelOrigin | undefined {
  const { exact, pattern } = partsOf(text)
  if (exact !== null || pattern !== null) return { text, path, exact, pattern }
  reportFault(reader, text, path)
  return undefined
}

/** Reads an origin; a pattern is reported. */
export function readExactOrigin(
  reader: Reader,
  text: string,
  path: Pointer,
): ModelOrigin | undefined {
  const origin = text === '*' ? undefined : readOriginText(reader, text, path)
  if (text !== '*' && origin?.pattern === null) return origin
  if (text !== '*' && origin === undefined) return undefined
  report(
    reader,
    path,
    {
      code: 'MQ-189',
      message: `\`${shorten(text)}\` matches more than one origin; expected exactly one`,
    },
    shorten(text),
  )
  return undefined
}

/** What is wrong with a string that is neither an origin nor a pattern. */
export function originFault(text: string): Fault {
  return (
    spaceFault(text) ??
    nullFault(text) ??
    schemeWithoutPages(text) ??
    expressionFault(text) ??
    schemeFault(text) ??
    authorityFault(text) ?? {
      code: 'MQ-140',
      reason: 'not-an-origin',
      message: `\`${shorten(text)}\` is not an origin`,
      help: 'write scheme and host: `https://app.example.com`',
    }
  )
}

function spaceFault(text: string): Fault | undefined {
  if (text === '')
    return { code: 'MQ-140', reason: 'not-an-origin', message: 'an empty string is not an origin' }
  if (!/\s/.test(text)) return undefined
  return {
    code: 'MQ-140',
    reason: 'white-space',
    message: `\`${shorten(text)}\` contains white space`,
    ...suggestSpelling(text.trim()),
  }
}

function nullFault(text: string): Fault | undefined {
  if (text.toLowerCase() === 'null') return { code: 'MQ-159', message: '`null` cannot be granted' }
  if (!/^file:/i.test(text)) return undefined
  return {
    code: 'MQ-159',
    message: `\`${shorten(text)}\` cannot be granted: browsers send \`null\` for local files`,
  }
}

function expressionFault(text: string): Fault | undefined {
  if (!/^\/?\^|\\[.dwSs]|:\/\/\.[*+]|\.\+|[(|)]|\$\/?$/.test(text)) return undefined
  return {
    code: 'MQ-140',
    reason: 'not-an-origin',
    message: `\`${shorten(text)}\` looks like a regular expression, which is not supported`,
    help: 'list the origins, or write a pattern such as `https://*.example.com`',
  }
}

function schemeFault(text: string): Fault | undefined {
  const end = text.indexOf('://')
  if (end <= 0 || /[/?#]/.test(text.slice(0, end))) return withoutScheme(text)
  const scheme = text.slice(0, end)
  if (scheme.includes('*')) {
    return {
      code: 'MQ-157',
      message: `\`*\` in place of the scheme in \`${shorten(text)}\``,
      help: 'write the scheme',
    }
  }
  if (scheme.length > ORIGIN_LIMITS.scheme) {
    return {
      code: 'MQ-140',
      reason: 'too-long',
      message: `the scheme has ${scheme.length} characters; the limit is ${ORIGIN_LIMITS.scheme}`,
    }
  }
  if (/^[a-z][a-z0-9+.-]*$/i.test(scheme)) return undefined
  return {
    code: 'MQ-140',
    reason: 'not-an-origin',
    message: `\`${shorten(scheme)}\` is not a valid scheme`,
    help: 'write scheme and host: `https://app.example.com`',
  }
}

function withoutScheme(text: string): Fault {
  if (text === '*') {
    return {
      code: 'MQ-157',
      message: '`*` is not allowed in a list of known origins',
      help: 'to grant any origin, write `*` as the only entry in the `origins` of a grant',
    }
  }
  if (text.includes('*')) {
    return {
      code: 'MQ-157',
      message: `\`${shorten(text)}\` is not a valid origin pattern`,
      help: 'write a scheme and a pattern: `https://*.example.com`',
    }
  }
  const scheme = /^([a-z][a-z0-9+.-]*):\/?(?=[^/:]*[a-z])/i.exec(text)
  if (scheme) {
    const rest = text.slice(scheme[0].length)
    return {
      code: 'MQ-140',
      reason: 'missing-scheme',
      message: `\`${shorten(text)}\` has no \`://\` after its scheme`,
      ...suggestSpelling(`${scheme[1]}://${rest}`),
    }
  }
  const host = text.replace(/^\/+/, '')
  return {
    code: 'MQ-140',
    reason: 'missing-scheme',
    message: `\`${shorten(text)}\` has no scheme`,
    ...(isOriginText(`https://${host}`) && { help: `write the scheme too: \`https://${host}\`` }),
  }
}

/** The part after `://`. */
function authorityFault(text: string): Fault | undefined {
  const start = text.indexOf('://') + 3
  const rest = text.slice(start)
  const end = rest.search(/[/?#\\]/)
  const authority = end < 0 ? rest : rest.slice(0, end)
  const bare = text.slice(0, start) + authority
  const user = authority.lastIndexOf('@')
  if (user >= 0) {
    return {
      code: 'MQ-140',
      reason: 'user-info',
      message: `\`${shorten(text)}\` contains user information (the part before \`@\`)`,
      ...suggestSpelling(text.slice(0, start) + authority.slice(user + 1)),
    }
  }
  if (end >= 0) return tailFault(text, rest.slice(end), bare)
  return upperCaseFault(text) ?? portFault(text, start) ?? hostFault(text, start)
}

function tailFault(text: string, tail: string, bare: string): Fault {
  const help = suggestSpelling(bare)
  const shown = `\`${shorten(text)}\``
  if (tail === '/')
    return {
      code: 'MQ-140',
      reason: 'trailing-slash',
      message: `${shown} has a trailing slash; an origin has none`,
      ...help,
    }
  switch (tail[0]) {
    case '?':
      return {
        code: 'MQ-140',
        reason: 'query',
        message: `${shown} has a query; an origin has none`,
        ...help,
      }
    case '#':
      return {
        code: 'MQ-140',
        reason: 'fragment',
        message: `${shown} has a fragment; an origin has none`,
        ...help,
      }
    default:
      return {
        code: 'MQ-140',
        reason: 'path',
        message: `${shown} has a path; an origin has none`,
        ...help,
      }
  }
}

function upperCaseFault(text: string): Fault | undefined {
  if (!/[A-Z]/.test(text)) return undefined
  return {
    code: 'MQ-140',
    reason: 'upper-case',
    message: `\`${shorten(text)}\` has upper-case letters; browsers send lower case`,
    ...suggestSpelling(text.toLowerCase()),
  }
}

function portFault(text: string, start: number): Fault | undefined {
  const colon = text.indexOf(':', text[start] === '[' ? text.indexOf(']', start) : start)
  if (colon < start || (text[start] !== '[' && text.indexOf(':', colon + 1) > 0)) return undefined
  const port = text.slice(colon + 1)
  const scheme = text.slice(0, start - 3)
  const bare = text.slice(0, colon)
  if (port === '*') return undefined
  if (port === String(defaultPort(scheme))) {
    return {
      code: 'MQ-140',
      reason: 'default-port',
      message: `\`${shorten(text)}\` has the default port of \`${scheme}\`, which browsers omit`,
      ...suggestSpelling(bare),
    }
  }
  if (port.includes('*')) {
    return {
      code: 'MQ-157',
      message: `\`${shorten(port)}\` is not a valid port pattern`,
      help: 'write a port, or `*` for any port',
    }
  }
  if (/^[1-9][0-9]{0,4}$/.test(port) && Number(port) <= 65535) return undefined
  const plain = /^0+([1-9][0-9]*)$/.exec(port)?.[1]
  return {
    code: 'MQ-140',
    reason: 'port',
    message: `\`${shorten(port)}\` is not a valid port`,
    help: 'write a number from 1 to 65535 without leading zeros, or omit the default port',
    ...(plain !== undefined && suggestSpelling(`${bare}:${plain}`)),
  }
}
