/**
 * Builders of requests, as the engine takes them.
 *
 * @module
 */
import type { HeaderLine, RequestFacts } from '@marque/core'
import { API } from './build-bundle.ts'

/** A request to `target`, a path of the API or a whole url. A null origin is no Origin line. */
export function requestTo(
  method: string,
  target: string,
  origin: string | null,
  ...lines: readonly HeaderLine[]
): RequestFacts {
  const headers: HeaderLine[] = origin === null ? [] : [['Origin', origin]]
  const url = /^[a-z]+:\/\//i.test(target) ? target : API + target
  return { method, url, headers: [...headers, ...lines] }
}

export function get(
  target: string,
  origin: string | null,
  ...lines: readonly HeaderLine[]
): RequestFacts {
  return requestTo('GET', target, origin, ...lines)
}

/** A preflight that asks for `method` and, where it is not null, for the header names `names`. */
export function preflight(
  target: string,
  origin: string,
  method: string,
  names: string | null = null,
  ...lines: readonly HeaderLine[]
): RequestFacts {
  const asked: HeaderLine[] = names === null ? [] : [['Access-Control-Request-Headers', names]]
  const first: HeaderLine = ['Access-Control-Request-Method', method]
  return requestTo('OPTIONS', target, origin, first, ...asked, ...lines)
}

/** A WebSocket handshake of HTTP/1.1. */
export function socket(
  target: string,
  origin: string | null,
  ...lines: readonly HeaderLine[]
): RequestFacts {
  return get(target, origin, ['Connection', 'Upgrade'], ['Upgrade', 'websocket'], ...lines)
}
