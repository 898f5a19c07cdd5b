/**
 * Sends the requests of browsers to a layer, as the prober sends probes.
 *
 * @module
 */
import type { HeaderLine } from '@marque/core'
import {
  type Answer,
  type AskOptions,
  addressOf,
  createPacer,
  createRedactor,
  http1Client,
  http2Client,
  type Layer,
  NoAnswer,
  probeRequest,
} from '../prober/index.ts'

export interface LayerForwarder {
  /** Requests so far. */
  readonly sent: number
  /**
   * @param url Absolute, of the policy's own host.
   * @param withCredentials Whether the credentials of the run go with it.
   * @returns Null for no answer. Secrets in it are replaced.
   */
  send(
    method: string,
    url: string,
    headers: readonly HeaderLine[],
    withCredentials: boolean,
  ): Promise<Answer | null>
  close(): void
}

/** @throws {TypeError} The URL of the layer is not http or https. */
export function createForwarder(layer: Layer, options: AskOptions): LayerForwarder {
  const address = addressOf(layer.url, options.tls)
  const client = layer.http === 2 ? http2Client(address) : http1Client(address)
  const pacer = createPacer(options.rate, options.signal)
  const redactor = createRedactor(options.credentials, () => false)
  const limits = {
    headTimeout: options.timeout,
    headBytes: 65_536,
    keptBytes: 0,
    bodyBytes: 262_144,
    bodyTimeout: 500,
    elapsed: 0,
  }
  let sent = 0
  return {
    get sent() {
      return sent
    },
    async send(method, url, headers, withCredentials) {
      const request = probeRequest({ method, headers, withCredentials }, url, null, options)
      // Once more where a connection that was idle had closed.
      for (const isFresh of [false, true]) {
        try {
          await pacer.turn()
          const connection = await client.connect(request.authority, isFresh, options.timeout)
          sent += 1
          const { status, headers: lines } = await connection.send(request, limits)
          return { status, headers: redactor.headers(lines), body: '' }
        } catch (error) {
          if (options.signal.aborted) return null
          if (!(error instanceof NoAnswer)) throw error
          if (!error.wasIdle) return null
        }
      }
      return null
    },
    close: () => client.close(),
  }
}
