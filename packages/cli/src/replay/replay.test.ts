import { execFileSync } from 'node:child_process'
import { readDecideLine } from '@marque/core/wire'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { shellWord } from '../escaping/shell-word.ts'
import { curlLine } from './curl.ts'
import { decideLine } from './decide-line.ts'

const request = (method: string, url: string, ...headers: (readonly [string, string])[]) => ({
  method,
  url,
  headers,
})

const lines: readonly (readonly [name: string, line: string, want: string])[] = [
  [
    'a GET needs no method',
    curlLine(request('GET', 'https://a.example/v1', ['Origin', 'https://b.example'])),
    "curl -sS -i -H 'Origin: https://b.example' https://a.example/v1",
  ],
  [
    'a HEAD is asked for so that curl does not wait for a body',
    curlLine(request('HEAD', 'https://a.example/')),
    'curl -sS -i --head https://a.example/',
  ],
  [
    'dot segments are sent as they are',
    curlLine(request('DELETE', 'https://a.example/x/../y')),
    'curl -sS -i --path-as-is -X DELETE https://a.example/x/../y',
  ],
  [
    'braces and brackets are no list of URLs, and `?` and `&` are nothing to a shell',
    curlLine(request('GET', 'https://[::1]/{a,b}?c=1&d')),
    "curl -sS -i --globoff 'https://[::1]/{a,b}?c=1&d'",
  ],
  [
    'a header without a value is sent all the same',
    curlLine(request('GET', 'https://a.example/', ['X-None', ''])),
    "curl -sS -i -H 'X-None;' https://a.example/",
  ],
  [
    'a WebSocket is asked for with HTTP/1.1',
    curlLine(request('GET', 'wss://a.example/', ['Upgrade', 'websocket'])),
    "curl -sS -i --http1.1 -H 'Upgrade: websocket' https://a.example/",
  ],
  [
    'a quote cannot end the word',
    curlLine(request('GET', 'https://a.example/', ['x', "'; rm -rf / #"])),
    "curl -sS -i -H 'x: '\\''; rm -rf / #' https://a.example/",
  ],
]

for (const [name, line, want] of lines) test(`curl: ${name}`, () => expect(line).toBe(want))

test('a shell reads each word as it was', () => {
  const words = fc.array(
    fc.string({ unit: fc.constantFrom(...'ab \'"\\$`!*?~#&;|<>(){}[]=:-%/') }),
    {
      minLength: 1,
      maxLength: 40,
    },
  )
  fc.assert(
    fc.property(words, (all) => {
      const script = `printf '%s\\0' ${all.map(shellWord).join(' ')}`
      const read = execFileSync('/bin/sh', ['-c', script], { encoding: 'utf8' })
      expect(read.split('\0').slice(0, -1)).toEqual(all)
    }),
    { numRuns: 40 },
  )
})

test('a line for `decide` is ASCII, and asks the same question', () => {
  const unit = fc.oneof(
    fc.constantFrom(...'\u007f\u0080\u009b\u00e9\u202e'),
    fc.string({ unit: 'binary', maxLength: 1 }),
  )
  fc.assert(
    fc.property(fc.string({ unit, maxLength: 20 }), fc.nat(4e12), (text, now) => {
      const asked = {
        request: request('GET', 'https://a.example/', ['Origin', text]),
        context: { roles: [text] },
        moment: { now, leaseUntil: now },
      }
      const line = decideLine(asked)
      expect(line).toMatch(/^[\x20-\x7e]*$/)
      expect(readDecideLine(line)).toMatchObject({
        request: {
          request: asked.request,
          context: asked.context,
          now,
          moment: { leaseUntil: now },
        },
      })
    }),
  )
})

test('a line for `decide` takes instants beyond the years of RFC 3339', () => {
  const asked = {
    request: request('GET', 'https://a.example/'),
    context: {},
    moment: { now: 8.64e15 },
  }
  expect(readDecideLine(decideLine(asked))).toMatchObject({ request: { now: 8.64e15 } })
})
