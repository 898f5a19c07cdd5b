/**
 * A server of an issuer whose responses a test sets.
 *
 * @module
 */
import { createServer, type RequestListener } from 'node:http'
import { closeServer, listen } from '../http/index.ts'

export interface StubServer {
  readonly url: string
  /** Requests so far. */
  requests: number
  /** Handles the next requests. */
  respond: RequestListener
  close(): Promise<void>
}

/** Starts one. */
export async function startStubServer(respond: RequestListener): Promise<StubServer> {
  const server = createServer((request, response) => {
    stub.requests++
    stub.respond(request, response)
  })
  const stub: StubServer = {
    url: `http://127.0.0.1:${await listen(server)}/`,
    requests: 0,
    respond,
    close: () => closeServer(server),
  }
  return stub
}

/** Responds with a JSON document. */
export function jsonResponse(value: unknown): RequestListener {
  return (_request, response) =>
    response.setHeader('content-type', 'application/json').end(JSON.stringify(value))
}
