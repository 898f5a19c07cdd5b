/**
 * The vectors that no HTTP/1.1 message, or no server on Node, can carry.
 *
 * @module
 */

/** What no message of HTTP/1.1 can say, whoever reads it; each id as `file#id`. */
export const NO_MESSAGE: { readonly [reason: string]: readonly string[] } = {
  'a field value holds no line break (RFC 9110, 5.5)': [
    'advisories#quarkus-34718-newline',
    'advisories#cve-2024-1681-log-injection',
    'advisories#actor-ts-1516-crlf',
    'origins#malformed-crlf',
  ],
  'white space around a field value is no part of it (RFC 9112, 5.1)': [
    'origins#malformed-leading-space',
    'origins#malformed-trailing-space',
    'origins#malformed-trailing-tab',
    'preflights-headers#asked-8193-bytes',
    'preflights-headers#asked-two-lines-over-8192',
  ],
}

const OF_NODE = {
  'Node gives a CONNECT to listeners of `connect` and to no application; an extended one (RFC 8441) is of HTTP/2':
    [
      'websockets#extended-connect',
      'websockets#extended-connect-without-origin',
      'websockets#other-connect-without-origin',
    ],
}

const OF_NODE_SERVER = {
  ...OF_NODE,
  '@hono/node-server answers 400 to `*`, of which it can make no url': [
    'targets#options-star',
    'targets#options-star-without-origin',
  ],
  '@hono/node-server answers 400 to a target with a backslash': [
    'alternatives#leads-everything-in-private',
  ],
}

/** What a framework does not let an application hear of: by reason, at most ten. All of it is refused, nothing is granted. */
export function inexpressibleIn(framework: string): {
  readonly [reason: string]: readonly string[]
} {
  return framework === 'Hono' || framework === 'Fetch' ? OF_NODE_SERVER : OF_NODE
}

/** Header blocks of the vectors have up to 128 KiB; Node's own bound is 16. */
export const HEADER_BYTES = 262_144
