/**
 * Sessions of HTTP/2 to one layer.
 *
 * @module
 */
import { setMaxListeners } from 'node:events'
import { type ClientHttp2Session, connect } from 'node:http2'
import { exchangeHttp2 } from './http2-exchange.ts'
import type { Client, Connection } from './message.ts'
import { NoAnswer, socketErrorText } from './no-answer.ts'
import { type Address, hostOf, openSocket } from './open-socket.ts'

/** A session, and the requests that it has now and had before. */
interface Pooled {
  readonly session: ClientHttp2Session
  active: number
  served: number
}

const SESSION = {
  /** Header lines of one answer: Node's own limit is 128. */
  maxHeaderListPairs: 2000,
  settings: { maxHeaderListSize: 65_536, enablePush: false },
  /** A probe may repeat a field that has one value. Node's types lack the option. */
  strictSingleValueFields: false,
} as const

/**
 * A client of HTTP/2: chosen by ALPN over TLS, by prior knowledge over plain text.
 *
 * Requests share a session up to the number of streams that the layer allows. One that it is closing (GOAWAY) gets no further requests.
 */
export function http2Client(address: Address): Client {
  const open = new Set<ClientHttp2Session>()
  const closing = new AbortController()
  setMaxListeners(0, closing.signal)
  const pools = new Map<string, Promise<Pooled>[]>()

  const connected = async (authority: string, timeout: number): Promise<Pooled> => {
    const started = performance.now()
    const socket = await openSocket(address, authority, 'h2', timeout, closing.signal)
    const session = connect(`${address.isTls ? 'https' : 'http'}://${authority}`, {
      createConnection: () => socket,
      ...SESSION,
    })
    open.add(session)
    session.once('close', () => open.delete(session))
    await settingsOf(session, timeout - (performance.now() - started))
    return { session, active: 0, served: 0 }
  }

  const pooled = async (authority: string, timeout: number): Promise<Pooled> => {
    const key = hostOf(authority)
    const pool = pools.get(key) ?? []
    pools.set(key, pool)
    for (const pending of [...pool]) {
      const own = await pending.catch(() => null)
      if (own === null || !isOpen(own.session)) {
        if (pool.includes(pending)) pool.splice(pool.indexOf(pending), 1)
        continue
      }
      if (own.active < (own.session.remoteSettings.maxConcurrentStreams ?? 100)) return own
    }
    const next = connected(authority, timeout)
    pool.push(next)
    return next
  }

  return {
    async connect(authority, isFresh, timeout): Promise<Connection> {
      const own = await (isFresh ? connected(authority, timeout) : pooled(authority, timeout))
      own.active += 1
      const release = (): void => {
        own.active -= 1
        if (isFresh) own.session.destroy()
      }
      return {
        get isOpen() {
          return isOpen(own.session)
        },
        async send(request, limits) {
          const isUsed = own.served > 0
          own.served += 1
          try {
            return await exchangeHttp2(own.session, request, limits, isUsed)
          } finally {
            release()
          }
        },
        release,
      }
    },
    close() {
      closing.abort()
      for (const session of open) session.destroy()
    },
  }
}

/** Whether new streams may be opened: after GOAWAY, Node has closed the session or is about to. */
function isOpen(session: ClientHttp2Session): boolean {
  return !session.closed && !session.destroyed
}

/** Waits for the settings of the layer, which come first. @throws {NoAnswer} */
function settingsOf(session: ClientHttp2Session, timeout: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const fail = (failure: NoAnswer): void => {
      clearTimeout(timer)
      reject(failure)
      session.destroy()
    }
    const timer = setTimeout(
      () => fail(new NoAnswer('timeout', 'no settings of HTTP/2 in time')),
      Math.max(1, timeout),
    )
    session.once('remoteSettings', () => {
      clearTimeout(timer)
      resolve()
    })
    // Stays: an error without a listener would end the process.
    session.on('error', (error: Error) => {
      const isProtocol = 'code' in error && error.code === 'ERR_HTTP2_ERROR'
      fail(
        isProtocol
          ? new NoAnswer('invalid', 'the layer does not speak HTTP/2')
          : new NoAnswer('connection', socketErrorText(error)),
      )
    })
    session.once('close', () =>
      fail(new NoAnswer('connection', 'connection closed before the settings of HTTP/2')),
    )
  })
}
