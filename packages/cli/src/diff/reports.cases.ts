import { type Bundle, type Context, decide, type HeaderLine, prepare } from '@marque/core'
import { compile, load } from '@marque/policy'
import { type Cause, type Change, type Difference, type Note, UNMATCHED } from '@marque/policy/diff'
import { PLAIN } from '../terminal/palette.ts'
import type { DiffFormatOptions, DiffReport } from './report.ts'

const OLD = `version: 1
self: [https://api.example.com]
unmatched: headers
origins:
  web: { allow: [https://app.example.com], owner: web@example.com, purpose: ours, reviewBy: 2099-05-01 }
  old: { allow: [https://old.example.com], owner: web@example.com, purpose: ours, reviewBy: 2099-05-01 }
resources:
  - name: orders
    match: [{ path: /v1/orders/** }]
    sensitivity: internal
    grants:
      - { origins: [web], methods: [GET], credentials: true }
      - { origins: [old], methods: [GET] }
  - name: prices
    match: [{ path: /v1/prices/** }]
    sensitivity: public
    grants: [{ origins: ["*"], methods: [GET], maxAge: 10m }]
`

const NEW: string = OLD.replace('https://old.example.com', 'https://*.partner.example')
  .replace('maxAge: 10m', 'maxAge: 2h')
  .replace('methods: [GET], credentials', 'methods: [GET, PATCH], credentials')

function bundleOf(text: string): Bundle {
  const options = { environment: 'production', now: Date.UTC(2098, 10, 22, 12) }
  const { bundle, findings } = compile(load(text, 'policy.yaml'), options)
  if (bundle === null) throw new Error(findings.map(({ message }) => message).join('\n'))
  return bundle
}

const [before, after] = [prepare(bundleOf(OLD)), prepare(bundleOf(NEW))]

/** The witness of a change, decided on both sides. */
function witness(
  method: string,
  url: string,
  headers: readonly HeaderLine[],
  context: Context = {},
): Change['witness'] {
  const request = { method, url, headers }
  const moment = { now: Date.UTC(2098, 10, 22, 12) }
  return {
    in: { request, context, moment },
    before: decide(before, request, context, moment),
    after: decide(after, request, context, moment),
  }
}

const none = {
  sensitivity: ['internal', 'internal'],
  gains: [],
  classes: [],
  cause: null,
  headers: [],
  tenant: null,
  credentials: false,
  during: null,
  condition: null,
} as const

export const opens: Change = {
  ...none,
  direction: 'wider',
  aspect: 'read',
  resource: 'orders',
  origin: 'https://*.partner.example',
  origins: ['https://*.partner.example'],
  cause: { kind: 'origin-added', path: '/sets/old/patterns/0' },
  gains: [{ set: 'old', tenant: null, pattern: true, credentials: false, insecure: false }],
  paths: ['/v1/orders/**'],
  methods: ['GET', 'HEAD'],
  during: { from: null, until: Date.UTC(2099, 0, 31) },
  what: 'any subdomain of https://*.partner.example may read GET, HEAD',
  witness: witness('GET', 'https://api.example.com/v1/orders/7', [
    ['Origin', 'https://any.partner.example'],
  ]),
}

/** Twenty origins, and texts that would do harm where they are not escaped. */
export const hostile: Change = {
  ...none,
  direction: 'wider',
  aspect: 'preflight',
  resource: 'orders',
  origin: '20 origins of web',
  origins: Array.from({ length: 20 }, (_, at) => `https://w${at}.example.com`),
  paths: ['/v1/orders/**'],
  methods: ['PATCH'],
  headers: ['x-a|b'],
  credentials: true,
  condition: 'role `adm|in` @everyone <img src=x> [a](b) \u001b[31m\n# heading',
  what: '20 origins of web may PATCH with credentials where the role is `adm|in` @everyone',
  witness: witness('OPTIONS', 'https://api.example.com/v1/orders/7', [
    ['Origin', 'https://app.example.com'],
    ['Access-Control-Request-Method', 'PATCH'],
  ]),
}

export const closes: Change = {
  ...none,
  direction: 'tighter',
  aspect: 'read',
  resource: 'orders',
  origin: 'https://old.example.com',
  origins: ['https://old.example.com'],
  paths: ['/v1/orders/**'],
  methods: ['GET', 'HEAD'],
  what: 'https://old.example.com may no longer read GET, HEAD',
  witness: witness(
    'GET',
    'https://api.example.com/v1/orders/7',
    [['Origin', 'https://old.example.com']],
    { roles: ['reader'] },
  ),
}

export const reads: Note = {
  edit: { kind: 'grant-changed', path: '/resources/1/grants/0/maxAge' },
  resource: 'prices',
  what: '`prices`: grant for any origin lets browsers cache preflights for 2 h instead of 10 min',
}

export const unmatched: Change = {
  ...opens,
  resource: UNMATCHED,
  sensitivity: [null, null],
  aspect: 'reach',
  origin: '*',
  origins: ['', '*', 'https://a.example', 'null'],
  paths: ['/**'],
  what: 'requests to paths without a resource reach the application',
}

/** The comparison with these changes, each with a cause of its own. */
export function differenceOf(changes: readonly Change[], what: string): Difference {
  return {
    verdict: 'both',
    changes,
    causes: changes.map((change) => causeOf(what, null, [change])),
    notes: [],
    unchanged: ['account', 'payments'],
    undecided: [],
  }
}

function causeOf(what: string, effect: string | null, changes: readonly Change[]): Cause {
  const edits = changes.flatMap(({ cause }) => cause ?? [])
  return { edits, what, effect, follows: null, changes }
}

const difference: Difference = {
  ...differenceOf([opens, hostile, closes], ''),
  causes: [
    causeOf(
      '`https://*.partner.example` joins `old`',
      'may do what every origin of `old` may: `orders`',
      [opens],
    ),
    causeOf(
      '`orders`: grant for `web` also allows `PATCH` @everyone <img src=x> [a](b) \u001b[31m\n# heading',
      null,
      [hostile, closes],
    ),
  ],
  notes: [reads],
}

const digest = `sha256:${'0123456789abcdef'.repeat(4)}`

/** One of each. */
export const mixed: DiffReport = {
  old: { name: 'policies/old|a `b`.yaml', environment: 'production', digest },
  new: { name: 'policy.yaml', environment: 'production', digest: digest.replace('0123', 'fedc') },
  difference,
  now: Date.UTC(2098, 10, 22, 12),
  allowed: new Set([hostile]),
  failing: new Set([opens]),
  lineOf: (resource) => (resource === 'orders' ? 8 : undefined),
}

export const equal: DiffReport = {
  ...mixed,
  difference: {
    ...differenceOf([], ''),
    verdict: 'equal',
    unchanged: ['orders', 'prices'],
  },
  allowed: new Set(),
  failing: new Set(),
}

/** Something opens, and something was not compared. */
export const unfinished: DiffReport = {
  ...equal,
  difference: {
    ...differenceOf([opens], '`https://*.partner.example` joins `old`'),
    verdict: 'wider',
    unchanged: [],
    undecided: [
      {
        resource: 'orders',
        why: 'its conditions have 4,096 combinations, of which 1,024 are tried',
      },
      { resource: null, why: 'the time was over' },
    ],
  },
}

export const undecided: DiffReport = {
  ...unfinished,
  difference: { ...unfinished.difference, verdict: 'undecided', changes: [], causes: [] },
}

export const options: DiffFormatOptions = { palette: PLAIN, columns: 100, verbose: false }
