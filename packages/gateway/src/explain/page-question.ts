/**
 * What a page asks the explain endpoint, read from the body of its request.
 *
 * @module
 */
import type { HeaderLine } from '@marque/core'
import type { PageRequest } from '@marque/core/browsers'

/** A question, or one sentence that says what is wrong with the body. */
export type ReadQuestion =
  | { readonly question: Omit<PageRequest, 'origin'> }
  | { readonly problem: string }

const KEYS: ReadonlySet<string> = new Set(['url', 'method', 'headers', 'credentials'])

/** More than any page sets, and little enough to judge at once. */
const MOST_HEADERS = 64

/**
 * Reads `{ url, method, headers, credentials }`.
 *
 * `method` is `GET` and `headers` is empty where they are left out. `headers` is a list of names, a list of `[name, value]`, or an object. A name without
 * its value is taken to need a preflight, so that no value has to leave the page. `credentials` is a boolean or a word of Fetch: only `include` sends
 * cookies to another origin.
 *
 * @example
 * ```ts
 * readQuestion('{"url":"https://api.example.com/v1/me","method":"PUT","headers":["content-type"]}')
 * ```
 */
export function readQuestion(body: string): ReadQuestion {
  const read = parse(body)
  if (read === undefined) return { problem: 'the body is no JSON object' }
  const unknown = Object.keys(read).find((key) => !KEYS.has(key))
  if (unknown !== undefined) {
    return { problem: 'the body has a key besides url, method, headers and credentials' }
  }
  const { url, method = 'GET', headers = [], credentials = false } = read
  const address = addressOf(url)
  if (address === undefined) return { problem: 'url is no absolute http, https, ws or wss address' }
  if (typeof method !== 'string' || !/^[!#$%&'*+.^_`|~0-9A-Za-z-]{1,64}$/.test(method)) {
    return { problem: 'method is no method' }
  }
  const lines = linesOf(headers)
  if (lines === undefined) {
    return { problem: 'headers is no list of names, no list of [name, value] and no object' }
  }
  const isIncluded = credentialsOf(credentials)
  if (isIncluded === undefined) {
    return { problem: 'credentials is no boolean and none of include, same-origin and omit' }
  }
  return { question: { url: address, method, headers: lines, credentials: isIncluded } }
}

function parse(body: string): { readonly [key: string]: unknown } | undefined {
  let value: unknown
  try {
    value = JSON.parse(body)
  } catch {
    return undefined
  }
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? { ...value }
    : undefined
}

/** As a browser would send it: dot segments resolved, the host in its canonical form, no fragment. Fetch throws where there is user information. */
function addressOf(url: unknown): string | undefined {
  if (typeof url !== 'string' || !/^(?:http|ws)s?:\/\//i.test(url)) return undefined
  const parsed = URL.parse(url)
  if (parsed === null || parsed.username !== '' || parsed.password !== '') return undefined
  parsed.hash = ''
  return parsed.href
}

function linesOf(headers: unknown): readonly HeaderLine[] | undefined {
  if (typeof headers !== 'object' || headers === null) return undefined
  const entries: readonly unknown[] = Array.isArray(headers) ? headers : Object.entries(headers)
  if (entries.length > MOST_HEADERS) return undefined
  const lines: HeaderLine[] = []
  for (const entry of entries) {
    const line = lineOf(entry)
    if (line === undefined) return undefined
    lines.push(line)
  }
  return lines
}

function lineOf(entry: unknown): HeaderLine | undefined {
  const [name, value] = typeof entry === 'string' ? [entry, undefined] : pairOf(entry)
  if (typeof name !== 'string' || !/^[!#$%&'*+.^_`|~0-9A-Za-z-]{1,128}$/.test(name))
    return undefined
  if (value === undefined) return [name, valueThatAsks(name)]
  return typeof value === 'string' ? [name, value] : undefined
}

function pairOf(entry: unknown): readonly unknown[] {
  return Array.isArray(entry) && entry.length === 2 && entry[1] !== undefined ? entry : []
}

/** A value that no browser safelists. */
function valueThatAsks(name: string): string {
  return name.toLowerCase() === 'content-type' ? 'application/json' : '"unknown"'
}

function credentialsOf(credentials: unknown): boolean | undefined {
  switch (credentials) {
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
