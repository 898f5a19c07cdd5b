import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import { join } from 'node:path'
import type { GatewayCommand } from '@marque/testkit/gateway'
import { listen, requestBytes, sendRaw, statusOf } from '@marque/testkit/http'
import { waitUntil } from '@marque/testkit/processes'
import { afterEach, beforeEach, expect, test } from 'vitest'
import {
  A,
  B,
  type Distributor,
  type GatewayInstallation,
  gatewayInstallation,
  policyFor,
  startDistributor,
} from './distributor.ts'

/** No file may be longer than nothing: what the kernel says then (EFBIG) comes where it says ENOSPC on a disk that is full. */
const FULL = ['bash', '-c', 'ulimit -f 0; exec "$@"', '--']

let control: Distributor
let place: GatewayInstallation
let app: Server
let running: GatewayCommand | undefined

beforeEach(async () => {
  app = createServer((_request, response) => void response.end('ok'))
  control = await startDistributor()
  await control.release(policyFor(A), 1)
  place = gatewayInstallation(control, `http://127.0.0.1:${await listen(app)}`)
})
afterEach(async () => {
  await running?.kill()
  running = undefined
  await control.close()
  place.remove()
  app.closeAllConnections()
  await new Promise((resolve) => app.close(resolve))
})

const ask = async (origin: string): Promise<number> =>
  statusOf(
    await sendRaw(
      Number(new URL(running?.url ?? '').port),
      requestBytes('/account/me', [`Origin: ${origin}`]),
    ),
  )

test('a disk that is full costs no request and no release; the operator is told, and nothing half written is left', async () => {
  running = await place.start({ through: FULL })
  const { stderr } = running
  expect([await ask(A), await ask(B)]).toEqual([200, 403])
  await waitUntil(() => stderr().includes('the policy cannot be kept on disk'), {
    what: 'word of the disk',
  })
  await control.release(policyFor(B), 2)
  await waitUntil(async () => (await ask(B)) === 200, { what: 'the next release' })
  expect(await ask(A)).toBe(403)
  expect(place.stored()).toEqual([])
})

test('what was kept before the disk was full still serves a start while nobody answers', async () => {
  running = await place.start()
  await waitUntil(() => place.stored().length === 1, { what: 'a release on disk' })
  await running.kill()
  await control.release(policyFor(B), 2)
  running = await place.start({ through: FULL })
  await waitUntil(async () => (await ask(B)) === 200, { what: 'the next release' })
  await running.kill()
  await control.close()
  running = await place.start({ through: FULL })
  expect([await ask(A), await ask(B)]).toEqual([200, 403])
})

test('a disk that has room again gets the release that it missed', async () => {
  // The folder is in the way of itself: a file stands where it should be, until somebody takes it away.
  const bundles = join(place.folder, 'bundles')
  writeFileSync(bundles, '')
  running = await place.start()
  const { stderr } = running
  await waitUntil(() => stderr().includes('the policy cannot be kept on disk'), {
    what: 'word of the disk',
  })
  expect(await ask(A)).toBe(200)
  rmSync(bundles)
  mkdirSync(bundles)
  await waitUntil(() => place.stored().length === 1, { what: 'a release on disk' })
})

test('a log that can grow no more costs no request; what it holds is whole, and what it lacks is counted', async () => {
  const log = join(place.folder, 'log')
  const through = ['bash', '-c', 'ulimit -f 16; exec "$@" >>"$LOG_FILE"', '--']
  running = await place.start({ through, env: { LOG_FILE: log } })
  const statuses = new Set<number>()
  for (let nth = 0; nth < 100; nth++) statuses.add(await ask(A))
  expect([...statuses]).toEqual([200])
  const { admin } = running
  const dropped = async (): Promise<number> => {
    const text = await (await fetch(`${admin}/metrics`)).text()
    return Number(/^marque_access_log_dropped_total(?:{[^}]*})? (\d+)$/m.exec(text)?.[1] ?? 0)
  }
  await waitUntil(async () => (await dropped()) > 0, { what: 'lines that were dropped' })
  const lines = readFileSync(log, 'utf8').split('\n')
  // The last one may be cut where the room ended.
  const broken = lines.slice(0, -1).filter((line) => !line.startsWith('{') || !line.endsWith('}'))
  expect(lines.length).toBeGreaterThan(10)
  expect(broken).toEqual([])
})
