/**
 * A client of HTTP/2 without TLS, which knows beforehand that the server speaks it.
 *
 * @module
 */
import {
  connect as connectHttp2,
  type IncomingHttpHeaders,
  type IncomingHttpStatusHeader,
} from 'node:http2'

/** Sends one request on a connection of its own. Rejects where no answer comes. */
export function sendHttp2(
  port: number,
  headers: object,
): Promise<Partial<IncomingHttpHeaders & IncomingHttpStatusHeader>> {
  return new Promise((resolve, reject) => {
    const session = connectHttp2(`http://127.0.0.1:${port}`)
    session.once('error', reject)
    const stream = session.request({ ...headers })
    stream.once('error', reject)
    // Without an answer; after one it changes nothing.
    stream.once('close', () => {
      session.close()
      reject(new Error('the stream was reset'))
    })
    stream.once('response', (answer) => {
      resolve(answer)
      stream.resume()
    })
    stream.end()
  })
}
