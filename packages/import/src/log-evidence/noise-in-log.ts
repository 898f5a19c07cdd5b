/**
 * Origins in logs of servers that are not those of a web application in production.
 *
 * @module
 */
import { isAddress, isLoopbackHost, readOrigin } from '@marque/core'
import { originNoise } from '../traffic/index.ts'

/** Hosts that security scanners and testers send as `Origin`. */
const SCANNERS =
  /(?:^|\.)(?:evil|attacker|hacker|malicious)\.[a-z]+$|(?:^|\.)(?:oastify\.com|burpcollaborator\.net|interact\.sh|oast\.(?:pro|live|site|online|fun|me)|bxss\.me|xss\.ht)$/

/**
 * Explains why an origin of a log is left out of a draft.
 *
 * @param self Public origins of the API.
 * @returns The reason; `undefined` for an origin of a website.
 */
export function noiseInLog(origin: string, self: readonly string[]): string | undefined {
  const noise = originNoise(origin)
  if (noise !== undefined) return noise
  const host = readOrigin(origin)?.host ?? ''
  if (isLoopbackHost(host)) return 'a server on the machine of a developer'
  if (isAddress(host)) return 'an address instead of a name'
  if (SCANNERS.test(host)) return 'a host that security scanners send'
  return self.some((own) => isLookalike(host, readOrigin(own)?.host ?? ''))
    ? 'a host that contains the name of the API, as security scanners send it'
    : undefined
}

/**
 * Whether an API that allows this origin compares origins wrongly, or allows whoever asks: nobody grants it on purpose.
 *
 * Not so for extensions, apps, loopback hosts and addresses, which an API may grant.
 */
export function provesEcho(origin: string, self: readonly string[]): boolean {
  const parts = readOrigin(origin)
  if (parts === undefined) return !/-extension:\/\//.test(origin)
  if (parts.scheme !== 'https' && parts.scheme !== 'http') return false
  return (
    !isLoopbackHost(parts.host) && !isAddress(parts.host) && noiseInLog(origin, self) !== undefined
  )
}

/** `api.example.com.evil.example`, `evilapi.example.com`. */
function isLookalike(host: string, own: string): boolean {
  if (own === '' || host === own || !own.includes('.')) return false
  return host.startsWith(`${own}.`) || (host.endsWith(own) && !host.endsWith(`.${own}`))
}
