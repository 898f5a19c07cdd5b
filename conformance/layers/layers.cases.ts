import type { Vector } from '@marque/core'

/** What a layer cannot be asked beyond what HTTP/1.1 cannot hold, by id, each with its reason. */
export interface LayerCase {
  readonly cannot: (vector: Vector) => string | null
  /** The ids of those, so that none is left out unseen. */
  readonly leftOut: readonly string[]
}

/** What all stand on. */
function byParser({ in: { request } }: Vector): string | null {
  if (/[^\x21-\x7e]/.test(request.url)) return 'Node’s parser answers 400 by itself'
  if (request.method === 'get') return 'Node’s parser knows methods in upper case only'
  return null
}

const BY_PARSER: readonly string[] = [
  'paths/ambiguous-raw-non-ascii',
  'paths/ambiguous-raw-space',
  'paths/ambiguous-raw-tab',
  'targets/unread-space-in-host',
  'targets/unread-without-origin-space-in-host',
  'unmatched-block/unmatched-block-lower-case-get',
  'unmatched-headers/unmatched-headers-lower-case-get',
]

export const layerCases: { readonly [id: string]: LayerCase } = {
  gateway: { cannot: byParser, leftOut: BY_PARSER },
  'gateway-tls': { cannot: byParser, leftOut: BY_PARSER },
  'middleware-node': { cannot: byParser, leftOut: BY_PARSER },
}

/** What HTTP/1.1 cannot hold; most of it is asked over HTTP/2. */
export const beyondHttp1: readonly string[] = [
  'advisories/actor-ts-1516-crlf',
  'advisories/cve-2024-1681-log-injection',
  'advisories/quarkus-34718-newline',
  'advisories/trap-5-kelvin',
  'advisories/trap-5-line-separator',
  'libraries/libraries-33-tabs',
  'origins/blank-is-none',
  'origins/malformed-bom',
  'origins/malformed-crlf',
  'origins/malformed-kelvin',
  'origins/malformed-leading-space',
  'origins/malformed-long-s',
  'origins/malformed-trailing-space',
  'origins/malformed-trailing-tab',
  'preflights-headers/asked-8192-bytes',
  'preflights-headers/asked-8193-bytes',
  'preflights-headers/asked-blank',
  'preflights-headers/asked-kelvin',
  'preflights-headers/asked-newline',
  'preflights-headers/asked-spaces',
  'preflights-headers/asked-two-lines-over-8192',
  'websockets/connect-of-another-protocol',
  'websockets/evil-extended-connect',
  'websockets/extended-connect',
  'websockets/extended-connect-without-origin',
  'websockets/not-granted-extended-connect',
  'websockets/other-connect',
  'websockets/other-connect-without-origin',
  'wildcards/open-authorization-blank',
]
