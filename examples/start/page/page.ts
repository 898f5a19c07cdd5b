/**
 * The page, the same on every origin: it asks everything once, and shows what came of it.
 *
 * @module
 */
import { arrivalsOf, find } from './answer.ts'
import { type Card, cardOf } from './card.ts'
import { type Ask, chaptersOf } from './catalogue.ts'
import { element } from './element.ts'
import { findInSandbox } from './sandbox.ts'
import { readSetup } from './setup.ts'
import { tally } from './tally.ts'

const { api, here, places } = readSetup()
const cards: { readonly ask: Ask; readonly card: Card }[] = []
const summary = element('p', { id: 'summary', role: 'status' }, 'Asking…')
/** One request at a time: the later ones need the session that the first one opens. */
let last: Promise<void> = Promise.resolve()

function inTurn(work: () => Promise<void>): void {
  last = last.then(work)
}

async function put(ask: Ask, card: Card): Promise<void> {
  card.wait()
  const id = `${ask.id}-${crypto.getRandomValues(new Uint32Array(2)).join('-')}`
  const found = ask.isFramed ? await findInSandbox(ask, id) : await find(ask, api, id)
  card.show({ ...found, arrivals: await arrivalsOf(id) })
}

/** @param one The one that was asked again: who does not see the card hears of it here. */
function sumUp(one?: Card): void {
  const all = tally(cards.map(({ card }) => card.node.dataset))
  summary.textContent = one === undefined ? all : `${one.verdict()} ${all}`
}

function askAll(): void {
  summary.textContent = 'Asking…'
  for (const { ask, card } of cards) inTurn(() => put(ask, card))
  inTurn(async () => sumUp())
}

function head(): readonly Node[] {
  const links = places.map(({ title, origin, name }) =>
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
      ' and asks the API at ',
      element('code', {}, api),
      ', which is behind the Marque gateway.',
    ),
    element('p', { class: 'story' }, here.story),
    element(
      'div',
      { class: 'bar' },
      element('button', { type: 'button', id: 'all', onclick: askAll }, 'Ask all again'),
      summary,
    ),
  ]
}

function body(): readonly Node[] {
  return chaptersOf(here.name).map(({ id, title, intro, asks }) => {
    const nodes = asks.map((ask) => {
      const again = (): void => {
        inTurn(() => put(ask, card))
        inTurn(async () => sumUp(card))
      }
      const card = cardOf(ask, again)
      cards.push({ ask, card })
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
    'The verdict and its reason come from the gateway’s public explain endpoint, which tells an origin about itself only. What the API saw is told by this page’s own server: the example runs in one process, and no page in real life could know.',
    'CORS binds browsers. A program with a stolen key or session forges any Origin; script that got into a granted page asks as that page. Against these help authentication, short sessions and a Content Security Policy.',
  ]
  return paragraphs.map((text) => element('p', {}, text))
}

document.getElementById('head')?.append(...head())
document.getElementById('main')?.append(...body())
document.getElementById('foot')?.append(...foot())
document.body.dataset.place = here.name
askAll()
