/**
 * Browser behaviour in a table, with sources.
 *
 * @module
 */
import {
  BROWSERS,
  type BrowserName,
  type BrowserVerdict,
  type BrowserVerdicts,
} from '@marque/core/browsers'
import { BROWSER_NAMES } from '../evaluation/index.ts'
import { element, sentence } from './element.ts'

/** Row labels and cells. */
const ROWS: readonly { readonly name: string; readonly of: (it: BrowserVerdict) => string }[] = [
  {
    name: 'sends a preflight',
    of: ({ preflight, preflightPasses }) =>
      preflight ? (preflightPasses ? '✓ yes, granted' : '✗ yes, denied') : 'no',
  },
  {
    name: 'caches the preflight for',
    of: ({ keptFor }) => (keptFor === null ? '–' : keptFor === 0 ? 'not cached' : `${keptFor} s`),
  },
  { name: 'sends the request', of: ({ sent }) => yesNo(sent) },
  { name: 'script can read', of: ({ read }) => yesNo(read) },
  { name: 'exposed headers', of: exposedWords },
  {
    name: 'with credentials',
    of: ({ sent, credentials }) => (sent && credentials ? 'yes' : 'no'),
  },
]

/** The section on browsers. */
export function browsersView(verdicts: BrowserVerdicts | null): HTMLElement {
  return element(
    'section',
    { class: 'browsers', 'aria-labelledby': 'browsers-heading' },
    element('h3', { id: 'browsers-heading' }, 'Browsers'),
    ...(verdicts === null
      ? [element('p', { class: 'quiet' }, 'not applicable: no browser sends such a request')]
      : [tableOf(verdicts), ...notesOf(verdicts)]),
  )
}

/** With explicit roles, because `display: block` on narrow screens removes the implicit ones. */
function tableOf(verdicts: BrowserVerdicts): HTMLElement {
  return element(
    'table',
    { role: 'table', 'aria-labelledby': 'browsers-heading' },
    element(
      'thead',
      { role: 'rowgroup' },
      element(
        'tr',
        { role: 'row' },
        element('td', { role: 'cell' }),
        ...BROWSERS.map((name) =>
          element('th', { scope: 'col', role: 'columnheader' }, BROWSER_NAMES[name]),
        ),
      ),
    ),
    element(
      'tbody',
      { role: 'rowgroup' },
      ...ROWS.map((row) =>
        element(
          'tr',
          { role: 'row' },
          element('th', { scope: 'row', role: 'rowheader' }, row.name),
          ...BROWSERS.map((name) =>
            element(
              'td',
              { role: 'cell', 'data-browser': BROWSER_NAMES[name] },
              row.of(verdicts[name]),
            ),
          ),
        ),
      ),
    ),
  )
}

/** Notes, merged over browsers. */
function notesOf(verdicts: BrowserVerdicts): readonly HTMLElement[] {
  const notes = new Map<string, { text: string; source: string; names: BrowserName[] }>()
  for (const name of BROWSERS) {
    for (const { text, source } of verdicts[name].notes) {
      const known = notes.get(`${text}\n${source}`)
      if (known) known.names.push(name)
      else notes.set(`${text}\n${source}`, { text, source, names: [name] })
    }
  }
  if (notes.size === 0) return []
  const items = [...notes.values()].map(({ text, source, names }) =>
    element(
      'li',
      {},
      element('strong', {}, `${browserNames(names)}:`),
      ' ',
      sentence(text),
      ' ',
      element('span', { class: 'source' }, 'source: ', sourceOf(source)),
    ),
  )
  return [element('h4', {}, 'Notes'), element('ul', { class: 'notes' }, ...items)]
}

function browserNames(names: readonly BrowserName[]): string {
  return names.length === BROWSERS.length
    ? 'All'
    : names.map((name) => BROWSER_NAMES[name]).join(', ')
}

/** A source that is a URL becomes a link. Nothing is loaded from it. */
function sourceOf(source: string): Node {
  const [, address] = /^(https:\/\/\S+)$/.exec(source) ?? []
  return address
    ? element('a', { href: address, rel: 'noreferrer' }, address.replace('https://', ''))
    : sentence(source)
}

function yesNo(is: boolean): string {
  return is ? '✓ yes' : '✗ no'
}

function exposedWords({ read, exposed }: BrowserVerdict): string {
  if (!read) return '–'
  if (exposed === '*') return 'all except Set-Cookie'
  return exposed.length === 0 ? 'safelisted' : `safelisted, ${exposed.join(', ')}`
}
