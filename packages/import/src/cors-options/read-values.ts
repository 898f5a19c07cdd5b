/**
 * Methods, header names, credentials and max-age.
 *
 * @module
 */
import {
  isForbiddenMethod,
  isForbiddenRequestHeader,
  isForbiddenResponseHeader,
  isSafelistedResponseHeader,
  isToken,
  normalizeMethod,
} from '@marque/core'
import { grantProblem } from '../access/index.ts'
import { shorten } from '../findings/index.ts'
import type { CorsLibrary } from './libraries.ts'
import { type OptionReader, textsOf } from './option-reader.ts'
import { isTruthy, type StaticValue } from './static-value.ts'

/** Methods that `*` stands for in a draft. */
const COMMON = ['DELETE', 'GET', 'PATCH', 'POST', 'PUT']
/** Browsers do not ask for these (Fetch, CORS-safelisted method). */
const SAFELISTED = ['GET', 'POST']
/** Methods of requests that have a body, and so a `Content-Type`. */
const WITH_BODY: ReadonlySet<string> = new Set(['PATCH', 'POST', 'PUT', 'QUERY'])
/** Seconds: the longest time of a policy. */
const LONGEST = 86_400

/** Whether the library sends `Access-Control-Allow-Credentials`. */
export function readCredentials(reader: OptionReader): boolean {
  const value = reader.get('credentials')
  if (value === undefined || value.kind === 'dynamic') return false
  const isTrue = value.kind === 'boolean' && value.value
  if (isTrue || (reader.library.truthyCredentials && isTruthy(value) === true)) return true
  if (isTruthy(value) === true) {
    const { module, version } = reader.library
    reader.report(
      'MQ-870',
      value,
      `\`credentials\` is not \`true\`: \`${module}\` ${version} ignores it`,
    )
  }
  return false
}

/** The methods that the library lets script use, as far as they are listed. */
export function readMethods(reader: OptionReader, credentials: boolean): readonly string[] {
  const { library } = reader
  const value = reader.get('methods')
  if (value === undefined) return withoutHead(library.defaultMethods)
  if (value.kind === 'dynamic') return ['GET']
  if (value.kind === 'text' && !library.methodText) {
    reader.report(
      'MQ-870',
      value,
      `the methods are one string, which \`${library.module}\` ${library.version} ignores: only GET and POST pass`,
    )
    return ['GET']
  }
  const methods = new Set<string>()
  for (const one of textsOf(reader, 'methods', value)) {
    const why = credentials && one.text === '*' ? LITERAL : methodFault(one.text)
    if (why !== undefined) {
      reader.report('MQ-870', one, `the method \`${shorten(one.text)}\` is left out: ${why}`)
    } else if (one.text === '*') {
      const message = `\`*\` becomes ${COMMON.join(', ')}: a grant lists its methods`
      reader.report('MQ-870', one, message)
      for (const method of COMMON) methods.add(method)
    } else methods.add(one.text)
  }
  const missing = SAFELISTED.filter((method) => !methods.has(method))
  if (missing.length > 0) {
    reader.report(
      'MQ-866',
      value,
      `${missing.join(' and ')} ${missing.length === 1 ? 'is' : 'are'} not listed, and ${missing.length === 1 ? 'passes' : 'pass'} today: browsers do not check ${missing.length === 1 ? 'it' : 'them'} against the list`,
    )
  }
  return methods.size === 0 ? ['GET'] : withoutHead([...methods])
}

const LITERAL = 'with credentials browsers read it as the literal name `*`, not as a wildcard'

function methodFault(text: string): string | undefined {
  if (text === '*') return undefined
  if (!isToken(text)) return 'it is not a method'
  if (isForbiddenMethod(text)) return 'browsers never send it'
  if (normalizeMethod(text) !== text)
    return `browsers send ${text.toUpperCase()}, and the comparison is exact`
  if (text === 'OPTIONS') return 'preflights need no grant'
  return grantProblem({ methods: [text] })
}

/** GET covers HEAD (D7). */
function withoutHead(methods: readonly string[]): readonly string[] {
  return methods.includes('GET') ? methods.filter((method) => method !== 'HEAD') : methods
}

/** The request headers that script may set. */
export function readRequestHeaders(
  reader: OptionReader,
  credentials: boolean,
  methods: readonly string[],
): readonly string[] {
  const value = reader.get('allowedHeaders')
  if (value === undefined || isReflected(reader.library.reflectsHeaders, value)) {
    const hasBody = methods.some((method) => WITH_BODY.has(method))
    reader.report(
      'MQ-865',
      value ?? { offset: 0 },
      `no request headers are listed, so \`${reader.library.module}\` allows every one; ${hasBody ? 'the draft allows `content-type`' : 'the draft allows none'}`,
    )
    return hasBody ? ['content-type'] : []
  }
  if (value.kind === 'dynamic') return []
  return namesOf(reader, 'allowedHeaders', credentials, (name) =>
    isForbiddenRequestHeader(name)
      ? 'script cannot set it'
      : grantProblem({ requestHeaders: [name], credentials }),
  )
}

function isReflected(reflects: CorsLibrary['reflectsHeaders'], value: StaticValue): boolean {
  if (reflects === 'null') return value.kind === 'nothing' && value.isNull
  if (isTruthy(value) === false) return true
  return reflects === 'falsy or empty list' && value.kind === 'list' && value.items.length === 0
}

/** The response headers that script may read besides the safelisted ones. */
export function readExposeHeaders(reader: OptionReader, credentials: boolean): readonly string[] {
  return namesOf(reader, 'exposedHeaders', credentials, (name) =>
    isForbiddenResponseHeader(name)
      ? 'script can never read it'
      : isSafelistedResponseHeader(name)
        ? undefined
        : grantProblem({ exposeHeaders: [name], credentials }),
  ).filter((name) => !isSafelistedResponseHeader(name))
}

function namesOf(
  reader: OptionReader,
  option: 'allowedHeaders' | 'exposedHeaders',
  credentials: boolean,
  faultOf: (name: string) => string | undefined,
): readonly string[] {
  const value = reader.get(option)
  if (value === undefined || value.kind === 'dynamic') return []
  const names = new Set<string>()
  for (const one of textsOf(reader, option, value)) {
    const name = one.text.toLowerCase()
    const why =
      name === '*'
        ? credentials
          ? LITERAL
          : undefined
        : isToken(name)
          ? faultOf(name)
          : 'it is not a header name'
    if (why === undefined) names.add(name)
    else reader.report('MQ-870', one, `the header \`${shorten(one.text)}\` is left out: ${why}`)
  }
  // `*` includes every name but `authorization` (Fetch, CORS-preflight fetch, step 7.10).
  return names.has('*')
    ? option === 'allowedHeaders' && names.has('authorization')
      ? ['*', 'authorization']
      : ['*']
    : [...names].sort()
}

/** How long browsers may cache a preflight, in seconds; null where nothing is said. */
export function readMaxAge(reader: OptionReader): number | null {
  const value = reader.get('maxAge')
  if (value === undefined || value.kind === 'nothing' || value.kind === 'dynamic') return null
  const number =
    value.kind === 'number'
      ? value.number
      : value.kind === 'text' && /^\d{1,12}$/.test(value.text)
        ? Number(value.text)
        : Number.NaN
  const seconds = Number.isNaN(number) ? 0 : Math.max(0, Math.min(LONGEST, Math.floor(number)))
  if (seconds !== number) {
    const text = Number.isNaN(number) ? 'is not a number of seconds' : `is ${number} seconds`
    reader.report('MQ-870', value, `\`maxAge\` ${text}; the draft has ${seconds}`)
  }
  return seconds
}
