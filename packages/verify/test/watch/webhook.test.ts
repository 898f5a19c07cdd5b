import { createHmac } from 'node:crypto'
import { createServer, type IncomingHttpHeaders } from 'node:http'
import { closeServer, listen, portOf } from '@marque/testkit/http'
import { pause, waitUntil } from '@marque/testkit/processes'
import { afterEach, describe, expect, test } from 'vitest'
import { createWebhook, readWebhookKey, webhookSignature } from '../../src/watch/webhook.ts'

const SECRET = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'
const KEY = readWebhookKey(SECRET) ?? new Uint8Array()

test('the signature is that of the example of Standard Webhooks', () => {
  expect(
    webhookSignature(KEY, 'msg_p5jXN8AQM9LWM0D4loKWxJek', 1_614_265_330, '{"test": 2432232314}'),
  ).toBe('v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=')
})

const keys: readonly (readonly [name: string, text: string, bytes: number | null])[] = [
  ['24 bytes', SECRET, 24],
  ['a line end after it', `${SECRET}\n`, 24],
  ['64 bytes', `whsec_${Buffer.alloc(64, 1).toString('base64')}`, 64],
  ['no prefix', SECRET.slice(6), null],
  ['too short', `whsec_${Buffer.alloc(23, 1).toString('base64')}`, null],
  ['too long', `whsec_${Buffer.alloc(65, 1).toString('base64')}`, null],
  ['no base64', 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaS!', null],
  ['two keys', `${SECRET} ${SECRET}`, null],
  ['nothing', '', null],
]
for (const [name, text, bytes] of keys) {
  test(`a key with ${name}`, () => expect(readWebhookKey(text)?.length ?? null).toBe(bytes))
}

interface Received {
  readonly headers: IncomingHttpHeaders
  readonly body: string
}

const closing: (() => Promise<unknown>)[] = []
afterEach(async () => {
  await Promise.all(closing.splice(0).map((close) => close()))
})

/** A receiver that answers with these statuses in turn, then 204. */
async function receiver(
  statuses: readonly number[],
): Promise<{ readonly url: string; readonly received: readonly Received[] }> {
  const left = [...statuses]
  const received: Received[] = []
  const server = createServer((request, response) => {
    const parts: Buffer[] = []
    request.on('data', (part: Buffer) => parts.push(part))
    request.on('end', () => {
      received.push({ headers: request.headers, body: Buffer.concat(parts).toString() })
      const status = left.shift() ?? 204
      response.writeHead(status, status === 302 ? { location: '/elsewhere' } : {}).end()
    })
  })
  await listen(server)
  closing.push(() => closeServer(server))
  return { url: `http://127.0.0.1:${portOf(server)}/hook?token=secret`, received }
}

const event = (number: number) => ({
  type: 'verify.drift.began',
  timestamp: '2098-11-22T12:00:00.000Z',
  data: { number },
})

function webhookTo(url: string, options: { backoff?: number[]; timeout?: number } = {}) {
  const messages: string[] = []
  const onGivenUp = (message: string) => void messages.push(message)
  const webhook = createWebhook({ url, key: KEY, onGivenUp, backoff: [1, 1], ...options })
  return { webhook, messages }
}

describe('delivery', () => {
  test('an event is sent once, signed over id, timestamp and body', async () => {
    const { url, received } = await receiver([])
    const { webhook } = webhookTo(url)
    webhook.send(event(1))
    expect(await webhook.close(5_000)).toBe(0)
    const [first] = received
    expect(received).toHaveLength(1)
    expect(JSON.parse(first?.body ?? '')).toEqual(event(1))
    const { 'webhook-id': id, 'webhook-timestamp': time } = first?.headers ?? {}
    const signed = createHmac('sha256', Buffer.from(SECRET.slice(6), 'base64'))
      .update(`${id}.${time}.${first?.body}`)
      .digest('base64')
    expect(first?.headers['webhook-signature']).toBe(`v1,${signed}`)
    expect(first?.headers['content-type']).toBe('application/json')
  })

  for (const status of [500, 302, 404]) {
    test(`after ${status} it is sent again with the same id`, async () => {
      const { url, received } = await receiver([status])
      const { webhook, messages } = webhookTo(url)
      webhook.send(event(1))
      expect(await webhook.close(5_000)).toBe(0)
      expect(received).toHaveLength(2)
      expect(new Set(received.map(({ headers }) => headers['webhook-id'])).size).toBe(1)
      expect(messages).toEqual([])
    })
  }

  test('events keep their order, and each has an id of its own', async () => {
    const { url, received } = await receiver([503])
    const { webhook } = webhookTo(url)
    for (const number of [1, 2, 3]) webhook.send(event(number))
    expect(await webhook.close(5_000)).toBe(0)
    expect(received.map(({ body }) => JSON.parse(body).data.number)).toEqual([1, 1, 2, 3])
    expect(new Set(received.map(({ headers }) => headers['webhook-id'])).size).toBe(3)
  })

  test('an event that no attempt delivers is given up, without the secrets of the address', async () => {
    const { url, received } = await receiver([500, 500, 500])
    const { webhook, messages } = webhookTo(url)
    webhook.send(event(1))
    webhook.send(event(2))
    await waitUntil(() => received.length === 4)
    await webhook.close(5_000)
    expect(messages).toEqual([
      `webhook \`${new URL(url).origin}\` did not take an event: answered 500, after 3 attempts`,
    ])
  })

  test('410 ends the webhook', async () => {
    const { url, received } = await receiver([410])
    const { webhook, messages } = webhookTo(url)
    webhook.send(event(1))
    webhook.send(event(2))
    expect(await webhook.close(5_000)).toBe(0)
    webhook.send(event(3))
    await pause(20)
    expect(received).toHaveLength(1)
    expect(messages).toEqual([expect.stringContaining('410')])
  })

  test('sending does not wait, and closing gives up what is not delivered', async () => {
    const server = createServer(() => undefined)
    await listen(server)
    closing.push(() => closeServer(server))
    const { webhook, messages } = webhookTo(`http://127.0.0.1:${portOf(server)}/`)
    webhook.send(event(1))
    webhook.send(event(2))
    expect(await webhook.close(20)).toBe(2)
    expect(messages).toEqual([])
  })

  test('a receiver that does not answer, or is not there, is tried again', async () => {
    const server = createServer(() => undefined)
    await listen(server)
    const url = `http://127.0.0.1:${portOf(server)}/`
    const slow = webhookTo(url, { timeout: 20 })
    slow.webhook.send(event(1))
    await slow.webhook.close(5_000)
    await closeServer(server)
    const gone = webhookTo(url)
    gone.webhook.send(event(1))
    await gone.webhook.close(5_000)
    expect(slow.messages).toEqual([expect.stringContaining('no answer within 20 ms, after 3')])
    expect(gone.messages).toEqual([
      expect.stringContaining('no connection (ECONNREFUSED), after 3'),
    ])
  })
})
