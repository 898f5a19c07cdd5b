/**
 * What stays open ends with its grant (D25): event streams and WebSockets.
 *
 * @module
 */

/** How often it is judged again, milliseconds. */
const INTERVAL = 1_000

/**
 * Judges again each second until it ends or the function that comes back is called.
 *
 * Each has a timer of its own: Workers let nothing that began with one request touch the stream of another.
 *
 * @param isGranted Asks the same question of what holds now.
 * @param end Called once, when it does not hold any more.
 */
export function watchGrant(isGranted: () => boolean, end: () => void): () => void {
  const stop = (): void => clearInterval(timer)
  const timer = setInterval(() => {
    if (isGranted()) return
    stop()
    end()
  }, INTERVAL)
  // What is open keeps a server alive by itself. Elsewhere than on Node a timer is a number.
  ;(timer as { readonly unref?: () => unknown }).unref?.()
  return stop
}
