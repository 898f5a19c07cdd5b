/** What HTTP/2 carries otherwise than the vectors say, or not at all. A vector that comes through after all makes the list wrong. */
export interface Http2Case {
  readonly why: string
  readonly ids: readonly string[]
}

/** The other side refuses these by the protocol, before anybody judges. */
export const refusedByHttp2: readonly Http2Case[] = [
  {
    why: 'a path begins with a slash and has no white space (RFC 9113, 8.3.1)',
    ids: [
      'paths/ambiguous-raw-space',
      'paths/ambiguous-raw-tab',
      'targets/ambiguous-star-and-more',
      'targets/get-star',
    ],
  },
  {
    why: 'an authority is not empty and has neither white space nor user information, and Host is one line (RFC 9113, 8.3.1)',
    ids: [
      'targets/host-line-empty',
      'targets/host-line-twice',
      'targets/unread-no-authority',
      'targets/unread-space-in-host',
      'targets/unread-user-information',
      'targets/unread-without-origin-no-authority',
      'targets/unread-without-origin-space-in-host',
      'targets/unread-without-origin-user-information',
    ],
  },
  {
    why: 'Node’s parser takes no field of more than 64 KiB',
    ids: [
      'advisories/ghsa-8j4g-w8fx-2239-quadratic-list',
      'advisories/go-2024-2883-long-request-headers',
    ],
  },
]

/** Another request arrives than the vector's, and that one is judged. */
export const otherwiseByHttp2: readonly Http2Case[] = [
  {
    why: 'a value has no line end, and no white space around it (RFC 9113, 8.2.1): the line does not arrive',
    ids: [
      'advisories/actor-ts-1516-crlf',
      'advisories/cve-2024-1681-log-injection',
      'advisories/quarkus-34718-newline',
      'origins/malformed-crlf',
      'origins/malformed-leading-space',
      'origins/malformed-trailing-space',
      'origins/malformed-trailing-tab',
      'preflights-headers/asked-8193-bytes',
      'preflights-headers/asked-newline',
      'preflights-headers/asked-two-lines-over-8192',
    ],
  },
  {
    why: 'a CONNECT that is no WebSocket’s has no path (RFC 9113, 8.5)',
    ids: ['websockets/other-connect', 'websockets/other-connect-without-origin'],
  },
]
