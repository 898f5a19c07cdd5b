/**
 * Runs trials and records what happens in the browser, at the gateway and at the application.
 *
 * @module
 */
import type { BrowserName } from '@marque/core/browsers'
import type { Browser, Page } from '../browsers/index.ts'
import { originOf, type SiteSet } from './sites.ts'
import type { TestBed } from './test-bed.ts'
import { addressOf, arrivalText, type Learned, learnedText, loggedWire, traceOf } from './trace.ts'
import type { PageName, Step, Trial } from './trial.ts'

/** The trials for a browser and a set of sites. */
export function trialsOf(
  trials: readonly Trial[],
  { name }: SiteSet,
  browser: BrowserName,
): readonly Trial[] {
  return trials.filter(
    ({ siteSets = [name], browsers = [browser] }) =>
      siteSets.includes(name) && browsers.includes(browser),
  )
}

/** Runs trials, those of one page concurrently, and returns the trace of each by its id. */
export async function observe(
  browser: Browser,
  testBed: TestBed,
  sites: SiteSet,
  trials: readonly Trial[],
): Promise<ReadonlyMap<string, string>> {
  // A page of the API's own, as a login is: first-party. It stays: Chromium forgets the cookie with its only window.
  const own = await browser.open(`${originOf(sites, 'api')}/cookie`)
  const pages = new Map<PageName, Page>([['api', own]])
  const learned = new Map<string, readonly Learned[]>()
  const play = async (name: PageName, its: readonly Trial[]): Promise<void> => {
    const page = pages.get(name) ?? (await openPage(browser, sites, name))
    pages.set(name, page)
    const asked = its.map((trial) => ({
      id: idOf(trial, sites),
      url: urlOf(trial, sites),
      steps: (trial.steps ?? [{}]).map((step) => whole(step, testBed)),
    }))
    const said: { readonly [id: string]: readonly Learned[] } = await page.evaluate(
      '(trials, pages) => globalThis.pageActions.run(trials, pages)',
      asked,
      originOf(sites, 'app'),
    )
    for (const trial of its) learned.set(trial.id, said[idOf(trial, sites)] ?? [])
  }
  const { true: apart = [], false: together = [] } = Object.groupBy(trials, isApart)
  for (const [name, its] of Map.groupBy(together, pageOf)) await play(name, its)
  for (const trial of apart) await play(pageOf(trial), [trial])
  await settle(own, testBed, sites)
  return new Map(
    trials.map((trial) => {
      const id = idOf(trial, sites)
      const wires = testBed.gateway.decisions.filter(({ path }) => path.endsWith(`/${id}`))
      const arrivals = testBed.record.arrivals.get(id) ?? []
      return [
        trial.id,
        traceOf(
          wires.map(loggedWire),
          arrivals.map(arrivalText),
          (learned.get(trial.id) ?? []).map(learnedText),
        ),
      ]
    }),
  )
}

/**
 * Firefox cuts a whole HTTP/2 connection when it stops to load a document that it cannot show, such as a problem document in a frame, and everything else on it
 * fails: nsDocumentOpenInfo cancels, Http2Session::ProcessSlowConsumer and WriteSegments take the error for one of the session (153 ESR).
 */
function isApart({ steps = [] }: Trial): 'true' | 'false' {
  return steps.some(({ by }) => by === 'form' || by === 'frame') ? 'true' : 'false'
}

function pageOf({ from }: Trial): PageName {
  return from ?? 'app'
}

/** Both sets of sites share one log. */
function idOf({ id }: Trial, { name }: SiteSet): string {
  return `${id}-${name}`
}

async function openPage(browser: Browser, sites: SiteSet, name: PageName): Promise<Page> {
  if (name !== 'served') return browser.open(`${originOf(sites, name)}/page`)
  const page = await browser.open(`${originOf(sites, 'app')}/served/page`)
  await page.evaluate('() => globalThis.pageActions.serve()')
  return page
}

function urlOf(trial: Trial, sites: SiteSet): string {
  const id = idOf(trial, sites)
  const url = new URL(addressOf(sites, trial.path, id))
  for (const [name, value] of Object.entries(trial.answer ?? {})) url.searchParams.set(name, value)
  const onward = (trial.onward ?? []).map((path) => addressOf(sites, path, id))
  if (onward.length > 0) url.searchParams.set('to', onward.join(' '))
  return url.href
}

/** A step with defaults filled in, and names of tokens replaced by tokens. */
function whole(
  { by = 'fetch', method = 'GET', headers = [], ...rest }: Step,
  testBed: TestBed,
): Step {
  const { reader, expired } = testBed.tokens
  const filled = headers.map(([name, value]) => {
    const token = value === '$READER' ? reader : value === '$EXPIRED' ? expired : null
    return [name, token === null ? value : `Bearer ${token}`] as const
  })
  return { by, method, headers: filled, credentials: false, ...rest }
}

/** Waits until the gateway has logged everything that was sent before, beacons included, which have no response. */
async function settle(page: Page, { gateway }: TestBed, sites: SiteSet): Promise<void> {
  for (const round of [1, 2]) {
    const path = `/none/settled-${sites.name}-${round}`
    while (!gateway.decisions.some((each) => each.path === path)) {
      await page.evaluate('(path) => fetch(path).then(() => null, () => null)', path)
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
  }
}
