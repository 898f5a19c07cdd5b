/**
 * Reading of HAR files: recorded traffic of Chromium, Firefox, Safari, Postman and proxies.
 *
 * Names and counts leave this folder, values do not: no cookies, no header values but origins, no queries, no bodies.
 *
 * @module
 */
import type { Finding } from '@marque/policy'
import { joinFindings, joinWithoutPositions, type UnplacedFinding } from '../catalogue/index.ts'
import { positionsOf } from '../document/index.ts'
import type { Observation } from '../traffic/index.ts'
import { jsonFault } from './json-fault.ts'
import { readEntry, type Skipped } from './read-entry.ts'
import { listOf, objectOf, originOf, textOf } from './values.ts'

/** The observations and the findings; null with an error. */
export interface ReadHar {
  readonly observations: readonly Observation[] | null
  readonly findings: readonly Finding[]
}

/** What the counts of entries that are left out say. */
const REASONS: { readonly [reason in Skipped]: string } = {
  'no-request': 'without a request that can be read',
  scheme: 'with a URL that is not of a server: `data:`, `blob:`, an extension',
  socket: 'of WebSockets that the server did not accept, or of no website',
  elsewhere: 'to other servers than `--self`',
  'same-origin': 'of pages of the API itself',
  'no-page': 'without `Origin` and without a page: of tools, or typed into the address bar',
  embedded: 'without `Origin`: embedded by a page, whose script does not read them',
}

/**
 * Reads a HAR file. Never throws.
 *
 * @param self Public origins of the API: only requests to them count.
 */
export function readHar(bytes: Uint8Array, file: string, self: readonly string[]): ReadHar {
  const fail = (message: string, text = '', offset = 0): ReadHar => ({
    observations: null,
    findings: joinFindings(file, [
      { code: 'MQ-872', path: '', position: positionsOf(text)(offset), message },
    ]),
  })
  let text: string
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return fail('the file is not UTF-8')
  }
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    // The message of the parser quotes the text.
    const offset = jsonFault(text) ?? 0
    const isEnd = offset >= text.length
    return fail(isEnd ? 'the file ends in the middle of a value' : 'invalid JSON', text, offset)
  }
  const log = objectOf(objectOf(value)?.log)
  const entries = listOf(log?.entries)
  if (log === undefined || entries === undefined)
    return fail('`log.entries` is missing: this is not a HAR file')
  return read(entries, pagesOf(log), file, self)
}

function read(
  entries: readonly unknown[],
  pages: ReadonlyMap<string, string>,
  file: string,
  self: readonly string[],
): ReadHar {
  const merged = new Map<string, { readonly observation: Observation; count: number }>()
  const skipped = new Map<Skipped, number>()
  let hasCredentials = false
  for (const entry of entries) {
    const one = readEntry(entry, pages, self)
    if (typeof one === 'string') {
      skipped.set(one, (skipped.get(one) ?? 0) + 1)
      continue
    }
    hasCredentials ||= one.cookies || one.requestHeaders.includes('authorization')
    const { count, ...rest } = one
    const key = JSON.stringify(rest)
    const known = merged.get(key)
    if (known === undefined) merged.set(key, { observation: one, count })
    else known.count += count
  }
  const observations = [...merged.values()].map(({ observation, count }) => ({
    ...observation,
    count,
  }))
  return {
    observations,
    findings: joinWithoutPositions(file, findingsOf(skipped, observations, hasCredentials)),
  }
}

function findingsOf(
  skipped: ReadonlyMap<Skipped, number>,
  observations: readonly Observation[],
  hasCredentials: boolean,
): readonly UnplacedFinding[] {
  const found: UnplacedFinding[] = [...skipped].map(([reason, count]) => ({
    code: 'MQ-874',
    message: `${entryCount(count)} ${REASONS[reason]}`,
  }))
  if (observations.length === 0)
    found.push({ code: 'MQ-875', message: 'no request of another origin to `--self`' })
  else if (!hasCredentials && observations.some(({ isWebSocket }) => !isWebSocket))
    found.push({
      code: 'MQ-876',
      message: 'no request has a cookie or `Authorization`, so none is granted',
    })
  return found
}

function entryCount(count: number): string {
  return count === 1 ? '1 entry' : `${count} entries`
}

/** The origin of each page, by its id. Chromium and Safari write the address into the title. */
function pagesOf(log: { readonly [key: string]: unknown }): ReadonlyMap<string, string> {
  const pages = new Map<string, string>()
  for (const page of listOf(log.pages) ?? []) {
    const { id, title } = objectOf(page) ?? {}
    const origin = originOf(textOf(title))
    if (typeof id === 'string' && origin !== undefined) pages.set(id, origin)
  }
  return pages
}
