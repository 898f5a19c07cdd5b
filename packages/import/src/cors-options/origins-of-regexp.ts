/**
 * The origins that a regular expression matches, where a policy can list them.
 *
 * @module
 */
import { readOrigin, readPattern } from '@marque/core'
import {
  type RegExpNode,
  type RegExpSequence,
  type RegExpTerm,
  readRegExp,
} from './regexp-nodes.ts'

/** The reading of an expression. */
export type OriginsOfRegExp =
  /** Exactly these origins and patterns. */
  | { readonly kind: 'exact'; readonly origins: readonly string[] }
  /** It matches origins that nobody meant; `example` is one of them, null if none is known. */
  | { readonly kind: 'unsafe'; readonly why: string; readonly example: string | null }
  /** A policy cannot say the same. */
  | { readonly kind: 'inexact'; readonly why: string }

/** One way through an expression: characters, and marks for the parts that repeat. */
type Piece =
  | { readonly kind: 'character'; readonly character: string }
  /** One character of a class that is not a literal, once. */
  | { readonly kind: 'one'; readonly source: string }
  /** One or more characters, `.` of host names included. */
  | { readonly kind: 'any' }
  /** One or more labels of a host name, each with its dot. */
  | { readonly kind: 'labels' }
  /** Digits. */
  | { readonly kind: 'digits' }
  /** A repeated class that says less than `any`. */
  | { readonly kind: 'some'; readonly source: string }
  | { readonly kind: 'start' }
  | { readonly kind: 'end' }

/** Ways through one expression at most. */
const MOST_WAYS = 256

/** Classes that match every character of a host. */
const ANY = new Set(['.', '\\S', '[^/]', '[^\\/]', '[^]', '[\\s\\S]', '[^:/]', '[^/:]', '[^\\s]'])
/** Classes that match every character of a label, and no dot. */
const LABEL = new Set(['[^.]', '[^\\.]', '[\\w-]', '[\\w\\-]', '[a-z0-9_-]', '[a-zA-Z0-9_-]'])
const DIGITS = new Set(['\\d', '[0-9]'])

/** The name of the attacker in examples: reserved for documentation (RFC 2606). */
const ATTACKER = 'attacker.example'

/**
 * Reads a regular expression that is tested against `Origin`.
 *
 * Exact are literal origins, alternatives of them, `.+` or `([^.]+\.)+` in place of subdomains and `(:\d+)?` in place of a port.
 *
 * @example
 * ```ts
 * originsOfRegExp('^https://.+\\.example\\.com$', '') // exact: https://*.example.com
 * originsOfRegExp('\\.example\\.com', '') // unsafe: it also matches `https://x.example.com.attacker.example`
 * ```
 */
export function originsOfRegExp(source: string, flags: string): OriginsOfRegExp {
  const alternatives = readRegExp(source)
  const ways = alternatives && waysOf(alternatives)
  if (ways === undefined)
    return {
      kind: 'inexact',
      why: 'it has parts that a list of origins and patterns cannot express',
    }
  const readings = ways.map((way) => originsOfWay(flags.includes('i') ? lower(way) : way))
  const worst =
    readings.find(({ kind }) => kind === 'unsafe') ??
    readings.find(({ kind }) => kind === 'inexact')
  if (worst !== undefined) return worst
  return joinPorts(readings.flatMap((one) => (one.kind === 'exact' ? one.origins : [])))
}

/** `https://a.example` and `https://a.example:<digits>` are one pattern with any port; the second alone is none. */
function joinPorts(origins: readonly string[]): OriginsOfRegExp {
  const all = new Set(origins)
  const joined = new Set<string>()
  for (const origin of all) {
    if (!origin.endsWith(':#')) {
      if (!all.has(`${origin}:#`)) joined.add(origin)
      continue
    }
    const bare = origin.slice(0, -2)
    if (!all.has(bare))
      return { kind: 'inexact', why: 'a pattern with any port includes the default port' }
    joined.add(`${bare}:*`)
  }
  return { kind: 'exact', origins: [...joined] }
}

function originsOfWay(way: readonly Piece[]): OriginsOfRegExp {
  const first = way[0]?.kind === 'start'
  const last = way.at(-1)?.kind === 'end'
  const inner = way.slice(first ? 1 : 0, last ? -1 : undefined)
  if (inner.some(({ kind }) => kind === 'start' || kind === 'end'))
    return { kind: 'inexact', why: 'it has an anchor in the middle' }
  if (!last || inner.at(-1)?.kind === 'any')
    return unsafe('nothing ends it: `$` is missing', sampleOf(inner), `.${ATTACKER}`)
  if (!first) return unsafeStart(inner)
  const dot = inner.findIndex((piece) => piece.kind === 'one' && piece.source === '.')
  if (dot >= 0)
    return unsafe(
      'an unescaped `.` matches any character',
      sampleOf(inner.with(dot, { kind: 'character', character: 'x' })),
      '',
    )
  return originOfPieces(inner)
}

function originOfPieces(pieces: readonly Piece[]): OriginsOfRegExp {
  const wild = pieces.findIndex(({ kind }) => kind === 'any' || kind === 'labels')
  const before = textOf(pieces.slice(0, Math.max(wild, 0)))
  const digits = pieces.at(-1)?.kind === 'digits' && before !== null
  const after = textOf(pieces.slice(wild + 1, digits ? -1 : undefined))
  if (before === null || after === null)
    return {
      kind: 'inexact',
      why: 'patterns cover whole labels at every level, no character classes',
    }
  const port = digits ? ':#' : ''
  const rest = digits ? after.replace(/:$/, '') : after
  if (digits && rest === after) return { kind: 'inexact', why: 'its digits are not a port' }
  if (wild < 0) {
    // An origin that no browser sends is never matched.
    return readOrigin(rest) === undefined
      ? { kind: 'exact', origins: [] }
      : { kind: 'exact', origins: [rest + port] }
  }
  const isAny = pieces[wild]?.kind === 'any'
  if (!/^[a-z][a-z0-9+.-]*:\/\/$/.test(before))
    return { kind: 'inexact', why: 'its variable part does not begin at the host' }
  if (isAny && !rest.startsWith('.'))
    return unsafe(
      'its variable part ends in the middle of a label',
      `${before}attacker-${rest}`.replace(/-(?=[^a-z0-9])/, ''),
      '',
    )
  const pattern = `${before}*${isAny ? rest : `.${rest}`}`
  return readPattern(pattern) === undefined
    ? { kind: 'inexact', why: `\`${pattern}\` is not a pattern` }
    : { kind: 'exact', origins: [pattern + port] }
}

/** What an expression without `^` matches besides. */
function unsafeStart(inner: readonly Piece[]): OriginsOfRegExp {
  const text = sampleOf(inner)
  if (text === null) return unsafe('nothing begins it: `^` is missing', null, '')
  if (text.includes('://')) {
    // `https://app.example.com` without `^` matches no other origin of a web page.
    return { kind: 'inexact', why: 'nothing begins it: `^` is missing' }
  }
  const isWild = inner[0]?.kind === 'any' || inner[0]?.kind === 'labels'
  const host = text.startsWith('.')
    ? `http://x${text}`
    : isWild
      ? `http://${text}`
      : `https://attacker-${text}`
  return unsafe('nothing begins it: `^` is missing', host, '')
}

function unsafe(why: string, sample: string | null, more: string): OriginsOfRegExp {
  if (sample === null) return { kind: 'unsafe', why, example: null }
  const text = sample + more
  const host = text.startsWith('.') ? `x${text}` : `x-${text}`
  const origin = text.includes('://') ? text : `https://${host}`
  // After a port no browser sends anything else, so the missing anchor changes nothing but the number of the port.
  return readOrigin(origin) === undefined
    ? { kind: 'inexact', why }
    : { kind: 'unsafe', why, example: origin }
}

/** A text that the pieces match; null if some piece is not understood. */
function sampleOf(pieces: readonly Piece[]): string | null {
  let text = ''
  for (const piece of pieces) {
    switch (piece.kind) {
      case 'character':
        text += piece.character
        break
      case 'any':
        text += 'x'
        break
      case 'labels':
        text += 'x.'
        break
      case 'digits':
        text += '8443'
        break
      case 'one':
        if (piece.source !== '.') return null
        text += '.'
        break
      default:
        return null
    }
  }
  return text
}

function textOf(pieces: readonly Piece[]): string | null {
  return pieces.every((piece) => piece.kind === 'character')
    ? pieces.map((piece) => (piece.kind === 'character' ? piece.character : '')).join('')
    : null
}

function lower(way: readonly Piece[]): readonly Piece[] {
  return way.map((piece) =>
    piece.kind === 'character' ? { ...piece, character: piece.character.toLowerCase() } : piece,
  )
}

/** Every way through the alternatives; undefined if there are too many. */
function waysOf(
  alternatives: readonly RegExpSequence[],
): readonly (readonly Piece[])[] | undefined {
  const all: (readonly Piece[])[] = []
  for (const sequence of alternatives) {
    let ways: readonly (readonly Piece[])[] = [[]]
    for (const term of sequence) {
      const next = waysOfTerm(term)
      if (next === undefined || ways.length * next.length > MOST_WAYS) return undefined
      ways = ways.flatMap((way) => next.map((more) => [...way, ...more]))
    }
    all.push(...ways)
    if (all.length > MOST_WAYS) return undefined
  }
  return all
}

function waysOfTerm({ node, least, most }: RegExpTerm): readonly (readonly Piece[])[] | undefined {
  if (most === 1) {
    const once = waysOfNode(node)
    return once && (least === 0 ? [[], ...once] : once)
  }
  const repeated = repeatedPiece(node, least)
  if (repeated === undefined) return undefined
  // `.*` before a dot is `.+`: no host begins with a dot.
  return least === 0 && repeated.kind !== 'any' ? [[], [repeated]] : [[repeated]]
}

function waysOfNode(node: RegExpNode): readonly (readonly Piece[])[] | undefined {
  switch (node.kind) {
    case 'group':
      return waysOf(node.alternatives)
    case 'class': {
      const literal = /^\[\\?([^\\^\]])\]$/.exec(node.source)?.[1]
      return literal === undefined
        ? [[{ kind: 'one', source: node.source }]]
        : [[{ kind: 'character', character: literal }]]
    }
    default:
      return [[node]]
  }
}

function repeatedPiece(node: RegExpNode, least: number): Piece | undefined {
  if (node.kind === 'class') {
    if (ANY.has(node.source) && least <= 1) return { kind: 'any' }
    if (DIGITS.has(node.source) && least <= 1) return { kind: 'digits' }
    return { kind: 'some', source: node.source }
  }
  if (node.kind !== 'group' || least > 1) return undefined
  // `([^.]+\.)+`, `(.+\.)*`
  const [sequence] = node.alternatives
  const [label, dot] = sequence ?? []
  const isLabels =
    node.alternatives.length === 1 &&
    sequence?.length === 2 &&
    label?.node.kind === 'class' &&
    (LABEL.has(label.node.source) || ANY.has(label.node.source)) &&
    label.least <= 1 &&
    label.most === Number.POSITIVE_INFINITY &&
    dot?.node.kind === 'character' &&
    dot.node.character === '.' &&
    dot.least === 1 &&
    dot.most === 1
  return isLabels ? { kind: 'labels' } : undefined
}
