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
import type { Explained } from './report.ts'

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
export function browserRows(
  browsers: BrowserVerdicts,
  refusal: LayerRefusal | null,
): readonly BrowserRow[] {
  const rows = ROWS.map(({ label, cell }) => ({
    label,
    cells: BROWSERS.map((name) => cell(browsers[name])),
  }))
  if (refusal === null) return rows
  return rows.map(({ label, cells }) => {
    if (label === READS) {
      const ofRefusal = refusal.isWebSocket ? 'no' : `the ${refusal.status}`
      return { label, cells: cells.map((cell) => (cell === 'yes' ? ofRefusal : cell)) }
    }
    const isOfLogin = label === EXPOSED && refusal.status === 401
    return { label: isOfLogin ? `${label}, with a login` : label, cells }
  })
}

const READS = 'script can read'
const EXPOSED = 'exposed headers'

/** The response of a layer that takes the place of the application's. */
export interface LayerRefusal {
  readonly status: 401 | 421
  /** Script sees no response to a handshake. */
  readonly isWebSocket: boolean
}

/** Null where the request goes on to the application, or the policy itself refuses it. */
export function layerRefusal({
  exchanges,
  isHostServed,
  lacksLogin,
}: Explained): LayerRefusal | null {
  if (isHostServed && !lacksLogin) return null
  const isWebSocket = exchanges.at(-1)?.decision.kind === 'websocket'
  return { status: isHostServed ? 401 : 421, isWebSocket }
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
  { label: READS, cell: ({ read }) => yesNo(read) },
  {
    label: EXPOSED,
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

/** The notes of all browsers; shared notes are merged. The first says what takes the place of the application's response. */
export function joinedNotes(
  browsers: BrowserVerdicts,
  refusal: LayerRefusal | null,
): readonly JoinedNote[] {
  const joined = new Map<string, BrowserName[]>()
  const notes = new Map<string, BrowserNote>()
  for (const name of BROWSERS) {
    for (const note of browsers[name].notes) {
      const key = JSON.stringify([note.text, note.source])
      notes.set(key, note)
      joined.set(key, [...(joined.get(key) ?? []), name])
    }
  }
  const ofBrowsers = [...notes].map(([key, note]) => {
    const names = joined.get(key) ?? []
    const browserNames =
      names.length === BROWSERS.length
        ? 'all'
        : names.map((name) => BROWSER_NAMES[name]).join(' and ')
    return { ...note, browsers: browserNames }
  })
  const isSent = BROWSERS.some((name) => browsers[name].sent)
  return refusal?.status === 401 && isSent ? [LOGIN_NOTE, ...ofBrowsers] : ofBrowsers
}

const LOGIN_NOTE: JoinedNote = {
  browsers: 'all',
  text: 'the request is sent, and layers that authenticate answer 401: without a login script gets nothing of the application',
  source: 'docs/rules.md#d21',
}

function yesNo(holds: boolean): string {
  return holds ? 'yes' : 'no'
}
