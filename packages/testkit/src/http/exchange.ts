/**
 * One request on a connection of its own.
 *
 * @module
 */
import { connect } from 'node:net'
import { openConnection } from './connection.ts'
import { parseResponse, type Response, type ResponseHead, responseHead } from './response.ts'

/** Bytes of a request to `api.example.com` that asks for the end of its connection. */
export function requestBytes(
  target: string,
  headerLines: readonly string[] = [],
  method = 'GET',
): string {
  const lines = ['Host: api.example.com', 'Connection: close', ...headerLines]
  return `${method} ${target} HTTP/1.1\r\n${lines.map((line) => `${line}\r\n`).join('')}\r\n`
}

/**
 * Sends bytes, and resolves with all that came until the other side ended the connection, which may be nothing.
 *
 * @param to A loopback port, or a url with one.
 */
export async function sendRaw(
  to: number | string,
  bytes: string | Buffer,
  { limit, isTls = false }: { readonly limit?: number; readonly isTls?: boolean } = {},
): Promise<string> {
  const port = typeof to === 'number' ? to : Number(new URL(to).port)
  const connection = await openConnection(port, isTls)
  connection.send(bytes)
  try {
    return await connection.waitForEnd(limit)
  } finally {
    connection.socket.destroy()
  }
}

/**
 * Sends bytes and parses the response when the other side has ended the connection.
 *
 * @returns Null where it ended the connection without a byte.
 * @throws {Error} What came is no response, or nothing came within twenty seconds.
 */
export function exchange(port: number, message: Buffer | string): Promise<Response | null> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1')
    const chunks: Buffer[] = []
    socket.setTimeout(300_000, () => socket.destroy(new Error('no response within five minutes')))
    socket.on('data', (chunk) => chunks.push(chunk))
    socket.on('close', () => {
      try {
        resolve(chunks.length === 0 ? null : parseResponse(Buffer.concat(chunks)))
      } catch (error) {
        reject(error)
      }
    })
    socket.on('error', (error: NodeJS.ErrnoException) => {
      // A server may close before it has read everything; what it sent before counts.
      if (error.code !== 'ECONNRESET' && error.code !== 'EPIPE') reject(error)
    })
    socket.write(message)
  })
}

/**
 * Sends bytes and reads the head of the final response; the rest of the body is not waited for.
 *
 * @param halfCloseAfter Milliseconds after which this side ends its half of the connection, so that a request that never ends becomes a truncated one.
 * @returns Null where the connection ended without a complete head.
 * @throws {Error} Neither a head nor the end came within twenty seconds.
 */
export async function exchangeHead(
  port: number,
  bytes: Buffer,
  {
    isTls = false,
    halfCloseAfter,
  }: { readonly isTls?: boolean; readonly halfCloseAfter?: number } = {},
): Promise<(ResponseHead & { readonly rest: string }) | null> {
  const connection = await openConnection(port, isTls)
  const { socket } = connection
  const timer =
    halfCloseAfter === undefined ? undefined : setTimeout(() => socket.end(), halfCloseAfter)
  connection.send(bytes)
  try {
    return await new Promise((resolve, reject) => {
      socket.setTimeout(300_000, () =>
        reject(new Error(`no response in time to ${JSON.stringify(bytes.toString('latin1'))}`)),
      )
      const look = (): void => {
        const head = responseHead(connection.text())
        if (head !== null) resolve(head)
      }
      const end = (): void => resolve(responseHead(connection.text()))
      socket.on('data', look)
      socket.on('end', end)
      socket.on('close', end)
    })
  } finally {
    clearTimeout(timer)
    socket.destroy()
  }
}
