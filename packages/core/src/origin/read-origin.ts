/**
 * Parsing of an origin as Fetch serializes it: `scheme "://" host [":" port]` (D3).
 *
 * Written by hand because the platform's URL parser repairs what must be rejected: it trims, folds case, and gives every custom
 * scheme the origin `null`. Origins are compared byte for byte and never changed.
 *
 * @module
 */
import { isCanonicalIpv6, mappedIpv4 } from './ipv6.ts'

/** The parts of a canonical origin; joined again they give the same text. */
export interface Origin {
  readonly scheme: string
  /** A DNS name with or without a trailing dot, a dotted-quad IPv4 address, or an IPv6 address in brackets; of an app or an extension also `.`, `-` or a UUID in upper case. */
  readonly host: string
  /** Null for the scheme's default port, which is never written. */
  readonly port: number | null
}

/** Bounds of the grammar, in bytes. */
export const ORIGIN_LIMITS = { scheme: 64, host: 253, label: 63 } as const

/** The default port of a scheme (URL Standard, special schemes), which an origin never has; null where it has none. */
export function defaultPort(scheme: string): number | null {
  switch (scheme) {
    case 'http':
    case 'ws':
      return 80
    case 'https':
    case 'wss':
      return 443
    case 'ftp':
      return 21
    default:
      return null
  }
}

/**
 * Reads a canonical origin.
 *
 * Linear in the length of `text`, which is bounded first.
 *
 * @returns The parts, or `undefined` where the text is not byte for byte what a browser sends: upper case, a path, user
 *   information, a default port, an address in another notation, `null`, `file://`.
 *
 * @example
 * ```ts
 * readOrigin('https://app.example.com:8443') // { scheme: 'https', host: 'app.example.com', port: 8443 }
 * readOrigin('https://app.example.com:443') // undefined
 * ```
 */
export function readOrigin(text: string): Origin | undefined {
  const schemeEnd = readScheme(text)
  if (schemeEnd < 0) return undefined
  const hostStart = schemeEnd + 3
  const hostEnd = readHost(text, hostStart)
  if (hostEnd < 0) return readAppOrigin(text, schemeEnd)
  // One string for all origins of the common scheme: lists have a million.
  const scheme = text.startsWith('https:') ? 'https' : text.slice(0, schemeEnd)
  const host = text.slice(hostStart, hostEnd)
  if (hostEnd === text.length) return { scheme, host, port: null }
  const port = readPort(text, hostEnd)
  if (port < 0 || port === defaultPort(scheme)) return undefined
  return { scheme, host, port }
}

/** The hosts that only pages of app shells (`app://.`, `app://-`) and extensions of Safari have. */
const APP_HOST = /^(?:[.-]|[0-9A-F]{8}(?:-[0-9A-F]{4}){3}-[0-9A-F]{12})$/

/** Schemes whose hosts are domains and addresses (URL Standard, special schemes). */
const SPECIAL_SCHEME = /^(?:https?|wss?|ftp|file)$/

function readAppOrigin(text: string, schemeEnd: number): Origin | undefined {
  const host = text.slice(schemeEnd + 3, schemeEnd + 40)
  const scheme = text.slice(0, schemeEnd)
  if (text.length > schemeEnd + 39 || !APP_HOST.test(host) || SPECIAL_SCHEME.test(scheme)) {
    return undefined
  }
  return { scheme, host, port: null }
}

/** Whether {@link readOrigin} accepts `text`. */
export function isCanonicalOrigin(text: string): boolean {
  return readOrigin(text) !== undefined
}

/** @returns The end of the scheme, or -1 where `text` does not start with `scheme://`. */
export function readScheme(text: string): number {
  if (!isLowerLetter(text.charCodeAt(0))) return -1
  let end = 1
  while (end < text.length && isSchemeCode(text.charCodeAt(end))) end++
  if (end > ORIGIN_LIMITS.scheme || !text.startsWith('://', end)) return -1
  return end
}

/** @returns The end of the host that starts at `start`, which the end of the text or a colon follows; or -1. */
export function readHost(text: string, start: number): number {
  if (text.charCodeAt(start) === 0x5b) return readBracketedHost(text, start)
  const bound = start + ORIGIN_LIMITS.host
  let lastLabel = start
  let labelStart = start
  let at = start
  for (; ; at++) {
    const code = at < text.length ? text.charCodeAt(at) : 0x3a
    if (code === 0x2e || code === 0x3a) {
      const length = at - labelStart
      if (length > ORIGIN_LIMITS.label) return -1
      if (length === 0) {
        // Only after the last label: a trailing dot.
        if (code === 0x2e || at === start) return -1
        break
      }
      if (text.charCodeAt(labelStart) === 0x2d || text.charCodeAt(at - 1) === 0x2d) return -1
      lastLabel = labelStart
      if (code === 0x3a) break
      labelStart = at + 1
    } else if (!isLabelCode(code)) return -1
    if (at >= bound) return -1
  }
  const name = labelStart > lastLabel ? at - 1 : at
  const isNumber = endsInNumber(text.slice(lastLabel, name))
  return isNumber && !isCanonicalIpv4(text.slice(start, at)) ? -1 : at
}

/** @returns The port after the colon at `at`: 1 to 65535 without a leading zero; or -1. */
export function readPort(text: string, at: number): number {
  const digits = text.length - at - 1
  if (text.charCodeAt(at) !== 0x3a || digits < 1 || digits > 5) return -1
  let port = 0
  for (let i = at + 1; i < text.length; i++) {
    const digit = text.charCodeAt(i) - 0x30
    if (digit < 0 || digit > 9 || (digit === 0 && port === 0)) return -1
    port = port * 10 + digit
  }
  return port <= 65535 ? port : -1
}

/** Whether a host is an IP address, which has no subdomains. */
export function isAddress(host: string): boolean {
  return host.startsWith('[') || isCanonicalIpv4(host)
}

/**
 * A host without its trailing dot. The name with the dot is another origin (D3), but the DNS name is the same; rules about who owns a
 * name use this.
 */
export function withoutTrailingDot(host: string): string {
  return host.endsWith('.') ? host.slice(0, -1) : host
}

/**
 * Whether a host is a loopback host: `localhost`, names under it (RFC 6761, 6.3), with or without a trailing dot; 127.0.0.0/8, also
 * IPv4-mapped, and `[::1]`.
 */
export function isLoopbackHost(host: string): boolean {
  const name = withoutTrailingDot(host)
  if (name === 'localhost' || name.endsWith('.localhost') || host === '[::1]') return true
  const address = mappedIpv4(host) ?? host
  return address.startsWith('127.') && isCanonicalIpv4(address)
}

function readBracketedHost(text: string, start: number): number {
  const close = text.indexOf(']', start)
  if (close < 0 || close - start > 40 || !isCanonicalIpv6(text.slice(start + 1, close))) return -1
  const end = close + 1
  return end === text.length || text.charCodeAt(end) === 0x3a ? end : -1
}

/** URL Standard, "ends in a number": such a host is an address or invalid. */
function endsInNumber(label: string): boolean {
  return /^(?:[0-9]+|0x[0-9a-f]*)$/.test(label)
}

const OCTET = '(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])'
const IPV4 = new RegExp(`^${OCTET}(?:\\.${OCTET}){3}$`)

function isCanonicalIpv4(host: string): boolean {
  return host.length <= 15 && IPV4.test(host)
}

function isLowerLetter(code: number): boolean {
  return code >= 0x61 && code <= 0x7a
}

function isDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39
}

function isSchemeCode(code: number): boolean {
  return isLowerLetter(code) || isDigit(code) || code === 0x2b || code === 0x2d || code === 0x2e
}

/** Letters, digits, `-` and `_`: browsers send host names with `_` too. */
function isLabelCode(code: number): boolean {
  return isLowerLetter(code) || isDigit(code) || code === 0x2d || code === 0x5f
}
