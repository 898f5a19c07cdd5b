import { beforeAll, describe, expect, test } from 'vitest'
import { isInstalled, launchBrowser } from '../browsers/index.ts'
import { type Ended, endGrants, type Limited, reachLimit } from './changes.ts'
import { expectedTrace } from './expect.ts'
import { observe, trialsOf } from './observe.ts'
import type { SiteSetName } from './sites.ts'
import { openTestBed } from './test-bed.ts'
import { TRIALS } from './trials/index.ts'

const SITE_SETS: readonly SiteSetName[] = ['plain', 'tls']
const NAMES = ['chromium', 'firefox'] as const

/** Half a minute where nothing else runs, milliseconds. */
const LONGEST = 600_000

interface Run {
  readonly wants: ReadonlyMap<string, string>
  readonly traces: ReadonlyMap<string, string>
  readonly limited: readonly Limited[]
  readonly ended: Ended
}

/** Each browser has a test bed of its own, and uses both sets of sites in turn. */
async function run(name: (typeof NAMES)[number]): Promise<Run> {
  const testBed = await openTestBed()
  try {
    const browser = await launchBrowser(name, { trustedKey: testBed.key })
    try {
      const wants = new Map<string, string>()
      const traces = new Map<string, string>()
      for (const sites of testBed.siteSets) {
        const its = trialsOf(TRIALS, sites, name)
        for (const one of its) {
          wants.set(`${sites.name} ${one.id}`, expectedTrace(one, sites, testBed.engine, name))
        }
        for (const [id, trace] of await observe(browser, testBed, sites, its)) {
          traces.set(`${sites.name} ${id}`, trace)
        }
      }
      const limited = await reachLimit(browser, testBed)
      const [plain] = testBed.siteSets
      return { wants, traces, limited, ended: await endGrants(browser, testBed, plain!) }
    } finally {
      await browser.close()
    }
  } finally {
    await testBed.close()
  }
}

// They mostly wait, so they run side by side; a browser that fails fails its own tests alone.
const runs = new Map<string, Promise<PromiseSettledResult<Run>[]>>()
beforeAll(() => {
  for (const name of NAMES.filter(isInstalled)) runs.set(name, Promise.allSettled([run(name)]))
})

for (const name of NAMES) {
  if (!isInstalled(name)) {
    test.skip(`${name} is missing: npm run parts -- --only ${name}`)
    continue
  }
  describe(`${name} before marque gateway`, () => {
    let result: Run
    beforeAll(async () => {
      const [settled] = (await runs.get(name))!
      if (settled?.status !== 'fulfilled') throw settled?.reason
      result = settled.value
    }, LONGEST)
    for (const sites of SITE_SETS) {
      for (const { id, title } of trialsOf(TRIALS, { name: sites, pages: 0, gateway: 0 }, name)) {
        test(`${sites}: ${id}: ${title}`, () => {
          const key = `${sites} ${id}`
          expect(result.traces.get(key)).toBe(result.wants.get(key))
        })
      }
    }

    test('a page reads that it asks too often, and when it may again; a stranger reads nothing', () => {
      const type = 'urn:marque:gateway:rate-limited'
      expect(result.limited).toEqual([
        { status: 200, hasWait: false, type: null },
        { status: 200, hasWait: false, type: null },
        { status: 429, hasWait: true, type },
        { status: null, hasWait: false, type: null },
      ])
    })

    test('a grant that ends takes the socket and the stream with it, and a kept preflight carries nothing', () => {
      expect(result.ended).toEqual({
        wires: ['ask PUT: granted', 'send PUT: granted', 'send PUT: origin-not-granted'],
        puts: [true, false],
        arrived: 1,
        closed: 1008,
        isStreamOver: true,
      })
    })
  })
}
