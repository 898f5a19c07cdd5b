import { renameSync, writeFileSync } from 'node:fs'
import { type PolicyCommand, startPolicyCommand } from '@marque/testkit/gateway'
import { completeResponse, sendRaw } from '@marque/testkit/http'
import { pause } from '@marque/testkit/processes'
import { type RawUpstream, startRawUpstream } from '@marque/testkit/upstream'
import { afterAll, beforeAll, expect, test } from 'vitest'

const APP = 'https://app.example.com'
const EVIL = 'https://evil.example'
const CHUNKS = 30
const STREAM = Array.from({ length: CHUNKS }, (_, nth) => `${nth}\n`).join('')

/** Each policy says its number in all that it grants: in the names it exposes, in how long a preflight holds, and in whether credentials count. */
const policyOf = (number: number): string => `version: 1
self: [https://api.example.com]
contact: api@example.com
origins:
  web: { allow: [${APP}], owner: web@example.com, purpose: tests }
resources:
  - name: open
    match: [{ path: /open/** }]
    sensitivity: confidential
    grants:
      - origins: [web]
        methods: [GET, POST, PUT]
        exposeHeaders: [x-v${number}]
        maxAge: ${number}
        credentials: ${number % 2 === 0}
`

let upstream: RawUpstream
let command: PolicyCommand

beforeAll(async () => {
  upstream = await startRawUpstream((socket, request) => {
    if (!request.includes(' /open/stream ')) {
      socket.write(
        'HTTP/1.1 200 OK\r\naccess-control-allow-origin: *\r\ncontent-length: 5\r\n\r\nwhole',
      )
      return
    }
    socket.write('HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n')
    let nth = 0
    const timer = setInterval(() => {
      const text = `${nth++}\n`
      socket.write(`${text.length.toString(16)}\r\n${text}\r\n`)
      if (nth < CHUNKS) return
      clearInterval(timer)
      socket.write('0\r\n\r\n')
    }, 5)
    socket.once('close', () => clearInterval(timer))
  })
  command = await startPolicyCommand(policyOf(1), upstream.url)
})
afterAll(async () => {
  await command.stop()
  await upstream.stop()
})

interface Ask {
  readonly line: string
  readonly lines: readonly string[]
  /** What is wrong with a whole answer, or the number of the policy that gave it; 0 where it does not tell. */
  judge(status: number, head: string, body: string): string | number
}

const asks: readonly Ask[] = [
  {
    line: 'GET /open/a',
    lines: [`Origin: ${APP}`],
    judge: (status, head, body) => granted(status, head, body, 'whole'),
  },
  {
    line: 'GET /open/stream',
    lines: [`Origin: ${APP}`],
    judge: (status, head, body) => granted(status, head, body, STREAM),
  },
  { line: 'GET /open/a', lines: [`Origin: ${EVIL}`], judge: denied },
  {
    line: 'OPTIONS /open/a',
    lines: [`Origin: ${EVIL}`, 'Access-Control-Request-Method: PUT'],
    judge: denied,
  },
  {
    line: 'OPTIONS /open/a',
    lines: [`Origin: ${APP}`, 'Access-Control-Request-Method: PUT'],
    judge: preflight,
  },
  { line: 'GET /elsewhere', lines: [`Origin: ${APP}`], judge: denied },
  {
    line: 'GET /elsewhere',
    lines: [],
    judge: (status, head, body) =>
      status === 200 && body === 'whole' && !/access-control-allow-origin/i.test(head)
        ? 0
        : 'not what is said without an Origin',
  },
]

function granted(status: number, head: string, body: string, wanted: string): string | number {
  if (status !== 200 || body !== wanted) return `status ${status}, ${JSON.stringify(body)}`
  const number = Number(/access-control-expose-headers: x-v(\d+)\r\n/.exec(head)?.[1])
  return permission(head, number)
}

function preflight(status: number, head: string): string | number {
  if (status !== 204) return `status ${status}`
  return permission(head, Number(/access-control-max-age: (\d+)\r\n/.exec(head)?.[1]))
}

function permission(head: string, number: number): string | number {
  const origins = head.match(/access-control-allow-origin: .*/gi)
  if (origins?.length !== 1 || origins[0] !== `access-control-allow-origin: ${APP}`)
    return 'no permission'
  const credentials = /access-control-allow-credentials: true/i.test(head)
  return credentials === (number % 2 === 0) ? number : `a mix of policies, around ${number}`
}

function denied(status: number, head: string): string | number {
  return status === 403 && !/access-control/i.test(head.replace(/^vary:.*$/gim, ''))
    ? 0
    : `status ${status} to a stranger`
}

test('killed, started and given new policies at any moment, it gives no wrong answer', async () => {
  let isOver = false
  const wrong: string[] = []
  const right = { whole: 0, cut: 0, refused: 0 }
  const numbers = new Set<number>()
  const client = async (first: number): Promise<void> => {
    let newest = 0
    for (let nth = first; !isOver; nth++) {
      const ask = asks[nth % asks.length] as Ask
      const bytes = `${ask.line} HTTP/1.1\r\nHost: api.example.com\r\nConnection: close\r\n${ask.lines.map((line) => `${line}\r\n`).join('')}\r\n`
      const text = await sendRaw(command.port, bytes)
      const whole = completeResponse(text)
      if (whole === null) {
        right[text === '' ? 'refused' : 'cut']++
        // The port is closed for a moment.
        if (text === '') await pause(10)
        continue
      }
      right.whole++
      const verdict = ask.judge(whole.status, whole.head, whole.body)
      if (typeof verdict === 'string') wrong.push(`${ask.line}: ${verdict}\n${text}`)
      else if (verdict > 0 && verdict < newest) wrong.push(`policy ${verdict} behind ${newest}`)
      else if (verdict > 0) {
        numbers.add(verdict)
        newest = verdict
      }
    }
  }
  const clients = Array.from({ length: 8 }, (_, first) => client(first))
  let number = 1
  for (let round = 0; round < 4; round++) {
    for (let swap = 0; swap < 3; swap++) {
      number++
      writeFileSync(`${command.policyFile}.new`, policyOf(number))
      renameSync(`${command.policyFile}.new`, command.policyFile)
      command.child.kill('SIGHUP')
      await pause(60 + round * 37)
    }
    command = await command.restart()
    await pause(150)
  }
  await pause(200)
  isOver = true
  await Promise.all(clients)
  expect(wrong).toEqual([])
  expect(right.whole).toBeGreaterThan(50)
  expect(right.cut + right.refused).toBeGreaterThan(0)
  expect(Math.max(...numbers)).toBe(number)
  expect(numbers.size).toBeGreaterThan(3)
})
