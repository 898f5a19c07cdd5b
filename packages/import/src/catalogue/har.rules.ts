/**
 * Findings about recorded traffic.
 *
 * @module
 */
import type { FindingRule } from '@marque/policy'

const SEE = ['docs/guide/from-har.md']

interface Recorded {
  readonly origin?: string
  readonly url?: string
  readonly allowed?: string
  readonly status?: number
  readonly more?: { readonly [name: string]: string }
}

/** A HAR file with requests of the page `https://app.example.com` to `https://api.example.com`. */
function har(...requests: readonly Recorded[]): string {
  const entries = requests.map(
    ({ origin = 'https://app.example.com', url, allowed, more, status }) => ({
      request: {
        method: 'GET',
        url: url ?? 'https://api.example.com/v1/orders',
        headers: [
          ...(origin === '' ? [] : [{ name: 'Origin', value: origin }]),
          ...Object.entries({ Authorization: 'Bearer x', ...more })
            .filter(([, value]) => value !== '')
            .map(([name, value]) => ({ name, value })),
        ],
      },
      response: {
        status: status ?? 200,
        headers: [{ name: 'Access-Control-Allow-Origin', value: allowed ?? origin }],
      },
    }),
  )
  return `${JSON.stringify({ log: { version: '1.2', entries } }, null, 1)}\n`
}

const GOOD = har({})

export const harRules: readonly FindingRule[] = [
  {
    code: 'MQ-872',
    severity: 'error',
    title: 'recording that cannot be read',
    why: 'a HAR file is one JSON document with `log.entries`',
    help: 'record the traffic again: developer tools, Network, export as HAR',
    see: SEE,
    example: { bad: '{ "log": { "entries": [ { "request": \n', good: GOOD },
  },
  {
    code: 'MQ-873',
    severity: 'warning',
    title: 'origin of the recording that is left out',
    why: 'a draft grants only what is known to be the page of a website, and what the server allows today',
    help: 'no change needed; if it is an application of yours, add it to `origins` by hand',
    see: SEE,
    example: { bad: har({}, { origin: 'null' }), good: GOOD },
  },
  {
    code: 'MQ-874',
    severity: 'note',
    title: 'requests of the recording that are left out',
    why: 'a draft is made of requests that script of another origin sends to the API, and whose answers it may read',
    help: 'no change needed',
    see: SEE,
    example: { bad: har({}, { url: 'https://cdn.example.net/a.js' }), good: GOOD },
  },
  {
    code: 'MQ-875',
    severity: 'warning',
    title: 'recording without a request that needs a grant',
    why: 'without one the draft grants nothing',
    help: 'check `--self`, and record while the application is used',
    see: SEE,
    example: { bad: har({ url: 'https://other.example/' }), good: GOOD },
  },
  {
    code: 'MQ-876',
    severity: 'note',
    title: 'recording without cookies and logins',
    why: 'browsers leave cookies and `Authorization` out of an export by default',
    help: 'if the application logs in, add `credentials: true` or `authorization` by hand, or export again with sensitive data',
    see: SEE,
    example: { bad: har({ more: { Authorization: '' } }), good: GOOD },
  },
  {
    code: 'MQ-877',
    severity: 'warning',
    title: 'WebSocket of the recording',
    why: 'browsers send cookies with every WebSocket, so that its grant needs `credentials: true`, which also lets script of the origin read GET responses of the path with cookies',
    help: 'keep the grant if the origin may use the login of the user at this path, else remove it; where the draft has none, add `websocket: true` and `credentials: true` by hand',
    see: ['D25', ...SEE],
    example: {
      bad: har(
        {},
        { url: 'https://api.example.com/live', more: { Upgrade: 'websocket' }, status: 101 },
      ),
      good: GOOD,
    },
  },
]
