/**
 * A gateway in this process, in front of an upstream of the test, with a policy that the test replaces.
 *
 * @module
 */
import { type Gateway, type GatewayDeps, type Settings, startGateway } from '@marque/gateway'
import { gatewaySettings } from './gateway-settings.ts'
import { type ReplaceablePolicySource, replaceablePolicy } from './replaceable-policy.ts'

type Observer = NonNullable<GatewayDeps['observer']>

/** One resource of each kind: public, withheld only, blocked, with a WebSocket, isolated. */
export const RESOURCE_KINDS_POLICY = `version: 1
self: [https://api.example.com]
contact: api@example.com
origins:
  web:
    allow: [https://app.example.com]
    owner: web@example.com
    purpose: tests
  partner:
    allow: [https://partner.example]
    owner: web@example.com
    purpose: tests
resources:
  - name: assets
    match: [{ path: /assets/** }]
    sensitivity: public
    grants: [{ origins: ["*"], methods: [GET], timing: true }]
  - name: open
    match: [{ path: /open/** }]
    sensitivity: internal
    grants:
      - origins: [web]
        methods: [GET, POST, PUT]
        requestHeaders: [content-type]
        credentials: true
        exposeHeaders: [etag]
      - { origins: [partner], methods: [POST], read: false }
  - name: closed
    match: [{ path: /closed/** }]
    sensitivity: confidential
    resourcePolicy: same-site
    grants: [{ origins: [web], methods: [GET, POST], credentials: true }]
  - name: live
    match: [{ path: /live }]
    sensitivity: internal
    grants: [{ origins: [web], methods: [GET], credentials: true, websocket: true }]
  - name: isolated
    match: [{ path: /isolated/** }]
    sensitivity: internal
    isolate: true
    grants: [{ origins: [web], methods: [GET], credentials: true }]
`

export interface TestGateway {
  readonly port: number
  readonly url: string
  readonly gateway: Gateway
  readonly policy: ReplaceablePolicySource
  /** What its observer was called with, a line each: `decided granted`, `finished 200`, `failed upstream-reset`, `limited`. */
  readonly events: string[]
  stop(): Promise<void>
}

export interface TestGatewayOptions {
  /** Addresses of the upstream. */
  readonly upstream: readonly string[]
  readonly settings?: Partial<Settings>
  readonly deps?: GatewayDeps
  readonly upstreamSettings?: Partial<Settings['upstreams'][string]>
  /** {@link RESOURCE_KINDS_POLICY} unless given. */
  readonly policy?: string
}

/** Starts one. */
export async function startTestGateway(options: TestGatewayOptions): Promise<TestGateway> {
  const policy = replaceablePolicy(options.policy ?? RESOURCE_KINDS_POLICY)
  const events: string[] = []
  const settings = gatewaySettings(options.upstream, {}, options.upstreamSettings)
  const gateway = await startGateway(
    {
      ...settings,
      limits: { ...settings.limits, bodyBytes: 1_000_000 },
      drain: 200,
      ...options.settings,
    },
    policy,
    { observer: observerOf(events), ...options.deps },
  )
  const [url = ''] = gateway.urls
  return {
    port: Number(new URL(url).port),
    url,
    gateway,
    policy,
    events,
    stop: () => gateway.close(),
  }
}

function observerOf(events: string[]): Observer {
  return {
    decided: ({ decision }) => events.push(`decided ${decision.reason}`),
    finished: ({ status }) => events.push(`finished ${status}`),
    failed: (_exchange, { kind }) => events.push(`failed ${kind}`),
    limited: () => events.push('limited'),
  }
}
