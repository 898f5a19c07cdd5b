/**
 * What is wrong with the host of an origin or of a match.
 *
 * @module
 */
import { isAddress, ORIGIN_LIMITS, readOrigin, readPattern, withoutTrailingDot } from '@marque/core'
import type { Fault } from '../findings/index.ts'
import { shorten } from '../text/index.ts'

/** What is wrong with the host that starts at `start`; `undefined` if it is none of the known mistakes. */
export function hostFault(text: string, start: number): Fault | undefined {
  if (text[start] === '[') return ipv6Fault(text, start)
  const colon = text.indexOf(':', start)
  const end = colon < 0 ? text.length : colon
  if (colon >= 0 && text.indexOf(':', colon + 1) > 0) {
    return {
      code: 'MQ-140',
      reason: 'ipv6',
      message: `\`${shorten(text)}\` has more than one colon`,
      help: 'write an IPv6 address in brackets: `http://[::1]`',
    }
  }
  const host = text.slice(start, end)
  const rewrite = (better: string): string => text.slice(0, start) + better + text.slice(end)
  const star = STAR.exec(host)?.[0] ?? ''
  return starFault(text, host, star) ?? namedFault(host, star, rewrite)
}

/** The beginning of the host of a pattern: `*.`, or `*` and the end of the first label. */
const STAR = /^\*(?:\.|-[a-z0-9_-]+[a-z0-9_]\.(?=.))/

/** The patterns that a host can have. */
export const PATTERN_HELP =
  'use `*.` once, before the host, for one or more whole labels: `https://*.example.com`; or `*` and a fixed end of the first label: `https://*--app.preview.example.com`'

function starFault(text: string, host: string, star: string): Fault | undefined {
  const inside = host.slice(star.length)
  if (star !== '' && isAddress(inside)) {
    return {
      code: 'MQ-157',
      message: `\`${shorten(inside)}\` is an IP address and has no subdomains`,
      help: 'write the address without `*`',
    }
  }
  const isLong = star.length - 1 > ORIGIN_LIMITS.label
  if (!isLong && !inside.includes('*')) return undefined
  return {
    code: 'MQ-157',
    message: isLong
      ? `no label of at most ${ORIGIN_LIMITS.label} characters matches \`${shorten(star.slice(0, -1))}\``
      : (labelEndFault(host) ?? `misplaced \`*\` in \`${shorten(text)}\``),
    help: PATTERN_HELP,
  }
}

/** What is wrong with the first label of a host that starts with `*-` and has no other `*`. */
function labelEndFault(host: string): string | undefined {
  if (!host.startsWith('*-') || host.includes('*', 1)) return undefined
  const label = host.split('.', 1)[0] ?? ''
  const shown = `\`${shorten(label)}\``
  if (withoutTrailingDot(host) === label) {
    return `${shown} is the whole host; a pattern needs a further label, of a domain that you control`
  }
  if (label.length < 4) {
    return `${shown} has fewer than two characters after its hyphen, so that too many names would match`
  }
  return label.endsWith('-') ? `${shown} ends with a hyphen, which no label does` : undefined
}

/** URL Standard, "ends in a number": a host that ends with such a label is an IPv4 address or invalid. */
function isNumberLike(label: string): boolean {
  return /^(?:[0-9]+|0x[0-9a-f]*)$/i.test(label)
}

function namedFault(
  written: string,
  star: string,
  rewrite: (host: string) => string,
): Fault | undefined {
  const host = written.slice(star.length)
  const shown = `\`${shorten(host)}\``
  if (host === '')
    return {
      code: 'MQ-140',
      reason: 'host',
      message: 'the host is missing',
      help: 'write the host after `://`',
    }
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the range of ASCII.
  if (/[^\x00-\x7f]/.test(host)) {
    return {
      code: 'MQ-140',
      reason: 'international-name',
      message: `${shown} has non-ASCII letters; browsers send the A-label`,
      ...instead(platformHost(host), (name) => rewrite(star + name)),
    }
  }
  const labels = withoutTrailingDot(host).split('.')
  if (labels.includes(''))
    return {
      code: 'MQ-140',
      reason: 'host',
      message: `${shown} has an empty label`,
      help: 'write one dot between labels',
    }
  if (host.length > ORIGIN_LIMITS.host) {
    return {
      code: 'MQ-140',
      reason: 'too-long',
      message: `the host has ${host.length} characters; the limit is ${ORIGIN_LIMITS.host}`,
    }
  }
  const long = labels.find((label) => label.length > ORIGIN_LIMITS.label)
  if (long !== undefined) {
    return {
      code: 'MQ-140',
      reason: 'too-long',
      message: `the label \`${shorten(long)}\` has ${long.length} characters; the limit is ${ORIGIN_LIMITS.label}`,
    }
  }
  const bad = labels.find((label) => !/^[a-z0-9_](?:[a-z0-9_-]*[a-z0-9_])?$/i.test(label))
  if (bad !== undefined) {
    return {
      code: 'MQ-140',
      reason: 'host',
      message: `\`${shorten(bad)}\` in ${shown} is not a valid label`,
      help: 'use letters, digits and `_`, and `-` inside a label',
    }
  }
  if (isNumberLike(labels.at(-1) ?? '')) {
    return {
      code: 'MQ-140',
      reason: 'ipv4',
      message: `${shown} is not an IPv4 address in the form that browsers send`,
      help: 'write four numbers from 0 to 255 with dots between',
      ...instead(platformHost(host), (name) => rewrite(star + name)),
    }
  }
  return punycodeFault(host)
}

/** Finds an invalid A-label (RFC 5891, 4.4); core does not decode labels. */
export function punycodeFault(host: string): Fault | undefined {
  if (!host.includes('xn--')) return undefined
  const label = host
    .split('.')
    .find((one) => one.startsWith('xn--') && decodeALabel(one) === undefined)
  if (label === undefined) return undefined
  return {
    code: 'MQ-140',
    reason: 'punycode',
    message: `\`${shorten(label)}\` is not a valid A-label`,
    help: 'copy the name from the address bar of a browser, or write the A-label that your registrar shows',
  }
}

function ipv6Fault(text: string, start: number): Fault | undefined {
  const close = text.indexOf(']', start)
  if (close < 0)
    return {
      code: 'MQ-140',
      reason: 'ipv6',
      message: `\`${shorten(text)}\` has no \`]\``,
      help: 'close the address with `]`',
    }
  const address = text.slice(start + 1, close)
  const after = text.slice(close + 1)
  if (after !== '' && !after.startsWith(':')) {
    return {
      code: 'MQ-140',
      reason: 'port',
      message: `\`${shorten(after)}\` after the address is not a port`,
      help: 'write `:` and the port',
    }
  }
  if (address.includes('%')) {
    return {
      code: 'MQ-140',
      reason: 'ipv6-zone',
      message: `\`${shorten(address)}\` has a zone; an origin has none`,
      help: 'name the host by a DNS name',
    }
  }
  return {
    code: 'MQ-140',
    reason: 'ipv6',
    message: `\`${shorten(address)}\` is not an IPv6 address in the form that browsers send (URL Standard)`,
    help: 'write it in lower case, without leading zeros and dotted decimals, the longest run of zeros as `::`',
    ...instead(platformHost(`[${address}]`), (name) => text.slice(0, start) + name + after),
  }
}

function instead(
  host: string | undefined,
  rewrite: (host: string) => string,
): { help: string } | undefined {
  if (host === undefined) return undefined
  const better = rewrite(host)
  return (readOrigin(better) ?? readPattern(better)) && { help: `write \`${better}\`` }
}

/** What the platform's URL parser makes of a host: used for advice, never to accept anything. */
function platformHost(host: string): string | undefined {
  try {
    return new URL(`https://${host}/`).hostname
  } catch {
    return undefined
  }
}

/** Parameters of Punycode (RFC 3492, 5). */
const BASE = 36
const T_MIN = 1
const T_MAX = 26
const SKEW = 38
const DAMP = 700
const INITIAL_BIAS = 72
const INITIAL_CODE = 128
const LAST_CODE = 0x10ffff
/** No name has a control character. */
const LAST_CONTROL = 0x9f

/**
 * Decodes a lower-case label that starts with `xn--`.
 *
 * @returns The decoded label, with at least one non-ASCII character; `undefined` for an invalid label.
 *
 * @example
 * ```ts
 * decodeALabel('xn--bcher-kva') // 'bücher'
 * ```
 */
export function decodeALabel(label: string): string | undefined {
  const encoded = label.slice('xn--'.length)
  const delimiter = encoded.lastIndexOf('-')
  const points = Array.from(encoded.slice(0, Math.max(delimiter, 0)))
  let at = delimiter + 1
  let code = INITIAL_CODE
  let index = 0
  let first = true
  let bias = INITIAL_BIAS
  if (at >= encoded.length) return undefined
  while (at < encoded.length) {
    const delta = readDelta(encoded, at, bias)
    if (delta === undefined) return undefined
    at = delta.end
    const length = points.length + 1
    bias = adapt(delta.value, length, first)
    first = false
    index += delta.value
    code += Math.floor(index / length)
    index %= length
    if (code <= LAST_CONTROL || code > LAST_CODE || (code >= 0xd800 && code <= 0xdfff))
      return undefined
    points.splice(index++, 0, String.fromCodePoint(code))
  }
  return points.join('')
}

/** Reads one variable-length integer (RFC 3492, 3.3). */
function readDelta(
  encoded: string,
  start: number,
  bias: number,
): { readonly value: number; readonly end: number } | undefined {
  let value = 0
  let weight = 1
  let at = start
  for (let k = BASE; ; k += BASE) {
    const digit = digitOf(encoded.charCodeAt(at++))
    if (digit === undefined || value > LAST_CODE * 64) return undefined
    value += digit * weight
    const threshold = k <= bias ? T_MIN : k >= bias + T_MAX ? T_MAX : k - bias
    if (digit < threshold) return { value, end: at }
    weight *= BASE - threshold
  }
}

function digitOf(code: number): number | undefined {
  if (code >= 0x61 && code <= 0x7a) return code - 0x61
  return code >= 0x30 && code <= 0x39 ? code - 0x30 + 26 : undefined
}

/** RFC 3492, 6.1. */
function adapt(delta: number, length: number, first: boolean): number {
  let rest = first ? Math.floor(delta / DAMP) : Math.floor(delta / 2)
  rest += Math.floor(rest / length)
  let k = 0
  while (rest > ((BASE - T_MIN) * T_MAX) >> 1) {
    rest = Math.floor(rest / (BASE - T_MIN))
    k += BASE
  }
  return k + Math.floor(((BASE - T_MIN + 1) * rest) / (rest + SKEW))
}
