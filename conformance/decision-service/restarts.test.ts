import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { APP } from '@marque/testkit/policies'
import { freePort } from '@marque/testkit/processes'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { bytesOf, corsOf } from './compare-response.ts'
import { CADDY, NGINX, type StartProxy, startCaddy, startNginx } from './proxies.ts'
import type { RequestCase } from './requests.cases.ts'
import { openTestBed, POLICY, sendRaw, type TestBed } from './test-bed.ts'

const COMMAND = fileURLToPath(new URL('../../node_modules/.bin/marque', import.meta.url))

const preflight = (origin: string): RequestCase => ({
  title: 'a preflight',
  method: 'OPTIONS',
  lines: [
    ['Origin', origin],
    ['Access-Control-Request-Method', 'PATCH'],
  ],
})
const actual = (origin: string): RequestCase => ({
  title: 'a request',
  lines: [['Origin', origin]],
})

/** In alphabetical order. */
const GOOD: readonly string[] = [
  'a preflight of others: 403, not readable',
  'a preflight of ours: 204, readable',
  'a request of others: 403, not readable',
  'a request of ours: 200, readable',
]

const PROXIES: readonly (readonly [string, string | undefined, StartProxy])[] = [
  ['nginx', NGINX, startNginx],
  ['Caddy', CADDY, startCaddy],
]

for (const [name, program, start] of PROXIES) {
  if (program === undefined) {
    test.skip(`${name} is missing: npm run parts -- --only ${name.toLowerCase()}`)
    continue
  }
  describe(`a service that is killed and started again, behind ${name}`, () => {
    let testBed: TestBed
    let port: number
    beforeAll(async () => {
      testBed = await openTestBed({}, POLICY)
      writeFileSync(join(testBed.folder, 'policy.yaml'), POLICY)
      port = await freePort()
    })
    afterAll(() => testBed?.close())

    async function startService() {
      const args = ['decision-service', join(testBed.folder, 'policy.yaml')]
      const child = spawn(COMMAND, [...args, '--listen', `127.0.0.1:${port}`], {
        stdio: ['ignore', 'ignore', 'inherit'],
      })
      for (;;) {
        if (child.exitCode !== null) throw new Error('the service ended')
        const socket = connect(port, '127.0.0.1')
        const isOpen = await new Promise<boolean>((resolve) => {
          socket.once('connect', () => resolve(true))
          socket.once('error', () => resolve(false))
        })
        socket.destroy()
        if (isOpen) return child
        await new Promise((resolve) => setTimeout(resolve, 20))
      }
    }

    test('no answer is wrong: each is as decided, or an error that no page can read', async () => {
      let service = await startService()
      const proxy = await start(testBed, `127.0.0.1:${port}`)
      const seen = new Set<string>()
      let isOver = false
      const client = async (request: RequestCase): Promise<void> => {
        while (!isOver) {
          const answer = await sendRaw(proxy.port, bytesOf(request))
          const isOurs = request.lines[0]?.[1] === APP
          const cors = corsOf(answer).length > 0 ? 'readable' : 'not readable'
          seen.add(
            `${request.title} of ${isOurs ? 'ours' : 'others'}: ${answer.status >= 500 ? '5xx' : answer.status}, ${cors}`,
          )
        }
      }
      const evil = 'https://evil.example'
      const clients = [actual(APP), actual(evil), preflight(APP), preflight(evil)].map(client)
      try {
        for (let times = 0; times < 3; times++) {
          const ended = once(service, 'exit')
          service.kill('SIGKILL')
          await ended
          // While nobody is there, every client must be answered.
          await Promise.all(
            [actual(APP), preflight(evil)].map((one) => sendRaw(proxy.port, bytesOf(one))),
          )
          service = await startService()
        }
        for (let times = 0; times < 15_000 && !GOOD.every((one) => seen.has(one)); times++)
          await new Promise((resolve) => setTimeout(resolve, 20))
      } finally {
        isOver = true
        await Promise.all(clients)
        await proxy.stop()
        service.kill('SIGKILL')
      }
      expect([...seen].filter((one) => !one.endsWith('5xx, not readable')).sort()).toEqual(GOOD)
      expect([...seen].some((one) => one.includes('5xx'))).toBe(true)
      const origins = testBed.take().map(({ raw }) => raw.includes(APP))
      expect(origins).not.toContain(false)
    })
  })
}
