/**
 * Connections of HTTP/1.1 to one layer, kept open between requests.
 *
 * @module
 */
import { setMaxListeners } from 'node:events'
import type { Socket } from 'node:net'
import { exchangeHttp1 } from './http1-exchange.ts'
import type { Client, Connection } from './message.ts'
import { type Address, hostOf, openSocket } from './open-socket.ts'

/** Milliseconds after which a layer may have closed a connection that it got no request on. */
const WAIT = 100

/** What comes while nothing was asked answers nothing: some proxies send 408 to connections that wait. */
function refuse(this: Socket): void {
  this.destroy()
}

function isOpen(socket: Socket): boolean {
  return !socket.destroyed && !socket.readableEnded
}

/** A client of HTTP/1.1. */
export function http1Client(address: Address): Client {
  const open = new Set<Socket>()
  const closing = new AbortController()
  // One for each connection that is being made.
  setMaxListeners(0, closing.signal)
  /** The last one used comes first: the others may close. */
  const idle = new Map<string, Socket[]>()

  const keyOf = (authority: string): string => (address.isTls ? hostOf(authority) : '')

  const store = (key: string, socket: Socket): void => {
    const sockets = idle.get(key) ?? []
    idle.set(key, sockets)
    sockets.push(socket)
  }

  const take = (key: string): Socket | undefined => {
    const sockets = idle.get(key) ?? []
    for (let socket = sockets.pop(); socket !== undefined; socket = sockets.pop()) {
      if (isOpen(socket)) return socket
    }
    return undefined
  }

  const connection = (
    key: string,
    socket: Socket,
    isUsed: boolean,
    isFresh: boolean,
  ): Connection => {
    const since = performance.now()
    const giveBack = (): void => {
      if (isFresh) socket.destroy()
      else store(key, socket)
    }
    return {
      get isOpen() {
        return isOpen(socket)
      },
      async send(request, limits) {
        const hasWaited = isUsed || performance.now() - since > WAIT
        socket.off('data', refuse)
        const { answer, isReusable } = await exchangeHttp1(socket, request, limits, hasWaited)
        if (isReusable) {
          socket.on('data', refuse)
          giveBack()
        }
        return answer
      },
      release: giveBack,
    }
  }

  return {
    async connect(authority, isFresh, timeout) {
      const key = keyOf(authority)
      const used = isFresh ? undefined : take(key)
      if (used !== undefined) return connection(key, used, true, false)
      const socket = await openSocket(address, authority, 'http/1.1', timeout, closing.signal)
      open.add(socket)
      socket.once('close', () => open.delete(socket))
      socket.on('data', refuse)
      return connection(key, socket, false, isFresh)
    },
    close() {
      closing.abort()
      for (const socket of open) socket.destroy()
    },
  }
}
