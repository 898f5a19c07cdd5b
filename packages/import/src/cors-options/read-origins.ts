/**
 * The option `origin`.
 *
 * @module
 */
import { readOrigin } from '@marque/core'
import { trustProblem } from '../access/index.ts'
import { shorten } from '../findings/index.ts'
import type { OptionReader } from './option-reader.ts'
import { originsOfRegExp } from './origins-of-regexp.ts'
import type { StaticValue } from './static-value.ts'

/** The origins that the library lets read, and whether with credentials. */
export interface ReadOrigins {
  /** Every website, without credentials. */
  readonly any: boolean
  readonly origins: readonly string[]
}

const NONE: ReadOrigins = { any: false, origins: [] }

/**
 * Reads the option. Origins that no browser sends, that a policy cannot trust, and expressions that a list cannot say are findings.
 *
 * @param self Public origins of the API.
 */
export function readOrigins(
  reader: OptionReader,
  self: readonly string[],
  credentials: boolean,
): ReadOrigins {
  const { library } = reader
  const value = reader.get('origin')
  if (value === undefined || (library.name === 'koa' && isFalsy(value)))
    return any(reader, value ?? { offset: 0 }, '`origin` is not set, which means `*`', credentials)
  switch (value.kind) {
    case 'dynamic':
      return NONE
    case 'text':
      if (value.text === '*') return any(reader, value, '`origin` is `*`', credentials)
      return { any: false, origins: listed(reader, [value], self) }
    case 'boolean':
      if (!value.value) return NONE
      if (!library.origins.has('boolean')) return unsupported(reader, value, '`true`')
      return reflected(reader, value, '`origin` is `true`', credentials)
    case 'list':
      if (!library.origins.has('list')) return unsupported(reader, value, 'a list')
      return readList(reader, value, self, credentials)
    case 'regexp':
      if (!library.origins.has('regexp')) return unsupported(reader, value, 'a regular expression')
      return { any: false, origins: listed(reader, [value], self) }
    case 'nothing':
      return NONE
    default:
      return unsupported(reader, value, 'a value of this kind')
  }
}

function readList(
  reader: OptionReader,
  value: StaticValue,
  self: readonly string[],
  credentials: boolean,
): ReadOrigins {
  const { library } = reader
  const items = flat(value)
  const star = items.find((item) => item.kind === 'text' && item.text === '*')
  if (star !== undefined && library.anyInList)
    return any(reader, star, '`origin` has the entry `*`', credentials)
  const truthy = items.find(
    (item) => (item.kind === 'boolean' && item.value) || item.kind === 'object',
  )
  if (truthy !== undefined && library.origins.has('boolean'))
    return reflected(reader, truthy, '`origin` has an entry that is always true', credentials)
  return { any: false, origins: listed(reader, items, self) }
}

function flat(value: StaticValue): readonly StaticValue[] {
  return value.kind === 'list' ? value.items.flatMap(flat) : [value]
}

function any(
  reader: OptionReader,
  at: { readonly offset: number },
  what: string,
  credentials: boolean,
): ReadOrigins {
  if (credentials && reader.library.reflectsAny) return reflected(reader, at, what, credentials)
  const more = credentials
    ? '; browsers refuse it for requests with cookies, so `credentials` has no effect'
    : ''
  reader.report('MQ-863', at, `${what}: every website may read every answer${more}`)
  return { any: true, origins: [] }
}

/** The origin of the request, whatever it is. */
function reflected(
  reader: OptionReader,
  at: { readonly offset: number },
  what: string,
  credentials: boolean,
): ReadOrigins {
  if (!credentials) {
    reader.report('MQ-863', at, `${what}: every website may read every answer`)
    return { any: true, origins: [] }
  }
  reader.report(
    'MQ-862',
    at,
    `${what} with \`credentials\`: every website may read what your users can read; nothing is granted`,
  )
  return NONE
}

function unsupported(reader: OptionReader, at: StaticValue, what: string): ReadOrigins {
  const { module, version } = reader.library
  reader.report(
    'MQ-868',
    at,
    `\`origin\` is ${what}, which \`${module}\` ${version} does not support: no origin gets a valid answer`,
  )
  return NONE
}

function isFalsy(value: StaticValue): boolean {
  return (
    value.kind === 'nothing' ||
    (value.kind === 'boolean' && !value.value) ||
    (value.kind === 'text' && value.text === '')
  )
}

function listed(
  reader: OptionReader,
  items: readonly StaticValue[],
  self: readonly string[],
): readonly string[] {
  const origins = items.flatMap((item) =>
    originsOf(reader, item).map((origin) => ({ origin, item })),
  )
  const trusted = origins.filter(({ origin, item }) => {
    const problem = trustProblem(origin, self, false)
    if (problem !== undefined) leftOut(reader, item, origin, problem)
    return problem === undefined
  })
  return [...new Set(trusted.map(({ origin }) => origin))]
}

function originsOf(reader: OptionReader, item: StaticValue): readonly string[] {
  if (item.kind === 'text') {
    if (readOrigin(item.text) !== undefined) return [item.text]
    const why =
      item.text === 'null'
        ? 'sandboxed frames of every website send it'
        : item.text === '*'
          ? `\`${reader.library.module}\` compares it with the origin, so it never matches`
          : 'browsers send scheme, host and port in lower case, without a path and without a default port, so it never matches'
    leftOut(reader, item, item.text, why)
    return []
  }
  if (item.kind === 'regexp') return originsOfExpression(reader, item)
  if (item.kind === 'dynamic') {
    reader.report(
      'MQ-861',
      item,
      `an entry of \`origin\` is ${item.what}, which only the running application knows`,
      'add the origin to `origins` of the policy',
    )
  } else if (item.kind !== 'nothing' && item.kind !== 'boolean') {
    leftOut(reader, item, item.kind, 'it is not a string, so it never matches')
  }
  return []
}

function originsOfExpression(
  reader: OptionReader,
  item: Extract<StaticValue, { kind: 'regexp' }>,
): readonly string[] {
  const name = `\`/${shorten(item.source)}/${item.flags}\``
  if (!reader.library.origins.has('regexp')) {
    leftOut(
      reader,
      item,
      `/${item.source}/`,
      `\`${reader.library.module}\` does not match expressions`,
    )
    return []
  }
  const reading = originsOfRegExp(item.source, item.flags)
  if (reading.kind === 'exact') return reading.origins
  const hole =
    reading.kind === 'unsafe' && reading.example !== null
      ? `; it also matches \`${reading.example}\``
      : ''
  const words = reading.kind === 'unsafe' ? 'is unsafe' : 'cannot be carried over'
  reader.report('MQ-864', item, `${name} ${words}: ${reading.why}${hole}`)
  return []
}

function leftOut(reader: OptionReader, at: StaticValue, origin: string, why: string): void {
  reader.report('MQ-868', at, `\`${shorten(origin)}\` is left out: ${why}`)
}
