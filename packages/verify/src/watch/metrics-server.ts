/**
 * Serves `/metrics` for Prometheus.
 *
 * @module
 */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { PROMETHEUS_TYPE } from '@marque/core/telemetry'

export interface MetricsServer {
  /** `http://127.0.0.1:9464` */
  readonly url: string
  close(): Promise<void>
}

/**
 * Answers GET and HEAD of `/metrics`, 404 elsewhere and 405 to other methods. It sends no CORS headers: pages cannot read it.
 *
 * @throws The address cannot be listened on.
 */
export async function startMetricsServer(
  { host, port }: { readonly host: string; readonly port: number },
  text: () => string,
): Promise<MetricsServer> {
  const server = createServer(
    { headersTimeout: 5_000, requestTimeout: 10_000 },
    (request, response) => {
      const isKnown = request.url?.replace(/\?.*$/s, '') === '/metrics'
      const isRead = request.method === 'GET' || request.method === 'HEAD'
      const body = isKnown && isRead ? text() : ''
      response.writeHead(isKnown ? (isRead ? 200 : 405) : 404, {
        'content-length': Buffer.byteLength(body),
        'cache-control': 'no-store',
        'x-content-type-options': 'nosniff',
        ...(body !== '' && { 'content-type': PROMETHEUS_TYPE }),
        ...(isKnown && !isRead && { allow: 'GET, HEAD' }),
      })
      response.end(request.method === 'HEAD' ? undefined : body)
    },
  )
  server.maxConnections = 256
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, () => {
      server.off('error', reject)
      resolve()
    })
  })
  const { address, port: assigned, family } = server.address() as AddressInfo
  return {
    url: `http://${family === 'IPv6' ? `[${address}]` : address}:${assigned}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
