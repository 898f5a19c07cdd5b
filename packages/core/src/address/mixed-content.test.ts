import { expect, test } from 'vitest'
import { isMixedContent } from './mixed-content.ts'

test.each([
  ['https://app.example.com', 'http://intranet.example.com:6000/v1/x', true],
  ['https://app.example.com', 'http://localhost:6000/x', false],
  ['https://app.localhost', 'http://api.example.com/x', true],
  ['http://app.example.com', 'http://api.example.com/x', false],
  ['null', 'http://api.example.com/x', false],
  ['https://app.example.com', 'http://', false],
  ['https://app.example.com', 'ftp://api.example.com/', false],
])('F1: from %s to %s: %s', (origin, url, want) => {
  expect(isMixedContent(origin, url)).toBe(want)
})
