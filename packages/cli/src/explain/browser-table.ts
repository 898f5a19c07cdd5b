/**
 * Browser behaviour in a table.
 *
 * @module
 */

import type { BrowserVerdict } from '@marque/core/browsers'
import {
  BROWSERS,
  type BrowserName,
  type BrowserNote,
  type BrowserVerdicts,
} from '@marque/core/browsers'

/** Engine names, with the best-known browser. */
export const BROWSER_NAMES: { readonly [name in BrowserName]: string } = {
  chromium: 'Chromium',
  firefox: 'Firefox',
  webkit: 'Safari (WebKit)',
}

/** A row: a label, and a cell per browser in the order of {@link BROWSERS}. */
export interface BrowserRow {
  readonly label: string
  readonly cells: readonly string[]
}

/** The rows of the table. */
export function browserRows(browsers: BrowserVerdicts): readonly BrowserRow[] {
  return ROWS.map(({ label, cell }) => ({
    label,
    cells: BROWSERS.map((name) => cell(browsers[name])),
  }))
}

const ROWS: readonly {
  readonly label: string
  readonly cell: (verdict: BrowserVerdict) => string
}[] = [
  {
    label: 'sends a preflight',
    cell: ({ preflight, preflightPasses }) =>
      preflight ? `yes, ${preflightPasses ? 'granted' : 'denied'}` : 'no',
  },
  {
    label: 'caches the preflight for',
    cell: ({ keptFor }) => (keptFor === null ? '–' : `${keptFor} s`),
  },
  { label: 'sends the request', cell: ({ sent }) => yesNo(sent) },
  {
    label: 'with credentials',
    cell: ({ sent, credentials }) => (sent ? yesNo(credentials) : '–'),
  },
  { label: 'script can read', cell: ({ read }) => yesNo(read) },
  {
    label: 'exposed headers',
    cell: ({ read, exposed }) => {
      if (!read) return '–'
      if (exposed === '*') return 'all except Set-Cookie'
      return exposed.length === 0 ? 'safelisted' : `safelisted + ${exposed.length}`
    },
  },
]

/** Response headers exposed to script in addition to the safelisted ones, in any browser; null if there are none. */
export function exposedNames(browsers: BrowserVerdicts): readonly string[] | null {
  const names = new Set(
    BROWSERS.flatMap((name) => {
      const { read, exposed } = browsers[name]
      return read && exposed !== '*' ? exposed : []
    }),
  )
  return names.size === 0 ? null : [...names].sort()
}

/** A note and the browsers that it applies to. */
export interface JoinedNote extends BrowserNote {
  readonly browsers: string
}

/** The notes of all browsers; shared notes are merged. */
export function joinedNotes(browsers: BrowserVerdicts): readonly JoinedNote[] {
  const joined = new Map<string, BrowserName[]>()
  const notes = new Map<string, BrowserNote>()
  for (const name of BROWSERS) {
    for (const note of browsers[name].notes) {
      const key = JSON.stringify([note.text, note.source])
      notes.set(key, note)
      joined.set(key, [...(joined.get(key) ?? []), name])
    }
  }
  return [...notes].map(([key, note]) => {
    const names = joined.get(key) ?? []
    const browserNames =
      names.length === BROWSERS.length
        ? 'all'
        : names.map((name) => BROWSER_NAMES[name]).join(' and ')
    return { ...note, browsers: browserNames }
  })
}

function yesNo(holds: boolean): string {
  return holds ? 'yes' : 'no'
}
