import { type Bundle, decide, prepare } from '@marque/core'
import { compile, load } from '@marque/policy'
import type { LayerFinding, Verification, VerifyReport } from '@marque/verify'
import { PLAIN } from '../terminal/palette.ts'
import type { VerifyFormatOptions } from './report.ts'

const POLICY = `version: 1
self: [https://api.example.com]
origins:
  web: { allow: [https://app.example.com], owner: web@example.com, purpose: ours, reviewBy: 2099-05-01 }
resources:
  - name: orders
    match: [{ path: /v1/orders/** }]
    sensitivity: internal
    grants:
      - { origins: [web], methods: [GET], credentials: true }
`

function bundleOf(text: string): Bundle {
  const options = { environment: 'production', now: Date.UTC(2098, 10, 22, 12) }
  const { bundle, findings } = compile(load(text, 'policy.yaml'), options)
  if (bundle === null) throw new Error(findings.map(({ message }) => message).join('\n'))
  return bundle
}

const engine = prepare(bundleOf(POLICY))

function decisionFor(origin: string): LayerFinding['expected'] {
  const url = 'https://api.example.com/v1/orders/7'
  const headers = [['Origin', origin]] as const
  return decide(engine, { method: 'GET', url, headers }, {}, { now: Date.UTC(2098, 10, 22, 12) })
}

const finding: LayerFinding = {
  code: 'MQ-605',
  severity: 'error',
  message: 'the layer echoes whatever origin asks, with credentials',
  why: 'any website can read answers that are meant for a signed-in user',
  help: 'let the layer copy the decision of the policy instead of the request header',
  path: '/resources/0',
  file: null,
  line: null,
  column: null,
  layer: 'proxy',
  cause: 'reflects-any-origin',
  resource: 'orders',
  alsoSeenAt: ['gateway'],
  curl: "curl -i --connect-to ::127.0.0.1:8080 -H 'Origin: https://unlisted.example' 'http://api.example.com/v1/orders/7?marque-probe=7-3'",
  expected: decisionFor('https://unlisted.example'),
  seen: 37,
  got: {
    status: 200,
    headers: [
      ['Content-Type', 'application/json'],
      ['Access-Control-Allow-Origin', 'https://unlisted.example'],
      ['Access-Control-Allow-Credentials', 'true'],
      ['Vary', 'Origin'],
    ],
  },
}

/** Texts that would do harm where they are not escaped. */
export const hostile: LayerFinding = {
  ...finding,
  code: 'MQ-641',
  severity: 'note',
  cause: 'harmless',
  resource: 'orders',
  layer: 'app',
  alsoSeenAt: [],
  message: 'answers `x|y` @everyone <img src=x> [a](b) \u001b[31m\n# heading',
  seen: 1,
  got: { status: 200, headers: [['Vary', '<b>&"\u0000 @everyone\r\n::error::x']] },
}

const lost: LayerFinding = {
  ...finding,
  code: 'MQ-625',
  severity: 'warning',
  cause: 'vary-lost',
  layer: 'gateway',
  alsoSeenAt: [],
  message: 'the layer drops `Vary: Origin`',
  why: 'a cache may hand an answer for one origin to another',
  help: null,
  expected: decisionFor('https://app.example.com'),
  got: {
    status: 200,
    headers: [
      ['Access-Control-Allow-Origin', 'https://app.example.com'],
      ['Access-Control-Allow-Credentials', 'true'],
    ],
  },
}

export const unreachable: LayerFinding = {
  ...finding,
  code: 'MQ-601',
  cause: 'unreachable',
  layer: 'app',
  resource: null,
  alsoSeenAt: [],
  message: 'the layer gave no answer: connection refused: `127.0.0.1:3000`',
  why: 'nothing is known of what it answers',
  help: 'start the layer, or correct its address',
  path: '',
  curl: '',
  expected: null,
  seen: 10,
  got: { status: null, headers: [] },
}

const report: VerifyReport = {
  format: 'marque-verify/1',
  bundle: `sha256:${'0123456789abcdef'.repeat(4)}` as VerifyReport['bundle'],
  environment: 'production',
  startedAt: '2098-11-22T12:00:00.000Z',
  complete: true,
  seed: 7,
  layers: [
    { name: 'cdn', url: 'https://cdn.example.com', sent: 0, drifted: 0, unanswered: 0 },
    { name: 'gateway', url: 'https://127.0.0.1:8443', sent: 412, drifted: 41, unanswered: 0 },
    { name: 'proxy', url: 'http://127.0.0.1:8080', sent: 412, drifted: 37, unanswered: 2 },
    { name: 'app', url: 'http://127.0.0.1:3000', sent: 413, drifted: 0, unanswered: 0 },
  ],
  leftOut: { mutating: 24, 'condition-unknown': 3 },
  findings: [hostile, finding, lost],
}

const of = (values: Partial<VerifyReport>): Verification => ({
  report: { ...report, ...values },
  observations: [],
})

/** A note, an error and a warning. */
export const mixed: Verification = of({})

export const silent: Verification = of({
  findings: [],
  leftOut: {},
  layers: report.layers.map((layer) => ({ ...layer, drifted: 0, unanswered: 0 })),
})

/** The error is in the baseline, the warning is new. */
export const known: Verification = of({
  findings: [
    { ...finding, inBaseline: true },
    { ...lost, inBaseline: false },
  ],
})

/** Both are errors, and one is new. */
export const fresh: Verification = of({
  findings: [
    { ...finding, inBaseline: true },
    { ...lost, severity: 'error', inBaseline: false },
  ],
})

export const down: Verification = of({
  complete: false,
  findings: [unreachable, finding],
  leftOut: { unreachable: 402 },
})

export const options: VerifyFormatOptions = {
  palette: PLAIN,
  columns: 100,
  policy: 'policies/policy.yaml',
  resources: ['orders', 'prices'],
  lineOf: (resource) => (resource === 'orders' ? 6 : undefined),
  onlyAsSeen: new Set(['cdn']),
  isInterrupted: false,
}
