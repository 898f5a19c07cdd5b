/**
 * A proxy that passes requests on as they came, and may change the answers.
 *
 * @module
 */
import { request as sendRequest } from 'node:http'
import type { HeaderLine, RequestFacts } from '@marque/core'
import type { Answer } from './application.ts'

/** Asks the server at this URL the same, line by line. 502 where it does not answer. */
export function relayTo(inner: string): (request: RequestFacts) => Promise<Answer> {
  const { hostname, port } = new URL(inner)
  return ({ method, url, headers }) =>
    new Promise((resolve) => {
      const path = url.replace(/^[a-z]+:\/\/[^/]*/, '')
      const lines = headers.filter(([name]) => !/^(connection|transfer-encoding)$/i.test(name))
      const sent = sendRequest(
        { hostname, port, path, method, agent: false, headers: lines.flat() as never },
        async (response) => {
          let body = ''
          for await (const chunk of response.setEncoding('utf8')) body += chunk
          const { rawHeaders, statusCode = 502 } = response
          const received: HeaderLine[] = []
          for (let at = 0; at + 1 < rawHeaders.length; at += 2) {
            received.push([rawHeaders[at] ?? '', rawHeaders[at + 1] ?? ''])
          }
          const kept = received.filter(
            ([name]) => !/^(connection|keep-alive|transfer-encoding|date)$/i.test(name),
          )
          resolve({ status: statusCode, headers: kept, body })
        },
      )
      sent.on('error', () => resolve({ status: 502, headers: [], body: 'bad gateway' }))
      sent.end()
    })
}
