import { describe, expect, test } from 'vitest'
import { FRAMEWORKS } from './frameworks.ts'
import { inexpressibleIn, NO_MESSAGE } from './inexpressible.ts'
import { runVectors } from './run-vectors.ts'

describe.each(FRAMEWORKS)('$name', (framework) => {
  const own = Object.values(inexpressibleIn(framework.name)).flat()
  const listed = [...Object.values(NO_MESSAGE).flat(), ...own].sort()

  test('decides every vector as the engine does', async () => {
    const { cases, differing, refusedBelow } = await runVectors(framework)
    expect(cases).toBeGreaterThan(900)
    expect(differing.filter(({ id }) => !listed.includes(id))).toEqual([])
    // What is listed as impossible must be: a list that is too long hides something.
    expect(differing.map(({ id }) => id).sort()).toEqual(listed)
    expect(own.length).toBeLessThanOrEqual(10)
    // What must be refused and never came to the application: bad escapes, hosts that are none, lower-case methods.
    expect(refusedBelow.length).toBeLessThan(40)
  })
})
