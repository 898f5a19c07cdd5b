/**
 * Expected results: the engine's decision for a request of a page, with all that the page specifies and with what the browser really sends.
 *
 * The requests that need a preflight are listed here independently, from the Fetch standard, not taken from the code under test.
 *
 * @module
 */
import { readFileSync } from 'node:fs'
import {
  answerHeaders,
  type Decision,
  decide,
  type Engine,
  type HeaderLine,
  prepare,
} from '@marque/core'
import { compile, load } from '@marque/policy'
import { type SampleRequest, urlOf } from '../page/sample-requests.ts'

export interface Expected {
  readonly reach: boolean
  readonly read: boolean
  readonly reason: string
  /** Whether the request reaches the application. */
  readonly arrived: boolean
  /** Whether script can read any of the response. */
  readonly got: boolean
}

/** The engine of a policy file. */
export function engineOf(file: string): Engine {
  const { bundle, findings } = compile(load(readFileSync(file), file), {
    environment: 'local',
    now: Date.now(),
  })
  if (bundle === null) throw new Error(JSON.stringify(findings))
  return prepare(bundle)
}

const NEEDS_PREFLIGHT: ReadonlySet<string> = new Set(['sign-in', 'address', 'delete', 'parcel-key'])

/** @param travels Whether the browser sends the session cookie. */
export function expectedOf(
  engine: Engine,
  sample: SampleRequest,
  origin: string,
  api: string,
  travels: boolean,
): Expected {
  const url = urlOf(sample, api, 'x').replace(/^ws/, 'http')
  const judge = (method: string, headers: readonly HeaderLine[]): Decision =>
    decide(engine, { method, url, headers }, {}, { now: Date.now() })
  const cookie: HeaderLine = ['Cookie', 'session=x']
  if (sample.transport === 'image') {
    const headers: readonly HeaderLine[] = [
      ['Sec-Fetch-Site', 'cross-site'],
      ['Sec-Fetch-Mode', 'no-cors'],
      ['Sec-Fetch-Dest', 'image'],
    ]
    const { reach, reason } = judge('GET', headers)
    return { reach, read: false, reason, arrived: reach, got: false }
  }
  if (NEEDS_PREFLIGHT.has(sample.id)) {
    const names = Object.keys(sample.headers).join(',')
    const { read, reason } = judge('OPTIONS', [
      ['Origin', origin],
      ['Access-Control-Request-Method', sample.method],
      ...(names === '' ? [] : [['Access-Control-Request-Headers', names] as const]),
    ])
    if (!read) return { reach: false, read: false, reason, arrived: false, got: false }
  }
  const headers: readonly HeaderLine[] = [
    ['Origin', origin],
    ...Object.entries(sample.headers),
    ...(sample.transport === 'socket'
      ? ([
          ['Connection', 'Upgrade'],
          ['Upgrade', 'websocket'],
        ] as const)
      : []),
  ]
  const bare = judge(sample.method, headers)
  const full = sample.credentials ? judge(sample.method, [...headers, cookie]) : bare
  const sent = travels ? full : bare
  const { read, reason } = full
  // If the decision depends on a cookie, it is known only from the request that was sent.
  const reach = bare.reach === full.reach ? full.reach : sent.reach
  return {
    reach,
    read,
    reason,
    arrived: sent.reach,
    got: sample.transport !== 'form' && isReadable(sample, sent, origin),
  }
}

/** Fetch, CORS check; not applied to WebSockets. */
function isReadable(
  { transport, credentials }: SampleRequest,
  decision: Decision,
  origin: string,
): boolean {
  if (transport === 'socket') return decision.reach
  const headers = new Map(answerHeaders(decision, []))
  const allowed = headers.get('access-control-allow-origin')
  if (!credentials && allowed === '*') return true
  if (allowed !== origin) return false
  return !credentials || headers.get('access-control-allow-credentials') === 'true'
}
