/**
 * Methods and header names.
 *
 * @module
 */
import {
  isForbiddenMethod,
  isForbiddenRequestHeader,
  isForbiddenResponseHeader,
  isPolicyResponseHeader,
  isToken,
  normalizeMethod,
} from '@marque/core'
import type { Fault } from '../findings/index.ts'
import { type Pointer, shorten } from '../text/index.ts'
import { type Reader, readDistinct, report } from './reader.ts'

/** Reads a list of methods. `*` is accepted here; MQ-209 reports it. */
export function readMethods(reader: Reader, value: unknown, path: Pointer): readonly string[] {
  return readDistinct(reader, value, path, (text, at) => readMethod(reader, text, at))
}

function readMethod(reader: Reader, text: string, path: Pointer): string | undefined {
  if (!isToken(text)) {
    const shown = text === '' ? 'an empty text' : `\`${shorten(text)}\``
    report(
      reader,
      path,
      { code: 'MQ-165', message: `${shown} is not a valid method` },
      shorten(text),
    )
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
    const message = `\`${shorten(text)}\` is not \`${shorten(text.toUpperCase())}\`: methods are case-sensitive`
    report(
      reader,
      path,
      {
        code: 'MQ-168',
        message,
        help: `write \`${shorten(text.toUpperCase())}\` unless lower case is intended`,
      },
      shorten(text),
    )
  }
  return normal
}

/** Reads the request headers that script may set; `*` is accepted. */
export function readRequestHeaders(
  reader: Reader,
  value: unknown,
  path: Pointer,
): readonly string[] {
  return readNames(reader, value, path, requestHeaderFault)
}

/** Reads the response headers that script may read; `*` is accepted. */
export function readExposedHeaders(
  reader: Reader,
  value: unknown,
  path: Pointer,
): readonly string[] {
  return readNames(reader, value, path, exposedHeaderFault)
}

/** Reads the name of one header that the engine looks at. */
export function readHeaderName(reader: Reader, text: string, path: Pointer): string | undefined {
  const name = text.toLowerCase()
  if (isToken(name) && !isForbiddenResponseHeader(name)) return name
  report(reader, path, notToken(text), shorten(text))
  return undefined
}

function readNames(
  reader: Reader,
  value: unknown,
  path: Pointer,
  faultOf: (name: string) => Fault | undefined,
): readonly string[] {
  return readDistinct(reader, value, path, (text, at) => {
    const name = text.toLowerCase()
    const fault = isToken(name) ? faultOf(name) : notToken(text)
    if (fault === undefined) return name
    report(reader, at, fault, shorten(text))
    return undefined
  })
}

function requestHeaderFault(name: string): Fault | undefined {
  if (isResponseOnly(name)) {
    return {
      code: 'MQ-171',
      message: `\`${name}\` is a response header, not a request header`,
      help: 'remove it; Marque sets it on the response',
    }
  }
  if (!isForbiddenRequestHeader(name)) return undefined
  return { code: 'MQ-170', message: `script can never set \`${name}\`` }
}

function exposedHeaderFault(name: string): Fault | undefined {
  if (isForbiddenResponseHeader(name))
    return { code: 'MQ-172', message: `script can never read \`${name}\`` }
  if (isRequestOnly(name)) {
    return {
      code: 'MQ-171',
      message: `\`${name}\` is a request header, not a response header`,
      help: 'remove it; list request headers in `requestHeaders`',
    }
  }
  if (!isResponseOnly(name)) return undefined
  return {
    code: 'MQ-171',
    message: `\`${name}\` is read by the browser; script does not need it`,
    help: 'remove it; Marque sets it on the response',
  }
}

/** Response headers that tell browsers what may be shared. */
function isResponseOnly(name: string): boolean {
  return isPolicyResponseHeader(name) && !name.startsWith('access-control-request-')
}

const REQUEST_ONLY: ReadonlySet<string> = new Set([
  'cookie',
  'cookie2',
  'host',
  'origin',
  'referer',
  'te',
  'user-agent',
])

function isRequestOnly(name: string): boolean {
  return (
    REQUEST_ONLY.has(name) ||
    name.startsWith('access-control-request-') ||
    name.startsWith('sec-fetch-')
  )
}

function notToken(text: string): Fault {
  const shown = text === '' ? 'an empty text' : `\`${shorten(text)}\``
  return { code: 'MQ-169', message: `${shown} is not a valid header name` }
}
