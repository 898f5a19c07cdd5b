/**
 * Origins of development servers.
 *
 * @module
 */
import { isLoopbackHost, readOrigin, readPattern } from '@marque/core'

/** Name of the environment of loopback origins: in production any program on the machine of a user could serve them. */
export const DEVELOPMENT = 'development'

/** Whether an origin or a pattern is one of development servers: `http:` or `https:` at a loopback host. */
export function isDevelopmentOrigin(origin: string): boolean {
  const parts = readOrigin(origin) ?? readPattern(origin)
  return (
    parts !== undefined &&
    (parts.scheme === 'http' || parts.scheme === 'https') &&
    isLoopbackHost(parts.host)
  )
}
