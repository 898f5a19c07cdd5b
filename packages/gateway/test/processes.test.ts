import { writeFileSync } from 'node:fs'
import { Agent, createServer, request, type Server } from 'node:http'
import { join } from 'node:path'
import type { GatewayCommand } from '@marque/testkit/gateway'
import { listen, portOf } from '@marque/testkit/http'
import { descendantsOf, pause, waitUntil } from '@marque/testkit/processes'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import {
  A,
  B,
  type Distributor,
  type GatewayInstallation,
  gatewayInstallation,
  policyFor,
  startDistributor,
} from './distributor.ts'

let control: Distributor
let place: GatewayInstallation
let app: Server
let running: GatewayCommand | undefined

beforeEach(async () => {
  app = createServer((_request, response) => {
    // An application that allows everybody: nobody may ever see this.
    response.setHeader('access-control-allow-origin', '*')
    response.end('whole')
  })
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

interface Answer {
  readonly status: number | undefined
  readonly allowed: string | undefined
  readonly isWhole: boolean
}

/** Rejects where no whole answer comes. */
function ask(url: string, origin: string, agent: Agent | false = false): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const headers = { host: 'api.example.com', origin }
    const asking = request(`${url}/account/me`, { headers, agent }, (response) => {
      let body = ''
      response.on('data', (chunk) => {
        body += String(chunk)
      })
      response.on('error', reject)
      response.on('end', () =>
        resolve({
          status: response.statusCode,
          allowed: response.headers['access-control-allow-origin'],
          isWhole: body === 'whole',
        }),
      )
    })
    asking.on('error', reject)
    asking.end()
  })
}

/** The origins that are granted by any of the processes: each request is a connection of its own, and goes to the next one. */
async function granted(url: string): Promise<string> {
  const asked = Array.from({ length: 12 }, (_, at) => (at % 2 === 0 ? A : B))
  const answers = await Promise.all(asked.map((origin) => ask(url, origin)))
  return [...new Set(answers.flatMap(({ allowed }) => allowed ?? []))].sort().join()
}

/** The processes that serve: those without children of their own that are not the leader. */
const workersOf = ({ child }: GatewayCommand): readonly number[] => {
  const all = descendantsOf(child.pid ?? 0)
  const leader = all.find((pid) => descendantsOf(pid).length >= 2) ?? child.pid ?? 0
  return descendantsOf(leader)
}

describe('several processes with a distributor', () => {
  test('each takes a new release, one of them keeps it, and its successor goes on keeping', async () => {
    running = await place.start({ processes: 2 })
    const { url } = running
    expect(await granted(url)).toBe(A)
    await waitUntil(() => place.stored().length === 1, { what: 'the first release on disk' })
    // Whichever of the two is the one that keeps, it is killed in one of the rounds.
    for (const round of [2, 3]) {
      const [victim = 0] = workersOf(running).slice(round - 2)
      process.kill(victim, 'SIGKILL')
      const { stderr } = running
      await waitUntil(() => (stderr().match(/exited \(SIGKILL\)/g) ?? []).length === round - 1, {
        what: 'the end',
      })
      const { admin } = running
      await waitUntil(async () => (await fetch(`${admin}/readyz`)).status === 200, {
        what: 'its successor',
      })
      const origin = round % 2 === 0 ? B : A
      await control.release(policyFor(origin), round)
      await waitUntil(async () => (await granted(url)) === origin, { what: `release ${round}` })
      await waitUntil(() => place.stored().length === round, { what: `release ${round} on disk` })
      expect(place.stored()[0]).toContain(`release-${String(round).padStart(15, '0')}-`)
    }
  })

  test('all of it killed, and nobody answers: it starts again with the last good release', async () => {
    running = await place.start({ processes: 2 })
    await control.release(policyFor(B), 2)
    const { url } = running
    await waitUntil(async () => (await granted(url)) === B, { what: 'the second release' })
    await waitUntil(() => place.stored().length === 2, { what: 'the second release on disk' })
    await running.kill()
    await control.close()
    running = await place.start({ processes: 2 })
    expect(await granted(running.url)).toBe(B)
    expect((await fetch(`${running.admin}/readyz`)).status).toBe(200)
  })

  test('nobody answers at the start: nothing is granted and it is not ready, until a release comes', async () => {
    await control.close()
    const later = await startDistributor()
    running = await installationFor(later).start({ processes: 2 })
    const { url, admin } = running
    expect(await granted(url)).toBe('')
    expect((await fetch(`${admin}/readyz`)).status).toBe(503)
    await later.release(policyFor(A), 1)
    await waitUntil(async () => (await granted(url)) === A, { what: 'the first release' })
    await waitUntil(async () => (await fetch(`${admin}/readyz`)).status === 200, {
      what: 'readiness',
    })
    await later.close()
  })
})

function installationFor(other: Distributor): GatewayInstallation {
  place.remove()
  place = gatewayInstallation(other, `http://127.0.0.1:${portOf(app)}`)
  return place
}

test.each([1, 2])(
  'with %i processes a reload drops no request, and each is judged by one policy or the other',
  async (processes) => {
    const file = join(place.folder, 'policy.yaml')
    writeFileSync(file, policyFor(A))
    running = await place.start({ processes, policy: file })
    const { url, child } = running
    const agents = Array.from({ length: 6 }, () => new Agent({ keepAlive: true, maxSockets: 1 }))
    const answers = { [A]: 0, [B]: 0 }
    const wrong: unknown[] = []
    let isLoaded = true
    const load = agents.map(async (agent, at) => {
      while (isLoaded) {
        const origin = at % 2 === 0 ? A : B
        try {
          const { status, allowed, isWhole } = await ask(url, origin, agent)
          const isGranted = status === 200 && allowed === origin && isWhole
          const isRefused = status === 403 && allowed === undefined && !isWhole
          if (isGranted) answers[origin]++
          else if (!isRefused) wrong.push({ status, allowed, isWhole })
          await pause(2)
        } catch (error) {
          // A connection that stays open is not closed by a reload.
          wrong.push(error)
        }
      }
    })
    for (let round = 0; round < 4; round++) {
      const origin = round % 2 === 0 ? B : A
      const before = answers[origin]
      writeFileSync(file, policyFor(origin))
      child.kill('SIGHUP')
      await waitUntil(() => answers[origin] > before + 20, { what: `policy ${round}` })
    }
    isLoaded = false
    await Promise.all(load)
    for (const agent of agents) agent.destroy()
    expect(wrong).toEqual([])
  },
)
