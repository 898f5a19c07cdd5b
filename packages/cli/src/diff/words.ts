/**
 * Texts of a comparison, for readers who do not know the policy language.
 *
 * @module
 */
import { formatInstant } from '@marque/core/instant'
import { type Change, type Difference, type Direction, UNMATCHED } from '@marque/policy/diff'
import { count } from '../terminal/index.ts'
import { changesOf } from './report.ts'

/** A sign is always shown with its word, for readers who cannot see it. */
export const SIGNS: { readonly [direction in Direction | 'both']: string } = {
  wider: '▲ wider',
  tighter: '▼ tighter',
  both: '▲▼ wider and tighter',
}

/** The title of edits that cause no change. */
export const NOTES_TITLE = 'Also edited, without a change of permissions on their own'

/** The title of undecided parts. */
export const UNDECIDED_TITLE = 'NOT COMPARED: could be wider or tighter'

/** The verdict in capitals, with its sign. */
export const VERDICTS: { readonly [verdict in Difference['verdict']]: string } = {
  equal: 'EQUAL =',
  wider: 'WIDER ▲',
  tighter: 'TIGHTER ▼',
  both: 'WIDER ▲ AND TIGHTER ▼',
  undecided: 'UNDECIDED ?',
}

/** The verdict as a sentence, without its final period. */
export function verdictSentence({ causes, undecided }: Difference): string {
  const number = (direction: Direction): number =>
    causes.filter(({ changes }) => changes.some((change) => change.direction === direction)).length
  const [opens, closes] = [number('wider'), number('tighter')]
  const parts: string[] = []
  if (opens > 0) parts.push(`${count(opens, 'edit')} ${opens === 1 ? 'allows' : 'allow'} more`)
  if (closes > 0) parts.push(`${count(closes, 'edit')} ${closes === 1 ? 'allows' : 'allow'} less`)
  const missing = undecided.length
  if (parts.length === 0 && missing === 0) parts.push('no permission changed')
  if (missing > 0) parts.push(`${count(missing, 'part')} could not be compared`)
  return parts.join('; ')
}

/** The verdict as a headline, with a warning if the comparison is incomplete. */
export function headline({ verdict, undecided }: Difference): string {
  const words = VERDICTS[verdict]
  return undecided.length > 0 && verdict !== 'undecided' ? `${words}, AND UNDECIDED ?` : words
}

/** The counts in the last line. */
export function countsLine(difference: Difference): string {
  const { notes, unchanged, undecided } = difference
  const wider = changesOf(difference, 'wider').length
  const tighter = changesOf(difference, 'tighter').length
  const counts = [`${count(wider, 'change')} wider`, `${tighter} tighter`]
  if (notes.length > 0) counts.push(count(notes.length, 'other edit'))
  if (undecided.length > 0) counts.push(`${undecided.length} undecided`)
  counts.push(`${count(unchanged.length, 'resource')} unchanged`)
  return counts.join(' · ')
}

/** Text for an origin of a change. */
export function originWords(origin: string): string {
  return ORIGIN_WORDS[origin] ?? origin
}

/** Entries of {@link Change.origins} that are not origins. */
const ORIGIN_WORDS: { readonly [origin: string]: string } = {
  '': 'requests without Origin',
  '*': 'any other origin',
  null: 'opaque origins (`null`)',
  malformed: 'malformed Origin values',
  several: 'several Origin values in one request',
}

/** The resource of a change and its sensitivity: `orders (internal)`. */
export function resourceWords({ resource, sensitivity: [before, after] }: Change): string {
  const ranks = [...new Set([before, after].flatMap((one) => one ?? []))]
  const name = resource === UNMATCHED ? 'unmatched requests' : resource
  return ranks.length === 0 ? name : `${name} (${ranks.join(' → ')})`
}

/** The name of an undecided part. */
export function undecidedWords(resource: string | null): string {
  return resource ?? 'the whole policy'
}

/** A detail that the sentence of a change does not mention. */
export interface Detail {
  readonly label: string
  /** User text, not shortened. */
  readonly values: readonly string[]
}

/** The details that the sentence of a change does not mention. */
export function detailsOf(change: Change, now: number): readonly Detail[] {
  const { what, origins, paths, methods, headers, tenant, during, condition } = change
  const { websocket } = change
  const isNamed = (value: string): boolean => mentions(what, value)
  const details: Detail[] = []
  const add = (label: string, values: readonly string[], isMentioned: boolean): void => {
    if (values.length > 0 && !isMentioned) details.push({ label, values })
  }
  // The sentence describes entries that are not origins in words.
  add(
    'origins',
    origins.map(originWords),
    origins.every((name) => Object.hasOwn(ORIGIN_WORDS, name) || isNamed(name)),
  )
  add('paths', paths, paths.every(isNamed))
  // GET covers HEAD (D7). A WebSocket is always opened with GET.
  const listed = methods.filter((method) => method !== 'HEAD' || !methods.includes('GET'))
  const areMentioned = websocket === true || (methods.includes('*') && what.includes('any method'))
  const isMethodMentioned = isNamedOr('any other method')
  add('methods', listed.map(anyOther('method')), areMentioned || listed.every(isMethodMentioned))
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

/** Text for `*` in a list of methods or header names. */
function anyOther(noun: string): (value: string) => string {
  return (value) => (value === '*' ? `any other ${noun}` : value)
}

/** Whether a sentence contains a value as a separate word. */
function mentions(sentence: string, value: string): boolean {
  const at = sentence.indexOf(value)
  if (at === -1) return false
  const after = sentence[at + value.length] ?? ' '
  const before = sentence[at - 1] ?? ' '
  return /[\s`("',]/.test(before) && /[\s`)"',;.]/.test(after)
}

/** The period of a change, and whether it is in the past, where it no longer has an effect. */
export function duringWords({ from, until }: NonNullable<Change['during']>, now: number): string {
  const start = from === null ? '' : `from ${formatInstant(from)}`
  const end = until === null ? '' : `until ${formatInstant(until)}`
  const over = until !== null && until <= now ? '(in the past)' : ''
  return [start, end, over].filter((part) => part !== '').join(' ') || 'always'
}

/** Values shown of a long list. */
const SHOWN = 3

/** The first values and the number of the others; all of them if only one would be hidden. */
export function shortened(values: readonly string[], whole: boolean): readonly string[] {
  if (whole || values.length <= SHOWN + 1) return values
  return [...values.slice(0, SHOWN - 1), `${values[SHOWN - 1]} and ${values.length - SHOWN} more`]
}
