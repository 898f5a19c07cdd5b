import { createServer, type IncomingMessage, type RequestListener } from 'node:http'
import { closeServer, listen } from '@marque/testkit/http'
import { pause } from '@marque/testkit/processes'
import { type Layer, type Verification, verify } from '@marque/verify'
import { expect, test } from 'vitest'
import type { Stack } from './mistakes/index.ts'
import { API_HOST } from './policy.ts'
import { inputOf } from './run-stack.ts'
import { factsOf, handWritten, send } from './servers/index.ts'

interface Run extends Verification {
  readonly requests: readonly IncomingMessage[]
  /** Most requests in flight at one time. */
  readonly most: number
}

/** Verifies a server that answers rightly, unless `respond` does. */
async function run(input: Stack['input'] & object, respond?: RequestListener): Promise<Run> {
  const requests: IncomingMessage[] = []
  const handler = handWritten()
  let [inFlight, most] = [0, 0]
  const server = createServer(async (request, response) => {
    requests.push(request)
    inFlight += 1
    most = Math.max(most, inFlight)
    response.on('close', () => {
      inFlight -= 1
    })
    if (respond !== undefined) return respond(request, response)
    // Lets requests meet.
    await pause(2)
    send(request, response, await handler.answer(factsOf(request)))
  })
  const url = `http://127.0.0.1:${await listen(server)}`
  try {
    return { ...(await verify(inputOf({ ...STACK, input }, [layerAt(url)]))), requests, most }
  } finally {
    await closeServer(server)
  }
}

const STACK = { id: 'manners', note: '', start: async () => [] }

const layerAt = (url: string): Layer => ({
  ...{ name: 'app', url, http: 1, target: null, onlyAsSeen: false },
})

const SECRET = 'Bearer s3cret-of-the-tests'

test('only GET, HEAD and OPTIONS are sent, with the Host of the policy and a query of its own each', async () => {
  const { requests } = await run({})
  expect([...new Set(requests.map(({ method }) => method))].sort()).toEqual([
    'GET',
    'HEAD',
    'OPTIONS',
  ])
  expect(new Set(requests.map(({ headers }) => headers.host))).toEqual(new Set([API_HOST]))
  expect(new Set(requests.map(({ headers }) => headers['x-forwarded-proto']))).toEqual(
    new Set(['https']),
  )
  const queries = requests.map(({ url = '' }) => url.split('marque-probe=')[1])
  expect(new Set(queries).size).toBe(requests.length)
})

test('methods that change data are sent on demand only, with empty bodies, and never DELETE at a path that was not named', async () => {
  const { requests } = await run({ mutating: true })
  expect(requests.map(({ method }) => method)).toContain('PATCH')
  expect(requests.map(({ method }) => method)).not.toContain('DELETE')
  const lengths = requests.map(({ headers }) => headers['content-length'] ?? '0')
  expect(new Set(lengths)).toEqual(new Set(['0']))
})

test('no more requests are in flight than allowed', async () => {
  const { most } = await run({ asking: { concurrency: 2 }, maxProbes: 100 })
  expect(most).toBe(2)
})

test('requests are no closer together than the rate allows', async () => {
  const startedAt = performance.now()
  const { requests } = await run({ asking: { rate: 40 }, maxProbes: 30 })
  const seconds = (performance.now() - startedAt) / 1_000
  expect(requests.length).toBe(30)
  // One request may start before the first interval.
  expect(seconds).toBeGreaterThan((requests.length - 2) / 40)
})

test('the budget counts distinct probes, and what it leaves out is counted', async () => {
  const { requests, report } = await run({ maxProbes: 25 })
  expect(requests.length).toBe(25)
  expect(report.leftOut['max-probes']).toBeGreaterThan(100)
})

test('redirects are not followed', async () => {
  const elsewhere = createServer((_, response) => void response.end())
  let followed = 0
  elsewhere.on('request', () => {
    followed += 1
  })
  const target = `http://127.0.0.1:${await listen(elsewhere)}/`
  const { report } = await run({ maxProbes: 60 }, (_, response) =>
    response.writeHead(302, { location: target, vary: 'Origin' }).end(),
  )
  await closeServer(elsewhere)
  expect(report.findings.length).toBeGreaterThan(0)
  expect(followed).toBe(0)
})

test('credentials reach the layer, and are nowhere in the result, even where the layer echoes them', async () => {
  const { requests, report, observations } = await run(
    { asking: { credentials: [['Authorization', SECRET]] } },
    ({ headers: { authorization = 'none', origin = '' } }, response) => {
      const echo = { 'x-echo': authorization, 'access-control-allow-origin': origin }
      response.writeHead(200, { ...echo, 'x-part': authorization.slice(7) }).end(authorization)
    },
  )
  expect(requests.some(({ headers }) => headers.authorization === SECRET)).toBe(true)
  expect(requests.some(({ headers }) => headers.authorization === undefined)).toBe(true)
  expect(report.findings.length).toBeGreaterThan(0)
  const written = JSON.stringify({ report, observations })
  expect(written).not.toContain(SECRET)
  expect(written).not.toContain(SECRET.slice(7))
})

test('the same server gets the same report, but for times', async () => {
  const server = createServer(async (request, response) =>
    send(request, response, await handler.answer(factsOf(request))),
  )
  const handler = handWritten({ edit: (answer) => ({ ...answer, headers: [] }) })
  const layer = layerAt(`http://127.0.0.1:${await listen(server)}`)
  const once = async (): Promise<string> => {
    const { report } = await verify(inputOf(STACK, [layer]))
    const findings = report.findings.map((finding) => ({
      ...finding,
      got: {
        ...finding.got,
        headers: finding.got.headers.filter(([name]) => !/^date$/i.test(name)),
      },
    }))
    return JSON.stringify({ ...report, findings, startedAt: '' })
  }
  const first = await once()
  const second = await once()
  await closeServer(server)
  expect(first).toContain('"finding')
  expect(second).toBe(first)
})

test('an interrupted run ends at once with what is known', async () => {
  const controller = new AbortController()
  let count = 0
  const { report, requests } = await run(
    { asking: { signal: controller.signal, concurrency: 1 } },
    (_, response) => {
      count += 1
      // The thirtieth request is never answered.
      if (count === 30) controller.abort()
      else response.end()
    },
  )
  expect(report.complete).toBe(false)
  expect(requests.length).toBe(30)
  expect(report.leftOut.interrupted).toBeGreaterThan(100)
  expect(report.findings.length).toBeGreaterThan(0)
})

test('a layer that hangs is asked ten times, and costs one timeout', async () => {
  const { report, requests } = await run(
    { asking: { timeout: 2_000, concurrency: 20 } },
    () => undefined,
  )
  expect(requests.length).toBe(10)
  expect(report.complete).toBe(false)
  expect(report.findings.map(({ cause }) => cause)).toEqual(['unreachable'])
})
