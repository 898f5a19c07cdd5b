import { expect, test } from 'vitest'
import { badPortOf } from './bad-port.ts'

test('a bad port of a URL or an origin, and no other', () => {
  for (const port of [1, 22, 25, 4190, 5060, 5061, 6000, 6566, 6665, 6669, 6679, 6697, 10080]) {
    expect(badPortOf(`http://api.example.com:${port}/x`)).toBe(port)
    expect(badPortOf(`https://api.example.com:${port}`)).toBe(port)
  }
  expect(badPortOf('ws://[::1]:6000/x')).toBe(6000)
  for (const url of [
    'http://a.com/x:6000',
    'http://a.com:80/',
    'http://a.com:6001',
    'http://[::6000]/',
  ]) {
    expect(badPortOf(url)).toBeUndefined()
  }
})
