/**
 * A comparison in words, for people who have never seen a policy.
 *
 * @module
 */
import { formatInstant } from '@marque/core/instant'
import type { Change, Difference } from '@marque/policy/diff'
import { count } from '../terminal/index.ts'
import { changesOf } from './report.ts'

/** A sign never stands without its word: not everybody sees it. */
export const DIRECTIONS = [
  {
    direction: 'wider',
    sign: '▲',
    title: 'Can be done now, and could not before',
  },
  {
    direction: 'tighter',
    sign: '▼',
    title: 'Can no longer be done',
  },
  {
    direction: 'equal',
    sign: '=',
    title: 'Is answered otherwise, and nobody may do more or less',
  },
] as const satisfies readonly {
  readonly direction: Change['direction']
  readonly sign: string
  readonly title: string
}[]

/** The title of what was not compared. */
export const UNDECIDED_TITLE = 'NOT COMPARED: may be wider, may be tighter'

/** The verdict, in capitals, with its signs. */
export const VERDICTS: { readonly [verdict in Difference['verdict']]: string } = {
  equal: 'EQUAL =',
  wider: 'WIDER ▲',
  tighter: 'TIGHTER ▼',
  both: 'WIDER ▲ AND TIGHTER ▼',
  undecided: 'UNDECIDED ?',
}

/** The verdict as a sentence without its final period. */
export function verdictSentence(difference: Difference): string {
  const opens = changesOf(difference, 'wider').length
  const closes = changesOf(difference, 'tighter').length
  const parts: string[] = []
  if (opens > 0)
    parts.push(`${count(opens, 'thing')} can be done now that could not be done before`)
  if (closes > 0) parts.push(`${count(closes, 'thing')} can no longer be done`)
  const missing = difference.undecided.length
  if (parts.length === 0 && missing === 0) parts.push('nobody may do more or less than before')
  if (missing > 0) parts.push(`${count(missing, 'part')} could not be compared`)
  return parts.join('; ')
}

/** The verdict where it is a headline: with a warning where the comparison is not finished. */
export function headline({ verdict, undecided }: Difference): string {
  const words = VERDICTS[verdict]
  return undecided.length > 0 && verdict !== 'undecided' ? `${words}, AND UNDECIDED ?` : words
}

/** What is compared with which counts, for the last line. */
export function countsLine(difference: Difference): string {
  const { unchanged, undecided } = difference
  const counts = DIRECTIONS.map(
    ({ direction }) => `${changesOf(difference, direction).length} ${direction}`,
  )
  if (undecided.length > 0) counts.push(`${undecided.length} undecided`)
  counts.push(`${count(unchanged.length, 'resource')} unchanged`)
  return counts.join(' · ')
}

/** How an origin of a change is called. */
export function originWords(origin: string): string {
  return ORIGIN_WORDS[origin] ?? origin
}

/** What stands among the origins of a change and is none. */
const ORIGIN_WORDS: { readonly [origin: string]: string } = {
  '': 'requests without Origin',
  '*': 'any other origin',
  null: 'pages without an origin of their own (`null`)',
  malformed: 'an Origin that no browser sends',
  several: 'several Origins at once',
}

/** The resource of a change, or what stands in its place. */
export function resourceWords({ resource }: Pick<Change, 'resource'>): string {
  return resource ?? 'what no resource matches'
}

/** A part that was not compared. */
export function undecidedWords(resource: string | null): string {
  return resource ?? 'the policy as a whole'
}

/** One fact of a change, where its sentence does not say it. */
export interface Detail {
  readonly label: string
  /** Texts of users, whole. */
  readonly values: readonly string[]
}

/** What a change's own sentence leaves out. */
export function detailsOf(change: Change, now: number): readonly Detail[] {
  const { what, origins, paths, methods, headers, tenant, during, condition } = change
  const { websocket } = change
  const isNamed = (value: string): boolean => mentions(what, value)
  const details: Detail[] = []
  const add = (label: string, values: readonly string[], isSaid: boolean): void => {
    if (values.length > 0 && !isSaid) details.push({ label, values })
  }
  // What is no origin is said in words by the sentence.
  add(
    'who',
    origins.map(originWords),
    origins.every((name) => Object.hasOwn(ORIGIN_WORDS, name) || isNamed(name)),
  )
  add('where', paths, paths.every(isNamed))
  // GET covers HEAD (D7), and saying so each time helps nobody. A WebSocket is opened with GET.
  const told = methods.filter((method) => method !== 'HEAD' || !methods.includes('GET'))
  const areSaid = websocket === true || (methods.includes('*') && what.includes('any method'))
  const isMethodSaid = isNamedOr('any other method')
  add('methods', told.map(anyOther('method')), areSaid || told.every(isMethodSaid))
  add('headers', headers.map(anyOther('header')), headers.every(isNamedOr('any other header')))
  add('tenant', tenant === null ? [] : [tenant], tenant !== null && isNamed(tenant))
  const time = during === null ? '' : duringWords(during, now)
  add('when', time === '' ? [] : [time], isNamed(time))
  add('if', condition === null ? [] : [condition], condition !== null && what.includes(condition))
  return details

  function isNamedOr(words: string): (value: string) => boolean {
    return (value) => (value === '*' ? what.includes(words) : isNamed(value))
  }
}

/** `*` among methods and header names in words. */
function anyOther(noun: string): (value: string) => string {
  return (value) => (value === '*' ? `any other ${noun}` : value)
}

/** Whether a sentence names a value as a word of its own. */
function mentions(sentence: string, value: string): boolean {
  const at = sentence.indexOf(value)
  if (at === -1) return false
  const after = sentence[at + value.length] ?? ' '
  const before = sentence[at - 1] ?? ' '
  return /[\s`("',]/.test(before) && /[\s`)"',;.]/.test(after)
}

/** The time in which a change holds, and whether it is over: a change of what was is no opening of what will be. */
export function duringWords({ from, until }: NonNullable<Change['during']>, now: number): string {
  const start = from === null ? '' : `from ${formatInstant(from)}`
  const end = until === null ? '' : `until ${formatInstant(until)}`
  const over = until !== null && until <= now ? '(which is over)' : ''
  return [start, end, over].filter((part) => part !== '').join(' ') || 'always'
}

/** How many values of a list are named. */
const SHOWN = 3

/** The first values, and how many more there are; all of them where one more would say so. */
export function shortened(values: readonly string[], whole: boolean): readonly string[] {
  if (whole || values.length <= SHOWN + 1) return values
  return [...values.slice(0, SHOWN - 1), `${values[SHOWN - 1]} and ${values.length - SHOWN} more`]
}
