import { execFileSync } from 'node:child_process'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { curlLine } from './curl.ts'

/** The words that a shell makes of a command line. */
function wordsOf(line: string): readonly string[] {
  const script = `curl() { printf '%s\\0' "$@"; }; ${line}`
  return execFileSync('sh', ['-c', script], { encoding: 'utf8' }).split('\0').slice(0, -1)
}

test('a plain request is a plain line', () => {
  const url = 'https://api.example.com/v1/me'
  expect(curlLine({ method: 'GET', url, headers: [['Origin', 'https://app.example.com']] })).toBe(
    `curl -i --path-as-is --globoff -H 'Origin: https://app.example.com' ${url}`,
  )
})

test('HEAD has no body, and a WebSocket URL becomes HTTP', () => {
  expect(curlLine({ method: 'HEAD', url: 'wss://a.example/', headers: [['x-a', '']] })).toBe(
    "curl --head --path-as-is --globoff -H 'x-a;' https://a.example/",
  )
})

test('a shell executes no part of a request', () => {
  const text = fc.string({
    unit: fc.constantFrom(...'ab \'"$`\\;|&<>()*?~#!\n{}[]-='),
    maxLength: 12,
  })
  fc.assert(
    fc.property(text, text, text, (method, path, value) => {
      const url = `https://a.example/${path}`
      const line = curlLine({ method: `X${method}`, url, headers: [['x-a', `v${value}`]] })
      expect(wordsOf(line).slice(-5)).toEqual(['-X', `X${method}`, '-H', `x-a: v${value}`, url])
    }),
    { numRuns: 40 },
  )
})
