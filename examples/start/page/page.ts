/**
 * The page, the same on every origin: it sends every sample request once and shows the results.
 *
 * @module
 */
import { arrivalsOf, find } from './answer.ts'
import { type Card, cardOf } from './card.ts'
import { element } from './element.ts'
import { type SampleRequest, sectionsOf } from './sample-requests.ts'
import { findInSandbox } from './sandbox.ts'
import { readSetup } from './setup.ts'
import { tally } from './tally.ts'

const { api, here, sites } = readSetup()
const cards: { readonly sample: SampleRequest; readonly card: Card }[] = []
const summary = element('p', { id: 'summary', role: 'status' }, 'Asking…')
/** Runs requests sequentially: later ones need the session that the first one opens. */
let last: Promise<void> = Promise.resolve()

function inTurn(work: () => Promise<void>): void {
  last = last.then(work)
}

async function put(sample: SampleRequest, card: Card): Promise<void> {
  card.wait()
  const id = `${sample.id}-${crypto.getRandomValues(new Uint32Array(2)).join('-')}`
  const found = sample.isFramed ? await findInSandbox(sample, id) : await find(sample, api, id)
  card.show({ ...found, requestLog: await arrivalsOf(id) })
}

/** @param one The card whose request was repeated; the live region announces its verdict to screen readers. */
function sumUp(one?: Card): void {
  const all = tally(cards.map(({ card }) => card.node.dataset))
  summary.textContent = one === undefined ? all : `${one.verdict()} ${all}`
}

function sendAll(): void {
  summary.textContent = 'Asking…'
  for (const { sample, card } of cards) inTurn(() => put(sample, card))
  inTurn(async () => sumUp())
}

function head(): readonly Node[] {
  const links = sites.map(({ title, origin, name }) =>
    name === here.name
      ? element('span', { class: 'place', 'aria-current': 'page' }, title)
      : element('a', { class: 'place', href: `${origin}/` }, title),
  )
  return [
    element(
      'nav',
      { 'aria-label': 'The pages of the example' },
      ...links.flatMap((link) => [link, ' ']),
    ),
    element('h1', {}, here.title),
    element(
      'p',
      { class: 'origin' },
      'This page is ',
      element('code', {}, here.origin),
      ' and sends requests to the API at ',
      element('code', {}, api),
      ', which is behind the Marque gateway.',
    ),
    element('p', { class: 'story' }, here.story),
    element(
      'div',
      { class: 'bar' },
      element('button', { type: 'button', id: 'all', onclick: sendAll }, 'Send all again'),
      summary,
    ),
  ]
}

function body(): readonly Node[] {
  return sectionsOf(here.name).map(({ id, title, intro, samples }) => {
    const nodes = samples.map((sample) => {
      const again = (): void => {
        inTurn(() => put(sample, card))
        inTurn(async () => sumUp(card))
      }
      const card = cardOf(sample, again)
      cards.push({ sample, card })
      return card.node
    })
    return element(
      'section',
      { 'aria-labelledby': id },
      element('h2', { id }, title),
      element('p', { class: 'intro' }, intro),
      element('div', { class: 'cards' }, ...nodes),
    )
  })
}

function foot(): readonly Node[] {
  const paragraphs = [
    'The verdict and its reason come from the gateway’s public explain endpoint, which explains an origin’s own requests only. What the API received comes from this page’s own server: the example runs in one process, and a real page has no access to this information.',
    'CORS binds browsers. A program with a stolen key or session forges any Origin; script that got into a granted page asks as that page. Against these help authentication, short sessions and a Content Security Policy.',
  ]
  return paragraphs.map((text) => element('p', {}, text))
}

document.getElementById('head')?.append(...head())
document.getElementById('main')?.append(...body())
document.getElementById('foot')?.append(...foot())
document.body.dataset.site = here.name
sendAll()
