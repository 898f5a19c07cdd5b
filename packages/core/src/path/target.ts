/**
 * Splitting of the request's URL by hand (D1, D2): the platform's parser would repair what must be judged.
 *
 * @module
 */

/** Host and raw path of a request. */
export interface Target {
  /** Lower case, without one trailing dot and without the scheme's default port; `undefined` where no host can be read. */
  readonly host: string | undefined
  /** The raw target without its query, `/` where it is empty. Nothing is decoded. */
  readonly path: string
  /** A `#` stands in the target, the query included. */
  readonly hasFragment: boolean
  /** Where in the url the target starts. */
  readonly start: number
}

const AUTHORITY_END = /[/?#\\*]/

/**
 * Splits `url` into host and raw path.
 *
 * @example
 * ```ts
 * splitTarget('https://API.example.com.:443/v1/a%2Fb?x=1') // host: 'api.example.com', path: '/v1/a%2Fb'
 * ```
 */
export function splitTarget(url: string): Target {
  const schemeEnd = url.indexOf('://')
  if (schemeEnd <= 0) return { host: undefined, path: '', hasFragment: false, start: 0 }
  const start = schemeEnd + 3
  const length = url.slice(start).search(AUTHORITY_END)
  const end = length < 0 ? url.length : start + length
  const target = url.slice(end)
  const query = target.indexOf('?')
  const path = query < 0 ? target : target.slice(0, query)
  return {
    host: normalizeHost(url.slice(start, end), url.slice(0, schemeEnd).toLowerCase()),
    path: path === '' ? '/' : path,
    hasFragment: target.includes('#'),
    start: end,
  }
}

const HOST = /^(\[[0-9a-f:.]+\]|[a-z0-9._-]+?)\.?(?::([0-9]{1,9}))?$/

/**
 * Normalises an authority or the value of a Host line (D2).
 *
 * @param scheme Lower case; it says which port is the default one.
 * @returns `undefined` where the text is empty or no `host[:port]`.
 */
export function normalizeHost(text: string, scheme: string): string | undefined {
  if (text.length > 300) return undefined
  const parts = HOST.exec(text.toLowerCase())
  const host = parts?.[1]
  if (parts === null || host === undefined || host === '.') return undefined
  if (parts[2] === undefined) return host
  const port = Number(parts[2])
  if (port < 1 || port > 65535) return undefined
  const standard = scheme === 'http' || scheme === 'ws' ? 80 : 443
  return port === standard ? host : `${host}:${port}`
}
