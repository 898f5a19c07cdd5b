import { createServer, type RequestListener, type Server } from 'node:http'
import { answerHeaders, decide, type HeaderLine, prepare } from '@marque/core'
import { closeServer, listen, portOf } from '@marque/testkit/http'
import { compilePolicy, singleOriginPolicy } from '@marque/testkit/policies'
import { afterEach, describe, expect, test } from 'vitest'
import type { Layer } from '../prober/index.ts'
import { exitCodeOf } from '../report/index.ts'
import type { VerifyInput } from './verification.ts'
import { verify } from './verify.ts'

const bundle = compilePolicy(singleOriginPolicy(), { now: Date.UTC(2026, 0, 1) })
const engine = prepare(bundle)
const servers: Server[] = []

afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => closeServer(server)))
})

async function layer(name: string, answer: RequestListener, onlyAsSeen = false): Promise<Layer> {
  const server = createServer(answer)
  servers.push(server)
  await listen(server)
  return { name, url: `http://127.0.0.1:${portOf(server)}`, http: 1, target: null, onlyAsSeen }
}

/** Decides by the policy; `change` gets the headers. */
function deciding(
  change: (headers: HeaderLine[]) => HeaderLine[] = (headers) => headers,
): RequestListener {
  return (request, response) => {
    const raw = request.rawHeaders
    const headers = raw.flatMap((name, at): HeaderLine[] =>
      at % 2 === 0 ? [[name, raw[at + 1] ?? '']] : [],
    )
    const url = `https://${request.headers.host}${request.url}`
    const facts = { method: request.method ?? 'GET', url, headers }
    const decision = decide(engine, facts, {}, { now: Date.now() })
    const found = decision.status === null ? [['ETag', '"1"'] as const] : []
    response.writeHead(decision.status ?? 200, change(answerHeaders(decision, found)).flat())
    response.end()
  }
}

function input(layers: readonly Layer[], changed: Partial<VerifyInput> = {}): VerifyInput {
  return {
    bundle,
    layers,
    alsoKnown: [],
    context: null,
    paths: [],
    maxProbes: 1000,
    mutating: false,
    throughCache: false,
    asking: {
      headers: [],
      credentials: [],
      concurrency: 8,
      rate: null,
      replicas: 1,
      tls: { ca: null, client: null },
      seed: 7,
      timeout: 120_000,
      signal: new AbortController().signal,
    },
    now: Date.now,
    ...changed,
  }
}

const withoutVary = deciding((headers) => headers.filter(([name]) => name !== 'vary'))

describe('a run', { timeout: 240_000 }, () => {
  test('right layers: nothing is found, each is listed in the order of the input', async () => {
    const layers = [await layer('gateway', deciding()), await layer('app', deciding())]
    const { report, observations } = await verify(input(layers))
    expect(report.findings).toEqual([])
    expect(
      report.layers.map(({ name, drifted, unanswered }) => [name, drifted, unanswered]),
    ).toEqual([
      ['gateway', 0, 0],
      ['app', 0, 0],
    ])
    expect(report.complete).toBe(true)
    expect(exitCodeOf(report)).toBe(0)
    expect(new Set(observations.map((each) => each.layer))).toEqual(new Set(['gateway', 'app']))
  })

  test('a mistake: the layer, the cause, the resource and the command that shows it', async () => {
    const layers = [await layer('proxy', withoutVary), await layer('app', deciding())]
    const { report } = await verify(input(layers))
    expect(report.findings).toHaveLength(1)
    expect(report.findings[0]).toMatchObject({
      code: 'MQ-625',
      severity: 'error',
      layer: 'proxy',
      cause: 'vary-lost',
      resource: 'account',
      path: '/resources/0',
      alsoSeenAt: [],
      got: { status: 200 },
    })
    expect(report.findings[0]?.curl).toMatch(/^curl -i .*\/account\?marque-probe=7-\d+'?$/)
    expect(report.layers[0]?.drifted).toBe(report.findings[0]?.seen)
    expect(exitCodeOf(report)).toBe(3)
  })

  test('the same answers give the same report', async () => {
    const layers = [await layer('proxy', withoutVary), await layer('app', deciding())]
    const now = (): number => Date.UTC(2026, 5, 1)
    const [one, other] = [
      await verify(input(layers, { now })),
      await verify(input(layers, { now })),
    ]
    expect(one.report).toEqual(other.report)
  })

  test('a layer that nobody listens at: unreachable, and the others are judged', async () => {
    const closed = await layer('gone', deciding())
    await closeServer(servers.splice(0)[0] as Server)
    const { report } = await verify(input([closed, await layer('app', withoutVary)]))
    expect(report.findings.map((each) => [each.layer, each.cause])).toEqual([
      ['app', 'vary-missing'],
      ['gone', 'unreachable'],
    ])
    expect(report.complete).toBe(false)
    expect(exitCodeOf(report)).toBe(1)
  })

  test('a layer that is only seen is listed, and no finding names it', async () => {
    const layers = [await layer('gateway', deciding()), await layer('app', withoutVary, true)]
    const { report } = await verify(input(layers))
    expect(report.findings).toEqual([])
    expect(report.layers.map(({ name, sent }) => [name, sent > 0])).toEqual([
      ['gateway', true],
      ['app', false],
    ])
    expect(report.complete).toBe(true)
  })

  test('a run that was interrupted before it began is not complete', async () => {
    const controller = new AbortController()
    controller.abort()
    const { asking } = input([])
    const { report } = await verify(
      input([await layer('app', deciding())], { asking: { ...asking, signal: controller.signal } }),
    )
    expect(report.complete).toBe(false)
    expect(report.findings).toEqual([])
  })
})
