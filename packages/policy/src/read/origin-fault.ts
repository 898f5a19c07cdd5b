/**
 * Why a text is no origin, and how the same origin is written.
 *
 * Only texts that were refused come here, so that a million good ones cost nothing. A suggestion is always the same origin in
 * another notation, never another one: what is suggested gets trusted.
 *
 * @module
 */
import { defaultPort, ORIGIN_LIMITS, readOrigin, readPattern } from '@marque/core'
import { shorten } from '../text/index.ts'
import { hostFault } from './host-fault.ts'
import type { Fault } from './reader.ts'

/** Says what is wrong with a text that is neither an origin nor a pattern. */
export function originFault(text: string): Fault {
  return (
    spaceFault(text) ??
    nobodyFault(text) ??
    expressionFault(text) ??
    schemeFault(text) ??
    authorityFault(text) ?? {
      code: 'MQ-140',
      message: `\`${shorten(text)}\` is no origin`,
      help: 'write scheme and host: `https://app.example.com`',
    }
  )
}

/** Whether a text is an origin or a pattern. */
export function isOriginText(text: string): boolean {
  return readOrigin(text) !== undefined || readPattern(text) !== undefined
}

/** Advice to write an origin as browsers write it, where only its notation is wrong. */
export function writeInstead(text: string): { readonly help: string } | undefined {
  const lower = text.toLowerCase()
  const better = [text, lower, lower.replace(/^(https:.*):443$|^(http:.*):80$/, '$1$2')].find(
    isOriginText,
  )
  return better === undefined ? undefined : { help: `write \`${better}\`` }
}

function spaceFault(text: string): Fault | undefined {
  if (text === '') return { code: 'MQ-140', message: 'an empty text is no origin' }
  if (!/\s/.test(text)) return undefined
  return {
    code: 'MQ-158',
    message: `\`${shorten(text)}\` holds white space`,
    ...writeInstead(text.trim()),
  }
}

function nobodyFault(text: string): Fault | undefined {
  if (text.toLowerCase() === 'null')
    return { code: 'MQ-159', message: '`null` is granted to nobody' }
  if (!/^file:/i.test(text)) return undefined
  return {
    code: 'MQ-159',
    message: `\`${shorten(text)}\` is granted to nobody: browsers send \`null\` for files`,
  }
}

function expressionFault(text: string): Fault | undefined {
  if (!/^\/?\^|\\[.dwSs]|:\/\/\.[*+]|\.\+|[(|)]|\$\/?$/.test(text)) return undefined
  return {
    code: 'MQ-140',
    message: `\`${shorten(text)}\` looks like a regular expression, and there are none`,
    help: 'list the origins, or write a pattern such as `https://*.example.com` for whole labels',
  }
}

function schemeFault(text: string): Fault | undefined {
  const end = text.indexOf('://')
  if (end <= 0 || /[/?#]/.test(text.slice(0, end))) return withoutScheme(text)
  const scheme = text.slice(0, end)
  if (scheme.includes('*')) {
    return {
      code: 'MQ-157',
      message: `\`*\` stands for no scheme in \`${shorten(text)}\``,
      help: 'write the scheme',
    }
  }
  if (scheme.length > ORIGIN_LIMITS.scheme) {
    return {
      code: 'MQ-155',
      message: `the scheme has ${scheme.length} characters, and ${ORIGIN_LIMITS.scheme} are the most`,
    }
  }
  if (/^[a-z][a-z0-9+.-]*$/i.test(scheme)) return undefined
  return {
    code: 'MQ-140',
    message: `\`${shorten(scheme)}\` is no scheme`,
    help: 'write scheme and host: `https://app.example.com`',
  }
}

function withoutScheme(text: string): Fault {
  if (text === '*') {
    return {
      code: 'MQ-157',
      message: '`*` stands for any origin, and here known ones are listed',
      help: 'any origin is `*` alone in the `origins` of a grant',
    }
  }
  if (text.includes('*')) {
    return {
      code: 'MQ-157',
      message: `\`${shorten(text)}\` is no pattern`,
      help: 'a pattern has a scheme and whole labels: `https://*.example.com`',
    }
  }
  const scheme = /^([a-z][a-z0-9+.-]*):\/?(?=[^/:]*[a-z])/i.exec(text)
  if (scheme) {
    const rest = text.slice(scheme[0].length)
    return {
      code: 'MQ-145',
      message: `\`${shorten(text)}\` has no \`://\` after its scheme`,
      ...writeInstead(`${scheme[1]}://${rest}`),
    }
  }
  const host = text.replace(/^\/+/, '')
  return {
    code: 'MQ-145',
    message: `\`${shorten(text)}\` has no scheme`,
    ...(isOriginText(`https://${host}`) && { help: `write the scheme too: \`https://${host}\`` }),
  }
}

/** What stands after `://`. */
function authorityFault(text: string): Fault | undefined {
  const start = text.indexOf('://') + 3
  const rest = text.slice(start)
  const end = rest.search(/[/?#\\]/)
  const authority = end < 0 ? rest : rest.slice(0, end)
  const bare = text.slice(0, start) + authority
  const user = authority.lastIndexOf('@')
  if (user >= 0) {
    return {
      code: 'MQ-148',
      message: `\`${shorten(text)}\` holds user information`,
      ...writeInstead(text.slice(0, start) + authority.slice(user + 1)),
    }
  }
  if (end >= 0) return tailFault(text, rest.slice(end), bare)
  return upperCaseFault(text) ?? portFault(text, start) ?? hostFault(text, start)
}

function tailFault(text: string, tail: string, bare: string): Fault {
  const help = writeInstead(bare)
  const shown = `\`${shorten(text)}\``
  if (tail === '/')
    return { code: 'MQ-141', message: `${shown} ends in a slash, which no origin has`, ...help }
  switch (tail[0]) {
    case '?':
      return { code: 'MQ-143', message: `${shown} holds a query, which no origin has`, ...help }
    case '#':
      return { code: 'MQ-144', message: `${shown} holds a fragment, which no origin has`, ...help }
    default:
      return { code: 'MQ-142', message: `${shown} holds a path, which no origin has`, ...help }
  }
}

function upperCaseFault(text: string): Fault | undefined {
  if (!/[A-Z]/.test(text)) return undefined
  return {
    code: 'MQ-146',
    message: `\`${shorten(text)}\` has upper-case letters, and browsers send lower case`,
    ...writeInstead(text.toLowerCase()),
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
      code: 'MQ-147',
      message: `\`${shorten(text)}\` names the default port of \`${scheme}\`, which browsers leave out`,
      ...writeInstead(bare),
    }
  }
  if (port.includes('*')) {
    return {
      code: 'MQ-157',
      message: `\`${shorten(port)}\` is no pattern of ports`,
      help: 'write the port, or `*` for any',
    }
  }
  if (/^[1-9][0-9]{0,4}$/.test(port) && Number(port) <= 65535) return undefined
  const plain = /^0+([1-9][0-9]*)$/.exec(port)?.[1]
  return {
    code: 'MQ-149',
    message: `\`${shorten(port)}\` is no port`,
    help: 'write a number from 1 to 65535 without leading zeros, or leave the default one out',
    ...(plain !== undefined && writeInstead(`${bare}:${plain}`)),
  }
}
