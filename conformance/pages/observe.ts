/**
 * What really happens in the trials: in a browser, at the gateway, at the application.
 *
 * @module
 */
import type { BrowserName } from '@marque/core/browsers'
import type { Browser, Page } from '../browsers/launch.ts'
import type { Place } from './place.ts'
import { addressOf, arrivalText, type Learned, learnedText, loggedWire, traceOf } from './trace.ts'
import type { PageName, Step, Trial } from './trial.ts'
import { originOf, type World } from './world.ts'

/** The trials that a browser has in a world. */
export function trialsOf(
  trials: readonly Trial[],
  { name }: World,
  browser: BrowserName,
): readonly Trial[] {
  return trials.filter(
    ({ worlds = [name], browsers = [browser] }) =>
      worlds.includes(name) && browsers.includes(browser),
  )
}

/** Runs trials, all of a page side by side, and gives the trace of each by its id. */
export async function observe(
  browser: Browser,
  place: Place,
  world: World,
  trials: readonly Trial[],
): Promise<ReadonlyMap<string, string>> {
  // A page of the API's own, as a login is: first-party. It stays: Chromium forgets the cookie with its only window.
  const own = await browser.open(`${originOf(world, 'api')}/cookie`)
  const pages = new Map<PageName, Page>([['api', own]])
  const learned = new Map<string, readonly Learned[]>()
  const play = async (name: PageName, its: readonly Trial[]): Promise<void> => {
    const page = pages.get(name) ?? (await openPage(browser, world, name))
    pages.set(name, page)
    const asked = its.map((trial) => ({
      id: idOf(trial, world),
      url: urlOf(trial, world),
      steps: (trial.steps ?? [{}]).map((step) => whole(step, place)),
    }))
    const said: { readonly [id: string]: readonly Learned[] } = await page.evaluate(
      '(trials, pages) => globalThis.deeds.run(trials, pages)',
      asked,
      originOf(world, 'app'),
    )
    for (const trial of its) learned.set(trial.id, said[idOf(trial, world)] ?? [])
  }
  const { true: apart = [], false: together = [] } = Object.groupBy(trials, isApart)
  for (const [name, its] of Map.groupBy(together, pageOf)) await play(name, its)
  for (const trial of apart) await play(pageOf(trial), [trial])
  await settle(own, place, world)
  return new Map(
    trials.map((trial) => {
      const id = idOf(trial, world)
      const wires = place.gateway.judged.filter(({ path }) => path.endsWith(`/${id}`))
      const arrivals = place.record.arrivals.get(id) ?? []
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

/** Both worlds have one log. */
function idOf({ id }: Trial, { name }: World): string {
  return `${id}-${name}`
}

async function openPage(browser: Browser, world: World, name: PageName): Promise<Page> {
  if (name !== 'served') return browser.open(`${originOf(world, name)}/page`)
  const page = await browser.open(`${originOf(world, 'app')}/served/page`)
  await page.evaluate('() => globalThis.deeds.serve()')
  return page
}

function urlOf(trial: Trial, world: World): string {
  const id = idOf(trial, world)
  const url = new URL(addressOf(world, trial.path, id))
  for (const [name, value] of Object.entries(trial.answer ?? {})) url.searchParams.set(name, value)
  const onward = (trial.onward ?? []).map((path) => addressOf(world, path, id))
  if (onward.length > 0) url.searchParams.set('to', onward.join(' '))
  return url.href
}

/** A step with everything said, and tokens in the places of their names. */
function whole({ by = 'fetch', method = 'GET', headers = [], ...rest }: Step, place: Place): Step {
  const { reader, expired } = place.tokens
  const filled = headers.map(([name, value]) => {
    const token = value === '$READER' ? reader : value === '$EXPIRED' ? expired : null
    return [name, token === null ? value : `Bearer ${token}`] as const
  })
  return { by, method, headers: filled, credentials: false, ...rest }
}

/** Waits until the gateway has logged what was sent before, and beacons, of which no page hears again, are through. */
async function settle(page: Page, { gateway }: Place, world: World): Promise<void> {
  for (const round of [1, 2]) {
    const path = `/none/settled-${world.name}-${round}`
    while (!gateway.judged.some((each) => each.path === path)) {
      await page.evaluate('(path) => fetch(path).then(() => null, () => null)', path)
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
  }
}
