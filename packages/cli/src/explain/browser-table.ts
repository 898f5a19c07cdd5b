/**
 * The three browsers side by side.
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

/** What people call an engine: by the browser that they know it from. */
export const BROWSER_NAMES: { readonly [name in BrowserName]: string } = {
  chromium: 'Chromium',
  firefox: 'Firefox',
  webkit: 'Safari (WebKit)',
}

/** One question, and each browser's answer in the order of {@link BROWSERS}. */
export interface BrowserRow {
  readonly question: string
  readonly answers: readonly string[]
}

/** The questions that a web developer has. */
export function browserRows(browsers: BrowserVerdicts): readonly BrowserRow[] {
  return ROWS.map(({ question, answer }) => ({
    question,
    answers: BROWSERS.map((name) => answer(browsers[name])),
  }))
}

const ROWS: readonly {
  readonly question: string
  readonly answer: (verdict: BrowserVerdict) => string
}[] = [
  {
    question: 'asks first (preflight)',
    answer: ({ preflight, preflightPasses }) =>
      preflight ? `yes, ${preflightPasses ? 'granted' : 'denied'}` : 'no',
  },
  {
    question: 'keeps that answer for',
    answer: ({ keptFor }) => (keptFor === null ? '–' : `${keptFor} s`),
  },
  { question: 'sends the request', answer: ({ sent }) => yesNo(sent) },
  {
    question: 'with credentials',
    answer: ({ sent, credentials }) => (sent ? yesNo(credentials) : '–'),
  },
  { question: 'lets script read', answer: ({ read }) => yesNo(read) },
  {
    question: 'shows it headers',
    answer: ({ read, exposed }) => {
      if (!read) return '–'
      if (exposed === '*') return 'all but Set-Cookie'
      return exposed.length === 0 ? 'the safelisted' : `and ${exposed.length} more`
    },
  },
]

/** Names of answer headers that script sees beside the safelisted ones, in any browser; null where there are none to list. */
export function exposedNames(browsers: BrowserVerdicts): readonly string[] | null {
  const names = new Set(
    BROWSERS.flatMap((name) => {
      const { read, exposed } = browsers[name]
      return read && exposed !== '*' ? exposed : []
    }),
  )
  return names.size === 0 ? null : [...names].sort()
}

/** A note, and the browsers that it is about. */
export interface JoinedNote extends BrowserNote {
  readonly about: string
}

/** The notes of all browsers; one that several share is given once. */
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
    const about =
      names.length === BROWSERS.length
        ? 'all'
        : names.map((name) => BROWSER_NAMES[name]).join(' and ')
    return { ...note, about }
  })
}

function yesNo(holds: boolean): string {
  return holds ? 'yes' : 'no'
}
