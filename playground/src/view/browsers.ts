/**
 * What three browsers make of the answer, side by side, with their sources.
 *
 * @module
 */
import {
  BROWSERS,
  type BrowserName,
  type BrowserVerdict,
  type BrowserVerdicts,
} from '@marque/core/browsers'
import { BROWSER_NAMES } from '../answer/index.ts'
import { element, sentence } from './element.ts'

/** The rows of the table: a question, and what one browser says to it. */
const ROWS: readonly { readonly name: string; readonly of: (it: BrowserVerdict) => string }[] = [
  {
    name: 'preflight first',
    of: ({ preflight, preflightPasses }) =>
      preflight ? (preflightPasses ? '✓ yes, it passes' : '✗ yes, it fails') : 'no',
  },
  {
    name: 'preflight kept for',
    of: ({ keptFor }) => (keptFor === null ? '–' : keptFor === 0 ? 'not kept' : `${keptFor} s`),
  },
  { name: 'request sent', of: ({ sent }) => yesNo(sent) },
  { name: 'script reads the answer', of: ({ read }) => yesNo(read) },
  { name: 'headers that script sees', of: exposedWords },
  {
    name: 'credentials travel',
    of: ({ sent, credentials }) => (sent && credentials ? 'yes' : 'no'),
  },
]

/** The section on browsers; words where none of them sends such a request. */
export function browsersView(verdicts: BrowserVerdicts | null): HTMLElement {
  return element(
    'section',
    { class: 'browsers', 'aria-labelledby': 'browsers-heading' },
    element('h3', { id: 'browsers-heading' }, 'In browsers'),
    ...(verdicts === null
      ? [element('p', { class: 'quiet' }, 'no browser sends such a request')]
      : [tableOf(verdicts), ...notesOf(verdicts)]),
  )
}

/** Its roles are named: laid out as blocks on narrow screens, a table would lose them. */
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

/** Notes, each once, with the browsers that it is about. */
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
      element('strong', {}, `${whose(names)}:`),
      ' ',
      sentence(text),
      ' ',
      element('span', { class: 'source' }, 'source: ', sourceOf(source)),
    ),
  )
  return [element('h4', {}, 'Notes'), element('ul', { class: 'notes' }, ...items)]
}

function whose(names: readonly BrowserName[]): string {
  return names.length === BROWSERS.length
    ? 'All'
    : names.map((name) => BROWSER_NAMES[name]).join(', ')
}

/** A source is a link where it is an address. Following it leaves this page; nothing is loaded from there. */
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
  if (exposed === '*') return 'all but Set-Cookie'
  return exposed.length === 0 ? 'the safelisted ones' : `the safelisted ones, ${exposed.join(', ')}`
}
