import { existsSync, readdirSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import { join } from 'node:path'
import type { GatewayCommand } from '@marque/testkit/gateway'
import { listen, openConnection, requestBytes, sendRaw, statusOf } from '@marque/testkit/http'
import { waitUntil } from '@marque/testkit/processes'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import {
  type Distributor,
  type GatewayInstallation,
  gatewayInstallation,
  startDistributor,
} from './distributor.ts'

/** A clock that the test turns while the command runs. */
const LIBRARY = existsSync('/usr/lib')
  ? readdirSync('/usr/lib')
      .map((name) => join('/usr/lib', name, 'faketime/libfaketime.so.1'))
      .find((path) => existsSync(path))
  : undefined

if (LIBRARY === undefined)
  console.warn('faketime is missing, so clocks that jump are not tested: npm run parts')

const HOUR = 3_600_000
/** Seconds by which the clock of this process itself is moved, where `faketime` runs the tests. */
const SHIFT = Number(process.env.FAKETIME ?? 0) || 0
const iso = (time: number): string => new Date(time).toISOString()

let control: Distributor
let place: GatewayInstallation
let app: Server
let running: GatewayCommand
let start: number

/** What is granted for an hour, what was until a minute ago, and what will be in an hour. */
const policy = (): string => `version: 1
self: [https://api.example.com]
origins:
  now: { allow: [https://now.example], owner: web@example.com, purpose: tests, until: ${iso(start + HOUR)} }
  over: { allow: [https://over.example], owner: web@example.com, purpose: tests }
  later: { allow: [https://later.example], owner: web@example.com, purpose: tests }
resources:
  - name: account
    match: [{ path: /account/** }]
    sensitivity: internal
    enforce: block
    grants:
      - { origins: [now], methods: [GET], credentials: true }
      - { origins: [over], methods: [GET], until: ${iso(start - 60_000)} }
      - { origins: [later], methods: [GET], from: ${iso(start + HOUR)} }
`

beforeEach(async () => {
  start = Date.now()
  app = createServer((_request, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' })
    response.write('data: 1\n\n')
    if (_request.url !== '/account/live') response.end()
  })
  control = await startDistributor()
  await control.release(policy(), 1, start)
  place = gatewayInstallation(control, `http://127.0.0.1:${await listen(app)}`)
  turn(0)
  running = await place.start({
    env: {
      LD_PRELOAD: LIBRARY ?? '',
      // An offset in the environment would win over the one in the file.
      FAKETIME: undefined,
      FAKETIME_SHARED: undefined,
      FAKETIME_TIMESTAMP_FILE: join(place.folder, 'clock'),
      FAKETIME_NO_CACHE: '1',
      // A machine's wall clock jumps; the one that only grows does not.
      FAKETIME_DONT_FAKE_MONOTONIC: '1',
      DONT_FAKE_MONOTONIC: '1',
    },
  })
})
afterEach(async () => {
  await running.kill()
  await control.close()
  place.remove()
  app.closeAllConnections()
  await new Promise((resolve) => app.close(resolve))
})

/** @param by Seconds from the clock of the tests. */
function turn(by: number): void {
  const offset = by + SHIFT
  writeFileSync(join(place.folder, 'clock'), `${offset < 0 ? '-' : '+'}${Math.abs(offset)}`)
}

const port = (): number => Number(new URL(running.url).port)
async function ask(name: 'now' | 'over' | 'later'): Promise<number> {
  return statusOf(
    await sendRaw(port(), requestBytes('/account/me', [`Origin: https://${name}.example`])),
  )
}
const all = async (): Promise<readonly number[]> => [
  await ask('now'),
  await ask('over'),
  await ask('later'),
]

describe.skipIf(LIBRARY === undefined)('a clock that jumps while the gateway runs', () => {
  test('forwards past the end of a grant: it ends, what is open ends, and what begins then begins', async () => {
    expect(await all()).toEqual([200, 403, 403])
    const stream = await openConnection(port())
    stream.send(requestBytes('/account/live', ['Origin: https://now.example']))
    await stream.waitFor('data: 1')
    turn(2 * 3_600)
    expect(await all()).toEqual([403, 403, 200])
    expect((await stream.waitForEnd(8_000)).endsWith('0\r\n\r\n')).toBe(true)
    const preflight = requestBytes(
      '/account/me',
      ['Origin: https://now.example', 'Access-Control-Request-Method: GET'],
      'OPTIONS',
    )
    expect(statusOf(await sendRaw(port(), preflight))).toBe(403)
    // And back to where it was: the grant never ended.
    turn(0)
    expect(await all()).toEqual([200, 403, 403])
  })

  test('the last seconds of a grant are all that a preflight may be kept for', async () => {
    turn(3_600 - 60)
    const preflight = requestBytes(
      '/account/me',
      ['Origin: https://now.example', 'Access-Control-Request-Method: GET'],
      'OPTIONS',
    )
    const text = await sendRaw(port(), preflight)
    expect(statusOf(text)).toBe(204)
    const seconds = Number(/^access-control-max-age: (\d+)/im.exec(text)?.[1])
    expect(seconds).toBeLessThanOrEqual(60)
  })

  test('a year backwards: no grant that ended comes to life again, and the operator is told; then it is right again', async () => {
    turn(-365 * 86_400)
    expect(await all()).toEqual([200, 403, 403])
    await waitUntil(
      () => running.stderr().includes('the system clock runs behind and is not trusted'),
      {
        what: 'word of the clock',
      },
    )
    expect(await all()).toEqual([200, 403, 403])
    turn(0)
    await waitUntil(() => running.stderr().includes('the system clock is plausible again'), {
      what: 'word of the clock',
    })
    expect(await all()).toEqual([200, 403, 403])
    // It went on asking for policies all the while.
    const asked = control.requests()
    await waitUntil(() => control.requests() > asked + 1, { what: 'another question' })
  })

  test('backwards by what clocks differ: it is believed', async () => {
    turn(-120)
    // Within the tolerance of five minutes, so the grant that ended a minute ago holds on this clock.
    expect(await ask('over')).toBe(200)
    expect(running.stderr()).not.toContain('behind')
  })
})
