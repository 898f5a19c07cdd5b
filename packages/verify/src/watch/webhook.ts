/**
 * Signed webhooks, as Standard Webhooks 1.0 describes them.
 *
 * @module
 */
import { createHmac, randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'

export interface WebhookOptions {
  /** http or https. It may hold a secret: messages name its origin only. */
  readonly url: string
  /** What {@link readWebhookKey} returned. */
  readonly key: Uint8Array
  /** Called where an event is given up. For people, without secrets. */
  readonly onGivenUp: (message: string) => void
  /** Milliseconds before each attempt after the first (default: {@link BACKOFF}). */
  readonly backoff?: readonly number[]
  /** Milliseconds that one attempt may take (default: 15 s). */
  readonly timeout?: number
}

export interface Webhook {
  /** Queues an event and returns at once. Events are delivered one after the other, in the order of the calls. */
  send(event: { readonly type: string; readonly timestamp: string; readonly data: unknown }): void
  /**
   * Waits for what is queued, at most `grace` milliseconds, and gives up the rest.
   *
   * @returns The number of events that were not delivered.
   */
  close(grace: number): Promise<number>
}

/** Short at first, for a receiver that restarts, then as in the example schedule of the standard. */
const BACKOFF: readonly number[] = [1_000, 5_000, 30_000, 300_000, 1_800_000]

/** Events that wait at most; the oldest is given up for a new one. */
const MOST_WAITING = 1_000

/** Longest wait that a `Retry-After` of the receiver causes. */
const LONGEST_WAIT = 3_600_000

/**
 * Reads a key as Standard Webhooks writes it: `whsec_`, then base64 of 24 to 64 bytes.
 *
 * @returns `undefined` for anything else.
 */
export function readWebhookKey(text: string): Uint8Array | undefined {
  const encoded = /^whsec_([A-Za-z0-9+/]+={0,2})$/.exec(text.trim())?.[1]
  if (encoded === undefined) return undefined
  const key = Buffer.from(encoded, 'base64')
  const isExact = key.toString('base64').replace(/=+$/, '') === encoded.replace(/=+$/, '')
  return isExact && key.length >= 24 && key.length <= 64 ? key : undefined
}

/** `v1,` and the base64 of HMAC-SHA256 over id, timestamp and body, joined by `.`. @param timestamp Unix time in seconds. */
export function webhookSignature(
  key: Uint8Array,
  id: string,
  timestamp: number,
  body: string,
): string {
  return `v1,${createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64')}`
}

interface Delivery {
  /** The same for each attempt, so that the receiver can drop repeats. */
  readonly id: string
  readonly body: string
}

/** Starts with an empty queue; nothing is sent before the first event. */
export function createWebhook(options: WebhookOptions): Webhook {
  const queue: Delivery[] = []
  const stop = new AbortController()
  let working: Promise<void> | null = null
  let isGone = false

  const giveUp = (why: string): void => options.onGivenUp(`${nameOf(options.url)} ${why}`)

  const work = async (): Promise<void> => {
    for (let delivery = queue[0]; delivery !== undefined; delivery = queue[0]) {
      if (isGone) break
      const outcome = await deliver(delivery, options, stop.signal)
      if (outcome === 'stopped') return
      // The queue may have lost its oldest entry meanwhile.
      if (queue[0] === delivery) queue.shift()
      if (outcome === 'delivered') continue
      if (outcome === 'gone') {
        isGone = true
        giveUp('answers 410: no more webhooks are sent')
      } else giveUp(`did not take an event: ${outcome.failure}`)
    }
    working = null
  }

  return {
    send(event) {
      if (isGone || stop.signal.aborted) return
      if (queue.length >= MOST_WAITING) {
        queue.shift()
        giveUp(`has ${MOST_WAITING} events waiting: the oldest is dropped`)
      }
      queue.push({ id: `msg_${randomUUID()}`, body: JSON.stringify(event) })
      working ??= work()
    },
    async close(grace) {
      if (working !== null) {
        const timer = setTimeout(() => stop.abort(), grace)
        await working
        clearTimeout(timer)
      }
      stop.abort()
      return isGone ? 0 : queue.length
    },
  }
}

type Outcome = 'delivered' | 'gone' | 'stopped' | { readonly failure: string }

async function deliver(
  delivery: Delivery,
  { url, key, backoff = BACKOFF, timeout = 15_000 }: WebhookOptions,
  signal: AbortSignal,
): Promise<Outcome> {
  let failure = ''
  let retryAfter = 0
  for (let attempt = 0; attempt <= backoff.length; attempt++) {
    try {
      const wait = attempt === 0 ? 0 : Math.max(backoff[attempt - 1] ?? 0, retryAfter)
      if (wait > 0) await sleep(wait, undefined, { signal })
      const answer = await post(
        url,
        key,
        delivery,
        AbortSignal.any([signal, AbortSignal.timeout(timeout)]),
      )
      if (answer.ok) return 'delivered'
      if (answer.status === 410) return 'gone'
      failure = `answered ${answer.status}`
      const seconds = Number(answer.headers.get('retry-after') ?? 0)
      retryAfter = Number.isFinite(seconds) ? Math.min(seconds * 1000, LONGEST_WAIT) : 0
    } catch (error) {
      if (signal.aborted) return 'stopped'
      failure = failureText(error, timeout)
    }
  }
  return { failure: `${failure}, after ${backoff.length + 1} attempts` }
}

/** Redirects are not followed (Standard Webhooks: a 3xx is a failure). */
async function post(
  url: string,
  key: Uint8Array,
  { id, body }: Delivery,
  signal: AbortSignal,
): Promise<Response> {
  const timestamp = Math.floor(Date.now() / 1000)
  const answer = await fetch(url, {
    method: 'POST',
    redirect: 'manual',
    headers: {
      'content-type': 'application/json',
      'user-agent': 'marque-verify/1',
      'webhook-id': id,
      'webhook-timestamp': String(timestamp),
      'webhook-signature': webhookSignature(key, id, timestamp, body),
    },
    body,
    signal,
  })
  // The connection is free again when the body has been read or cancelled.
  await answer.body?.cancel()
  return answer
}

function failureText(error: unknown, timeout: number): string {
  if (!(error instanceof Error)) return 'no connection'
  if (error.name === 'TimeoutError') return `no answer within ${timeout} ms`
  const { cause } = error
  const code = cause instanceof Error && 'code' in cause ? ` (${String(cause.code)})` : ''
  return `no connection${code}`
}

function nameOf(url: string): string {
  return `webhook \`${new URL(url).origin}\``
}
