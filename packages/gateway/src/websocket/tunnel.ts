/**
 * The open WebSocket: bytes in both directions until one side closes or the grant ends.
 *
 * @module
 */
import type { Duplex } from 'node:stream'
import type { StreamLifetimes } from '../evaluation/index.ts'
import type { Exchange } from '../request/index.ts'
import { trackFrames } from './frames.ts'

/** How long a client may take to read the last frames, milliseconds. */
const LINGER = 5_000

/** Connects the two sides. When the grant ends, a close frame is sent to the client between two frames. */
export function openTunnel(
  streams: StreamLifetimes,
  exchange: Exchange,
  client: Duplex,
  peer: Duplex,
): void {
  const frames = trackFrames()
  let isClosing = false
  const unwatch = streams.watch(exchange, (code) => {
    isClosing = true
    frames.close(code, client, peer)
  })
  const destroyBoth = (): void => {
    client.destroy()
    peer.destroy()
  }
  client.on('error', destroyBoth)
  peer.on('error', destroyBoth)
  client.once('close', () => {
    unwatch()
    peer.destroy()
  })
  peer.once('close', () => {
    unwatch()
    if (!peer.readableEnded && !isClosing) {
      client.destroy()
      return
    }
    // A slow client may still be reading the last frames.
    const timer = setTimeout(() => client.destroy(), LINGER).unref()
    client.once('close', () => clearTimeout(timer))
  })
  client.pipe(peer)
  peer.pipe(frames.stream).pipe(client)
}
