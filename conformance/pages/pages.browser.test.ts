import { beforeAll, describe, expect, test } from 'vitest'
import { isInstalled, launchBrowser } from '../browsers/launch.ts'
import { expectedTrace } from './expect.ts'
import { observe, trialsOf } from './observe.ts'
import { openPlace, type Place } from './place.ts'
import { TRIALS } from './trials/index.ts'
import type { WorldName } from './world.ts'

const WORLDS: readonly WorldName[] = ['plain', 'tls']

for (const name of ['chromium', 'firefox'] as const) {
  if (!isInstalled(name)) {
    test.skip(`${name} is missing: npm run parts -- --only ${name}`)
    continue
  }
  describe(`${name} before marque gateway`, () => {
    const wants = new Map<WorldName, ReadonlyMap<string, string>>()
    const traces = new Map<WorldName, ReadonlyMap<string, string>>()
    beforeAll(async () => {
      const place: Place = await openPlace()
      try {
        const browser = await launchBrowser(name, { acceptsAnyCertificate: true })
        try {
          for (const world of place.worlds) {
            const its = trialsOf(TRIALS, world, name)
            wants.set(
              world.name,
              new Map(its.map((each) => [each.id, expectedTrace(each, world, place.engine, name)])),
            )
            traces.set(world.name, await observe(browser, place, world, its))
          }
        } finally {
          await browser.close()
        }
      } finally {
        await place.close()
      }
    })
    for (const world of WORLDS) {
      const worldName = { name: world, pages: 0, gateway: 0 }
      for (const { id, title } of trialsOf(TRIALS, worldName, name)) {
        test(`${world}: ${id}: ${title}`, () => {
          expect(traces.get(world)?.get(id)).toBe(wants.get(world)?.get(id))
        })
      }
    }
  })
}
