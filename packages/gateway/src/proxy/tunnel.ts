/**
 * Bytes in both directions, until one side ends or the grant does.
 *
 * @module
 */
import type { Duplex } from 'node:stream'
import type { Exchange } from '../exchange/exchange.ts'
import type { Lifetimes } from '../lifetime/lifetimes.ts'
import { followFrames } from './frames.ts'

/** How long a client may take to read what was said last, milliseconds. */
const GOODBYE = 5_000

/** Joins the two. The client is told of the end of its grant between two frames. */
export function tunnel(
  lifetimes: Lifetimes,
  exchange: Exchange,
  client: Duplex,
  peer: Duplex,
): void {
  const frames = followFrames()
  let isEnding = false
  const unwatch = lifetimes.watch(exchange, (why) => {
    isEnding = true
    frames.endBetween(why, client, peer)
  })
  const cut = (): void => {
    client.destroy()
    peer.destroy()
  }
  client.on('error', cut)
  peer.on('error', cut)
  client.once('close', () => {
    unwatch()
    peer.destroy()
  })
  peer.once('close', () => {
    unwatch()
    if (!peer.readableEnded && !isEnding) {
      client.destroy()
      return
    }
    // The last frames may still be on their way to a slow client.
    const timer = setTimeout(() => client.destroy(), GOODBYE).unref()
    client.once('close', () => clearTimeout(timer))
  })
  client.pipe(peer)
  peer.pipe(frames.stream).pipe(client)
}
