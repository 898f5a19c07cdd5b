/**
 * The application behind the layers: what it answers has no CORS headers.
 *
 * @module
 */
import type { HeaderLine, RequestFacts } from '@marque/core'

export interface Answer {
  readonly status: number
  readonly headers: readonly HeaderLine[]
  readonly body: string
}

/** URLs that the application answers with 200, a redirect and an error, for `--path`. */
export const PATHS: readonly string[] = [
  'https://api.example.com/prices/moved',
  'https://api.example.com/prices/broken',
  'https://api.example.com/prices/list',
]

const ETAG = '"v1"'
const KNOWN = /^\/(assets|prices|account|live)(\/|\/list)?$/

/** Answers `/…/moved` with 302, `/…/broken` with 500, unknown children with 404, conditional requests with 304, and everything else with JSON. */
export function application({ url, headers }: RequestFacts): Answer {
  const path = /^[a-z]+:\/\/[^/]*([^?]*)/.exec(url)?.[1] ?? '/'
  if (path.endsWith('/moved')) {
    return { status: 302, headers: [['Location', '/prices/list']], body: '' }
  }
  if (path.endsWith('/broken')) return json(500, { error: 'out of order' })
  if (!KNOWN.test(path)) return json(404, { error: 'not found' })
  const isKnown = headers.some(
    ([name, value]) => name.toLowerCase() === 'if-none-match' && value === ETAG,
  )
  if (isKnown) return { status: 304, headers: [['ETag', ETAG]], body: '' }
  const answer = json(200, { path })
  return { ...answer, headers: [...answer.headers, ['ETag', ETAG], ['X-Total', '3']] }
}

function json(status: number, value: object): Answer {
  const headers = [
    ['Content-Type', 'application/json'],
    ['Vary', 'Accept-Encoding'],
  ] as const
  return { status, headers, body: JSON.stringify(value) }
}
