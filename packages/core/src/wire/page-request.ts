/**
 * The request of a page to be explained to it, as JSON: `{ url, method, headers, credentials }`.
 *
 * @module
 */
import type { PageRequest } from '../browsers/index.ts'
import { isToken, unsafeValueFor } from '../headers/index.ts'
import type { HeaderLine } from '../request.ts'
import { isObject, parseJson } from './json-values.ts'
import { type RequestProblem, requestProblem } from './request-problem.ts'

const KEYS: readonly string[] = ['url', 'method', 'headers', 'credentials']

/** Bounds on what a page sends: more than any page sets, and little enough to be decided at once. */
const LIMITS = { headers: 64, methodCharacters: 64, nameCharacters: 128 } as const

/**
 * Reads the request of a page; its origin is the `Origin` of the request that carries it.
 *
 * `method` (default `GET`), `headers` (default none) and `credentials` (default false) may be missing; unknown keys are refused. `headers` is an array of
 * names, an array of `[name, value]`, or an object. A name without a value counts as one that needs a preflight, so that no value has to leave the
 * page. `credentials` is a boolean or a mode of Fetch, of which only `include` sends cookies to another origin.
 *
 * @param text JSON, such as the body of a request to the explain endpoint.
 *
 * @example
 * ```ts
 * readPageRequest('{"url":"https://api.example.com/v1/me","method":"PUT","headers":["content-type"]}')
 * ```
 */
export function readPageRequest(text: string): Omit<PageRequest, 'origin'> | RequestProblem {
  const value = parseJson(text)
  if (value === undefined) return requestProblem('ERR_REQUEST_SYNTAX', 'invalid JSON')
  if (!isObject(value)) {
    return requestProblem('ERR_REQUEST_SHAPE', 'the request must be an object with `url`')
  }
  if (Object.keys(value).some((key) => !KEYS.includes(key))) {
    const message = `unknown key; the keys are ${KEYS.join(', ')}`
    return requestProblem('ERR_REQUEST_UNKNOWN_KEY', message)
  }
  const { method = 'GET', headers = [], credentials = false } = value
  const url = urlIn(value.url)
  if (url === undefined) {
    const message =
      '`url` must be an absolute URL of http, https, ws or wss, without user information'
    return requestProblem('ERR_REQUEST_URL', message, '/url')
  }
  if (typeof method !== 'string' || !isToken(method) || method.length > LIMITS.methodCharacters) {
    return requestProblem(
      'ERR_REQUEST_METHOD',
      '`method` must be a method such as `GET`',
      '/method',
    )
  }
  const lines = headerLinesIn(headers)
  if (lines === undefined) {
    const message = `\`headers\` must be an array of names, an array of \`[name, value]\`, or an object, of at most ${LIMITS.headers} headers`
    return requestProblem('ERR_REQUEST_HEADERS', message, '/headers')
  }
  const isIncluded = credentialsIn(credentials)
  if (isIncluded === undefined) {
    const message = '`credentials` must be a boolean, `include`, `same-origin` or `omit`'
    return requestProblem('ERR_REQUEST_CREDENTIALS', message, '/credentials')
  }
  return { url, method, headers: lines, credentials: isIncluded }
}

/** As a browser would send it: dot segments resolved, the host in its canonical form, no fragment. Fetch throws where there is user information. */
function urlIn(value: unknown): string | undefined {
  if (typeof value !== 'string' || !/^(?:http|ws)s?:\/\//i.test(value)) return undefined
  if (!URL.canParse(value)) return undefined
  const parsed = new URL(value)
  if (parsed.username !== '' || parsed.password !== '') return undefined
  parsed.hash = ''
  return parsed.href
}

function headerLinesIn(value: unknown): readonly HeaderLine[] | undefined {
  if (typeof value !== 'object' || value === null) return undefined
  const entries: readonly unknown[] = Array.isArray(value) ? value : Object.entries(value)
  if (entries.length > LIMITS.headers) return undefined
  const lines: HeaderLine[] = []
  for (const entry of entries) {
    const line = headerLineIn(entry)
    if (line === undefined) return undefined
    lines.push(line)
  }
  return lines
}

function headerLineIn(entry: unknown): HeaderLine | undefined {
  const [name, value] = typeof entry === 'string' ? [entry, undefined] : pairIn(entry)
  if (typeof name !== 'string' || !isToken(name) || name.length > LIMITS.nameCharacters) {
    return undefined
  }
  if (value === undefined) return [name, unsafeValueFor(name.toLowerCase())]
  return typeof value === 'string' ? [name, value] : undefined
}

function pairIn(entry: unknown): readonly unknown[] {
  return Array.isArray(entry) && entry.length === 2 && entry[1] !== undefined ? entry : []
}

function credentialsIn(value: unknown): boolean | undefined {
  switch (value) {
    case true:
    case 'include':
      return true
    case false:
    case 'same-origin':
    case 'omit':
      return false
    default:
      return undefined
  }
}
