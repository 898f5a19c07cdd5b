/**
 * Addresses to listen on, as people write them.
 *
 * @module
 */
import type { Address } from './settings.ts'

/**
 * Reads `127.0.0.1:8080`, `[::1]:8080`, `localhost:8080`; port 0 lets the system choose.
 *
 * @returns `undefined` for what is none: a port alone would listen to the whole world by accident.
 */
export function readAddress(text: string): Address | undefined {
  const match = /^(?:\[([0-9A-Fa-f:.]+)\]|([A-Za-z0-9.-]+)):(\d{1,5})$/.exec(text)
  const host = match?.[1] ?? match?.[2]
  const port = Number(match?.[3])
  return host === undefined || port > 65_535 ? undefined : { host, port }
}
