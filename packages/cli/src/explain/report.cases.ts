import { type Bundle, prepare } from '@marque/core'
import { compile, type Loaded, load } from '@marque/policy'
import { explainExchanges } from './exchanges.ts'
import { flags } from './explain-input.cases.ts'
import { type ExplainInputOptions, readExplainInput } from './explain-input.ts'
import { policyLocations } from './policy-locations.ts'
import { decisive, type ExplainReport } from './report.ts'

export const POLICY = `version: 1
self: [https://api.example.com]
contact: api@example.com
context: { roles: { claim: roles } }
origins:
  web: { allow: [https://app.example.com], owner: web@example.com, purpose: ours, reviewBy: 2099-05-01 }
  gone:
    allow: [https://gone.example.com]
    owner: gone@example.com
    purpose: left us
    reviewBy: 2099-05-01
    until: 2098-11-01T00:00:00Z
resources:
  - name: account
    match: [{ path: /v1/account/** }]
    sensitivity: confidential
    owner: account@example.com
    grants:
      - origins: [web]
        methods: [GET, PATCH]
        requestHeaders: [content-type]
        exposeHeaders: [etag, x-page]
        credentials: true
      - origins: [gone]
        methods: [GET]
        when: { roles: [reader] }
  - name: live
    match: [{ path: /v1/live }]
    sensitivity: internal
    grants: [{ origins: [gone, web], methods: [GET], credentials: true, websocket: true }]
  - name: tenant
    match: [{ path: "/t/{tenant}/**" }]
    sensitivity: internal
    grants: [{ origins: ["@tenant"], methods: [GET] }]
tenants:
  identify: { path: "/t/{tenant}/**" }
  members:
    globex: { allow: [https://portal.globex.example], owner: it@globex.example, purpose: portal }
exceptions:
  - id: EX-1
    origin: https://debug.example.com
    resource: account
    methods: [GET]
    from: 2098-11-21T00:00:00Z
    until: 2098-11-28T00:00:00Z
    purpose: incident
    requestedBy: dev@example.com
    approvedBy: [lead@example.com, security@example.com]
`

export const NOW: number = Date.UTC(2098, 10, 22, 12)

const policy: Loaded = load(POLICY, 'policy.yaml')
const bundle: Bundle = bundleOf(policy)
const engine = prepare(bundle)

function bundleOf(loaded: Loaded): Bundle {
  const { bundle, findings } = compile(loaded, { environment: 'production', now: NOW })
  if (bundle === null) throw new Error(findings.map(({ message }) => message).join('\n'))
  return bundle
}

/** The report of a request under the policy above. */
export function reportOf(
  url: string,
  options: Partial<ExplainInputOptions>,
  { now = NOW, asBundle = false }: { readonly now?: number; readonly asBundle?: boolean } = {},
): ExplainReport {
  const moment = { now }
  const input = readExplainInput(url, { ...flags, ...options })
  const explained = explainExchanges(engine, input, moment)
  const source = { name: 'policy.yaml', bundle, policy: asBundle ? null : policy }
  return {
    policy: 'policy.yaml',
    environment: 'production',
    now,
    context: input.context,
    origin: options.origin ?? null,
    ...explained,
    locations: policyLocations(source, decisive(explained), input.context, moment),
  }
}
