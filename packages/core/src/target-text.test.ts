import { expect, test } from 'vitest'
import { authorityEnd, requestTarget } from './target-text.ts'

const URLS: readonly (readonly [url: string, end: number, target: string])[] = [
  ['https://a.example/v1/me?x=/', 17, '/v1/me?x=/'],
  ['https://a.example', -1, '/'],
  ['https://a.example?x', 17, '/?x'],
  ['https://a.example#x', 17, '/#x'],
  ['https://a.example*', 17, '*'],
  ['https://a.example\\x', 17, '/\\x'],
  ['https://a.example.evil/x', 22, '/x'],
  ['https://a.exampl/x', 16, '/x'],
  ['https://a.example:8443/x', 22, '/x'],
  ['http://a.example/x', 16, '/x'],
  ['https:///x', 8, '/x'],
  ['https://u*x@a.example/x', 9, '*x@a.example/x'],
]

test('the end of the authority does not depend on earlier URLs', () => {
  for (const [before] of URLS) {
    for (const [url, end, target] of URLS) {
      authorityEnd(before)
      expect(authorityEnd(url)).toBe(end)
      authorityEnd(before)
      expect(requestTarget({ method: 'GET', url, headers: [] })).toBe(target)
    }
  }
})
