import { describe, expect, test } from 'vitest'
import { targetCases } from './target.cases.ts'
import { splitTarget } from './target.ts'

describe('D1, D2: host and raw path', () => {
  for (const [url, parts] of targetCases) {
    test(JSON.stringify(url).slice(0, 60), () => expect(splitTarget(url)).toEqual(parts))
  }
})
