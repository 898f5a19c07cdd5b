import { afterEach, expect, test } from 'vitest'
import { askLayer, askLayers } from '../../src/prober/index.ts'
import { OK, options, probe, probes, type RawLayer, startRawLayer } from './raw-layer.ts'

let layer: RawLayer
afterEach(() => layer.close())

const limited = (retryAfter: string | number): string =>
  `HTTP/1.1 429 Too Many Requests\r\nRetry-After: ${retryAfter}\r\nContent-Length: 0\r\n\r\n`

/** Timers and the two clocks of a test differ by a little. */
const SLACK = 5

test('the rate holds between any two requests, repeats and those after a closed connection too', async () => {
  layer = await startRawLayer((_, socket, index) => {
    // Closes the connection behind every third answer, without a word.
    if (index % 3 === 2) {
      socket.end(OK)
      return undefined
    }
    return OK
  })
  const how = options({ rate: 40, replicas: 2, concurrency: 6 })
  const { exchanges } = await askLayer(layer.layer, probes(8), how)
  expect(layer.requests.length).toBeGreaterThanOrEqual(48)
  // Where the bytes arrive, a late one makes the next gap shorter: of the gaps there, only the sum counts.
  const all = (layer.requests.at(-1)?.at ?? 0) - (layer.requests[0]?.at ?? 0)
  expect(all).toBeGreaterThan((layer.requests.length - 2) * 25)
  const starts = exchanges.map(({ sentAt }) => sentAt).sort((one, other) => one - other)
  // The clock of `sentAt` has whole milliseconds.
  for (const [i, at] of starts.slice(1).entries()) expect(at - (starts[i] ?? 0)).toBeGreaterThan(23)
})

test('no more requests than allowed are in flight', async () => {
  let now = 0
  let most = 0
  layer = await startRawLayer((_, socket) => {
    now += 1
    most = Math.max(most, now)
    setTimeout(() => {
      now -= 1
      socket.write(OK)
    }, 10)
    return undefined
  })
  await askLayer(layer.layer, probes(30), options({ concurrency: 3 }))
  expect(most).toBe(3)
  expect(layer.connections()).toBe(3)
})

test('429 with Retry-After: the layer is left alone for that time, and asked the same again', async () => {
  layer = await startRawLayer((_, __, index) => (index === 5 ? limited(1) : OK))
  const asked = await askLayer(layer.layer, probes(20), options({ concurrency: 3 }))
  expect(asked).toMatchObject({ state: 'asked', sent: 21, leftOut: {} })
  expect(asked.exchanges.map(({ answer }) => answer?.status)).toEqual(Array(20).fill(200))
  const refused = layer.requests[5]
  expect(layer.requests.filter(({ line }) => line === refused?.line)).toHaveLength(2)
  const at = refused?.at ?? 0
  // Those that were on their way already.
  const during = layer.requests.filter((own) => own.at > at && own.at < at + 1000 - SLACK)
  expect(during.length).toBeLessThanOrEqual(2)
})

test('429 to several requests of one moment is one pause', async () => {
  layer = await startRawLayer((_, socket, index) => {
    if (index >= 8) return OK
    setTimeout(() => socket.write(limited(0)), 50)
    return undefined
  })
  const asked = await askLayer(layer.layer, probes(20), options({ concurrency: 8 }))
  expect(asked).toMatchObject({ state: 'asked', sent: 28, leftOut: {} })
})

test('a fourth pause ends the probes of a layer', async () => {
  layer = await startRawLayer((_, __, index) => (index > 3 ? limited(0) : OK))
  const asked = await askLayer(layer.layer, probes(20), options({ concurrency: 1 }))
  expect(asked).toMatchObject({ state: 'unsteady', sent: 8, leftOut: { unsteady: 16 } })
  expect(asked.exchanges).toHaveLength(4)
})

test('a layer that limits its clients to a rate is asked at that rate after two pauses', async () => {
  // A bucket of 20 requests, refilled once a second.
  let left = 20
  const refill = setInterval(() => {
    left = 20
  }, 1000)
  layer = await startRawLayer(() => {
    left -= 1
    return left < 0 ? limited(1) : OK
  })
  const asked = await askLayer(layer.layer, probes(100), options({ concurrency: 4 }))
  clearInterval(refill)
  expect(asked).toMatchObject({ state: 'asked', leftOut: {} })
  expect(asked.exchanges).toHaveLength(100)
})

test('requests that waited for a pause to end count for the next', async () => {
  layer = await startRawLayer(() => limited(0))
  const asked = await askLayer(layer.layer, probes(20), options({ concurrency: 8 }))
  expect(asked).toMatchObject({ state: 'unsteady', leftOut: { unsteady: 20 } })
  expect(asked.sent).toBeLessThanOrEqual(4 * 8)
})

test('a pause of more than a minute ends the probes of a layer', async () => {
  layer = await startRawLayer(() => limited(61))
  const asked = await askLayer(layer.layer, probes(20), options({ concurrency: 1 }))
  expect(asked).toMatchObject({ state: 'unsteady', sent: 1, leftOut: { unsteady: 20 } })
})

test('a layer that answers none of ten probes is unreachable, and asked no further', async () => {
  layer = await startRawLayer(() => null)
  const asked = await askLayer(layer.layer, probes(50), options({ concurrency: 30 }))
  expect(asked).toMatchObject({ state: 'unreachable', sent: 10, leftOut: { unreachable: 40 } })
  expect(asked.exchanges).toHaveLength(10)
})

test('a layer that answers none of the few probes is unreachable', async () => {
  layer = await startRawLayer(() => null)
  const asked = await askLayer(layer.layer, probes(3), options())
  expect(asked).toMatchObject({ state: 'unreachable', sent: 3, leftOut: {} })
})

for (const { failures, state } of [
  { failures: 2, state: 'asked' },
  { failures: 3, state: 'unsteady' },
]) {
  test(`a layer that fails ${failures} times among answers is ${state}`, async () => {
    layer = await startRawLayer(({ line }) => (/items\/\d?4\?/.test(line) ? null : OK))
    const asked = await askLayer(layer.layer, probes(failures * 10), options({ concurrency: 1 }))
    expect(asked).toMatchObject({ state, leftOut: {} })
    expect(asked.exchanges.filter(({ failure }) => failure !== null)).toHaveLength(failures)
  })
}

test('after ten failures in a row a layer is asked no further', async () => {
  layer = await startRawLayer((_, __, index) => (index < 5 ? OK : null))
  const asked = await askLayer(layer.layer, probes(50), options({ concurrency: 1 }))
  expect(asked).toMatchObject({ state: 'unsteady', leftOut: { unsteady: 35 } })
  expect(asked.exchanges).toHaveLength(15)
})

test('a connection that the layer closed between two requests is no failure', async () => {
  layer = await startRawLayer((_, socket) => {
    socket.write(OK, () => setTimeout(() => socket.destroy(), 0))
    return undefined
  })
  const asked = await askLayer(layer.layer, probes(40), options({ concurrency: 2 }))
  expect(asked).toMatchObject({ state: 'asked', leftOut: {} })
  expect(asked.exchanges.filter(({ failure }) => failure !== null)).toEqual([])
})

test('a layer that gives up connections that wait for their turn is asked on new ones', async () => {
  layer = await startRawLayer(
    () => OK,
    undefined,
    (socket) => {
      const idle = setTimeout(
        () => socket.end('HTTP/1.1 408 Request Time-out\r\nContent-Length: 0\r\n\r\n'),
        120,
      )
      socket.on('data', () => clearTimeout(idle))
    },
  )
  const asked = await askLayer(layer.layer, probes(10), options({ rate: 10, concurrency: 5 }))
  expect(asked.exchanges.map(({ answer }) => answer?.status)).toEqual(Array(10).fill(200))
  expect(asked.state).toBe('asked')
})

test('a request that a layer closes its connection on is sent twice at most', async () => {
  layer = await startRawLayer(({ line }) => (line.includes('/items/1?') ? null : OK))
  const asked = await askLayer(layer.layer, probes(3), options({ concurrency: 1 }))
  expect(asked.sent).toBe(4)
  expect(asked.exchanges[1]?.failure?.kind).toBe('connection')
})

test('POST is never sent twice', async () => {
  layer = await startRawLayer(({ line }) => (line.startsWith('POST') ? null : OK))
  const plan = [probe(0), probe(1, { method: 'POST' })]
  const asked = await askLayer(layer.layer, plan, options({ concurrency: 1 }))
  expect(asked.sent).toBe(2)
})

test('an interrupted run ends at once with what is known', async () => {
  const stop = new AbortController()
  layer = await startRawLayer((_, __, index) => (index < 6 ? OK : undefined))
  const run = askLayer(layer.layer, probes(50), options({ signal: stop.signal }))
  await expect.poll(() => layer.requests.length).toBe(10)
  stop.abort()
  const asked = await run
  expect(asked).toMatchObject({ state: 'asked', sent: 10, leftOut: { interrupted: 44 } })
})

for (const [name, changes, answer] of [
  ['in a pause', {}, limited(30)],
  ['between two requests', { rate: 0.01 }, OK],
] as const) {
  test(`a run that is interrupted ${name} ends at once`, async () => {
    const stop = new AbortController()
    layer = await startRawLayer(() => answer)
    const run = askLayer(layer.layer, probes(50), options({ signal: stop.signal, ...changes }))
    await expect.poll(() => layer.requests.length).toBeGreaterThan(0)
    stop.abort()
    expect((await run).leftOut).toHaveProperty('interrupted')
  })
}

test('a run that was interrupted before it began sends nothing', async () => {
  layer = await startRawLayer(() => OK)
  const asked = await askLayer(layer.layer, probes(5), options({ signal: AbortSignal.abort() }))
  expect(asked).toMatchObject({ sent: 0, leftOut: { interrupted: 5 } })
  expect(layer.connections()).toBe(0)
})

test('layers are asked at the same time, and a slow one holds up no other', async () => {
  layer = await startRawLayer(() => OK)
  const dead = await startRawLayer(() => undefined)
  const progress: string[] = []
  const asked = await askLayers(
    [
      { ...dead.layer, name: 'gateway' },
      { ...layer.layer, name: 'app' },
    ],
    probes(12),
    options({ timeout: 200 }),
    ({ name }, done, planned) => progress.push(`${name} ${done}/${planned}`),
  )
  expect(asked.map(({ layer: { name }, state }) => [name, state])).toEqual([
    ['gateway', 'unreachable'],
    ['app', 'asked'],
  ])
  expect(progress.indexOf('app 12/12')).toBeLessThan(progress.indexOf('gateway 10/12'))
  await dead.close()
})

test('what a layer echoes of the credentials is in no exchange', async () => {
  const secret = 'Bearer s3cr3t-t0ken-of-someone'
  const { length } = secret
  layer = await startRawLayer(({ head }) => {
    const at = Number(/items\/(\d+)/.exec(head)?.[1])
    const body = `${'x'.repeat(2048 - length + at)}${secret}${'y'.repeat(100)}`
    return `HTTP/1.1 200 OK\r\nX-Echo: ${secret}\r\nContent-Length: ${body.length}\r\n\r\n${body}`
  })
  const asked = await askLayer(
    layer.layer,
    probes(length + 1, { withCredentials: true }),
    options({ credentials: [['Authorization', secret]] }),
  )
  for (const { answer } of asked.exchanges) {
    expect(answer?.headers[0]).toEqual(['X-Echo', '$TOKEN'])
    expect(answer?.body).not.toMatch(/Be|s3c/)
    expect(answer?.body.length).toBeLessThanOrEqual(2048)
    expect(answer?.body.length).toBeGreaterThan(1900)
  }
})
