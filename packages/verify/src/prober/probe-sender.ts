/**
 * One probe to one layer: sent in its turn, again after a pause, and again where an idle connection had closed.
 *
 * @module
 */
import type { Probe } from '../probes/index.ts'
import type { Exchange } from './exchange.ts'
import type { AskOptions } from './layer.ts'
import type { LayerHealth } from './layer-health.ts'
import type { Pacer } from './pacer.ts'
import { createPauses } from './pauses.ts'
import { probeRequest, probeUrl } from './probe-request.ts'
import { readRetryAfter } from './retry-after.ts'
import type { Redactor } from './secrets.ts'
import {
  type AnswerLimits,
  type Client,
  type Connection,
  NoAnswer,
  type WireAnswer,
} from './wire/index.ts'

/** Bytes of a body that an exchange keeps. */
const KEPT_BYTES = 2048

/** Methods that may be sent again when it is unknown whether the first request arrived (RFC 9110, 9.2.2). */
const IDEMPOTENT = new Set(['GET', 'HEAD', 'OPTIONS', 'PUT', 'DELETE', 'TRACE'])

export interface SenderDeps {
  readonly clientFor: (probe: Probe) => Client
  readonly health: LayerHealth
  readonly pacer: Pacer
  readonly redactor: Redactor
  readonly options: AskOptions
}

export interface ProbeSender {
  /** Requests so far. */
  readonly sent: number
  /**
   * @param isFresh On a new connection.
   * @returns Null where it was not sent, or has no answer because the layer is asked no further.
   */
  send(
    probe: Probe,
    repeat: number,
    ifNoneMatch: string | null,
    isFresh: boolean,
  ): Promise<Exchange | null>
}

export function createProbeSender(deps: SenderDeps): ProbeSender {
  const { clientFor, health, pacer, redactor, options } = deps
  const pauses = createPauses(health, pacer)
  let sent = 0
  const limits: Omit<AnswerLimits, 'elapsed'> = {
    headTimeout: options.timeout,
    headBytes: 65_536,
    // A secret at the cut would stay half.
    keptBytes: KEPT_BYTES + redactor.longest,
    bodyBytes: 262_144,
    bodyTimeout: 500,
  }

  return {
    get sent() {
      return sent
    },
    async send(probe, repeat, ifNoneMatch, isFresh) {
      if (!(await health.admit())) return null
      const url = options.exactUrls ? probe.url : probeUrl(probe, repeat, options.seed)
      const request = probeRequest(probe, url, ifNoneMatch, options)
      const exchange = (
        sentAt: number,
        answer: WireAnswer | null,
        failure: NoAnswer | null,
      ): Exchange => ({
        probe,
        repeat,
        url,
        ...(ifNoneMatch === null ? {} : { ifNoneMatch }),
        sentAt,
        answer: answer === null ? null : redacted(answer, redactor),
        failure: failure === null ? null : { kind: failure.kind, message: failure.message },
      })
      let isNew = isFresh || !IDEMPOTENT.has(probe.method)
      let isRetry = false
      for (;;) {
        let sentAt = Date.now()
        try {
          const before = performance.now()
          const connect = (isNewOne: boolean): Promise<Connection> =>
            clientFor(probe).connect(request.authority, isNewOne, options.timeout)
          let connection = await connect(isNew)
          const elapsed = performance.now() - before
          await pacer.turn()
          if (health.ended !== null) {
            connection.release()
            return null
          }
          if (!connection.isOpen) {
            connection.release()
            connection = await connect(true)
          }
          sentAt = Date.now()
          sent += 1
          const pausesBefore = health.pauses
          const answer = await connection.send(request, { ...limits, elapsed })
          const wait = answer.status === 429 ? readRetryAfter(answer.headers, Date.now()) : null
          if (wait === null) {
            health.answered()
            pauses.answered()
            return exchange(sentAt, answer, null)
          }
          if (!pauses.refused(wait, pausesBefore)) return null
        } catch (error) {
          if (health.ended === 'interrupted') return null
          if (!(error instanceof NoAnswer)) throw error
          if (error.wasIdle && !isRetry) {
            isNew = true
            isRetry = true
            continue
          }
          health.failed()
          return exchange(sentAt, null, error)
        }
      }
    },
  }
}

function redacted({ status, headers, body }: WireAnswer, redactor: Redactor): Exchange['answer'] {
  const text = redactor.text(body)
  // The end of a body that was cut may be the start of a secret.
  const end = body.length > KEPT_BYTES ? text.length - redactor.longest : text.length
  return {
    status,
    headers: redactor.headers(headers),
    body: text.slice(0, Math.min(KEPT_BYTES, end)),
  }
}
