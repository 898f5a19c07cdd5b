import { badPortOf } from '@marque/core'
import { expect, test } from 'vitest'
import { hasBadPort } from '../src/bad-port.ts'

// The SDK has no dependency, so what it repeats of the model of browsers is compared with it here.
test('F1: the SDK and the model of browsers agree about bad ports', () => {
  for (const scheme of ['http', 'https']) {
    expect(hasBadPort(new URL(`${scheme}://api.example.com/x`))).toBe(false)
    const different: number[] = []
    for (let port = 1; port <= 65535; port++) {
      const { href } = new URL(`${scheme}://api.example.com:${port}/x`)
      if (hasBadPort(new URL(href)) !== (badPortOf(href) !== undefined)) different.push(port)
    }
    expect(different).toEqual([])
    // A Host with this port is invalid (D2), so the model has no answer for it.
    expect(hasBadPort(new URL(`${scheme}://api.example.com:0/x`))).toBe(true)
  }
})
