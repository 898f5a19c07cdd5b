/**
 * What is asked about one kind of sender at one cell, and where the answers differ.
 *
 * @module
 */
import type { Moment } from '@marque/core'
import type { Sides } from '../pair/index.ts'
import type { SenderClass } from '../senders/index.ts'
import type { Mode } from './circumstances.ts'
import type { Setting } from './context-samples.ts'
import {
  type Answers,
  type Ask,
  answersTo,
  CREDENTIALS,
  type Credentials,
  type From,
} from './request-sample.ts'
import { ANY_NAME, type Shift, shiftsOf } from './shifts.ts'
import type { Span } from './time-spans.ts'

/** One shift of one request. */
export interface Hit extends Shift {
  /** Places among the spans and the settings. */
  readonly span: number
  readonly setting: number
  readonly credentials: Credentials
  readonly from: From
  readonly shape: Ask['shape']
  /** A preflight for a name, where the preflight without names shifts too. */
  readonly isPart: boolean
  readonly ask: Ask
  readonly answers: Answers
}

/** A kind of sender, and requests of one method of it. */
export interface Subject {
  readonly sender: SenderClass
  readonly url: string
  readonly method: string
  readonly spans: readonly Span[]
  readonly settings: readonly Setting[]
  /** Request header names that a grant names, and one that none does. */
  readonly names: readonly string[]
  readonly otherHeader: string
  /** Whether a WebSocket may be opened. */
  readonly websocket: boolean
}

const SOURCES: readonly From[] = ['nowhere', 'other-site', 'navigation']

/** Asks everything in one mode. `seen` gets every pair of answers. */
export function hitsIn(
  sides: Sides,
  subject: Subject,
  mode: Mode,
  seen: (ask: Ask, answers: Answers) => void,
): readonly Hit[] {
  const hits: Hit[] = []
  const shiftsIn = (place: Pick<Hit, 'span' | 'setting'>, ask: Ask): readonly Hit[] => {
    const answers = answersTo(sides, ask)
    seen(ask, answers)
    const { shape, credentials, from } = ask
    const found = { ...place, credentials, from, shape, isPart: false, ask, answers }
    return shiftsOf(sides, ask, answers).map((shift) => ({ ...shift, ...found }))
  }
  subject.spans.forEach(({ now }, span) => {
    const moment = mode.momentAt(now)
    subject.settings.forEach((known, at) => {
      const setting = mode.told === null ? known : toldTo(known, mode.told)
      const place = { span, setting: at }
      for (const ask of actualAsks(subject, setting, moment)) hits.push(...shiftsIn(place, ask))
      if (subject.sender.kind === 'none' || !setting.isBare) return
      const preflight = askOf(subject, setting, moment, { shape: 'preflight' })
      const bare = shiftsIn(place, preflight)
      hits.push(...bare)
      const isPart = bare.some(({ aspect }) => aspect === 'preflight')
      for (const name of subject.names) {
        const told = name === subject.otherHeader ? ANY_NAME : name
        for (const hit of shiftsIn(place, { ...preflight, names: [name] })) {
          if (hit.aspect === 'preflight') hits.push({ ...hit, names: [told], isPart })
        }
      }
    })
  })
  return hits
}

function toldTo(setting: Setting, tenant: string): Setting {
  return { ...setting, contextAt: (now) => ({ ...setting.contextAt(now), tenant }) }
}

function actualAsks(subject: Subject, setting: Setting, moment: Moment): readonly Ask[] {
  if (subject.sender.kind === 'none') {
    return SOURCES.map((from) => askOf(subject, setting, moment, { from }))
  }
  const asks = CREDENTIALS.map((credentials) => askOf(subject, setting, moment, { credentials }))
  return subject.websocket
    ? [...asks, askOf(subject, setting, moment, { shape: 'websocket' })]
    : asks
}

function askOf(
  { url, method, sender: { origins } }: Subject,
  setting: Setting,
  moment: Moment,
  more: Partial<Ask>,
): Ask {
  const plain = { shape: 'actual', credentials: 'none', from: 'nowhere', names: [] } as const
  return { ...plain, url, method, origins, setting, moment, ...more }
}

/** Questions that {@link hitsIn} asks. */
export function countOf({ spans, settings, names, sender }: Subject): number {
  const each = sender.kind === 'none' ? 3 : CREDENTIALS.length + 1
  const bare = settings.filter(({ isBare }) => isBare).length
  return spans.length * (settings.length * each + bare * (names.length + 1))
}
