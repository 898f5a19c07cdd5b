/**
 * The sentence of a change.
 *
 * @module
 */
import { formatInstant } from '@marque/core/instant'
import type { Change } from '../change.ts'
import { listText } from '../edits/index.ts'
import type { Sender } from '../senders/index.ts'

/** A change without its sentence and its witness. */
export type ChangeFacts = Omit<
  Change,
  'what' | 'witness' | 'origin' | 'gains' | 'cause' | 'classes'
>

/** The senders in short: {@link Change.origin}. */
export function originText({ names }: Sender, sets: readonly string[]): string {
  const [only] = names
  if (names.length === 1) return only === '' ? 'no origin' : (only ?? '')
  const listed = names.filter((name) => name.includes('://'))
  if (listed.length === names.length) return `${names.length} origins${ofSets(sets)}`
  if (names.includes('*')) {
    return listed.length === 0 ? '*' : `* and ${count(listed.length, 'listed origin')}`
  }
  return `${names.length} kinds of origin`
}

/**
 * @param all All methods that the policies distinguish.
 */
export function sentenceOf(change: ChangeFacts, sender: Sender, all: readonly string[]): string {
  const side = change.direction === 'tighter' ? 0 : 1
  const parts = [
    claimOf(change, sender, sender.sets[side], all),
    change.tenant === null ? '' : `for the tenant \`${change.tenant}\``,
    duringText(change.during),
    change.condition ?? '',
  ]
  return parts.filter((part) => part !== '').join(', ')
}

function claimOf(
  change: ChangeFacts,
  sender: Sender,
  sets: readonly string[],
  all: readonly string[],
): string {
  const { aspect, direction, headers, websocket } = change
  const opens = direction === 'wider'
  const may = opens ? 'may' : 'may no longer'
  const who = senderText(sender, sets)
  const what = `${methodsText(change, all)} ${pathsText(change.paths)}`
  switch (aspect) {
    case 'read': {
      if (websocket === true) return `${who} ${may} open a WebSocket at ${pathsText(change.paths)}`
      const sending = headers.length === 0 ? '' : `, sending ${namesText(headers)}`
      return `${who} ${may} read ${what}${change.credentials ? ' with credentials' : ''}${sending}`
    }
    case 'credentials':
      return `${who} ${may} read ${what} with credentials`
    case 'reach':
      return `${requestsText(sender, sets)} ${opens ? 'now' : 'no longer'} reach the application: ${what}`
    case 'preflight':
      return headers.length === 0
        ? `a preflight of ${who} for ${what} is ${opens ? 'now' : 'no longer'} granted`
        : `${who} ${may} send ${namesText(headers)} with ${what}`
    case 'expose':
      return `script of ${who} ${opens ? 'sees' : 'no longer sees'} ${namesText(headers)} of ${what}`
    case 'timing':
      return `script of ${who} ${opens ? 'sees' : 'no longer sees'} how long ${what} took`
    case 'embed':
      return `pages of other sites may embed or load ${opens ? 'more' : 'less'} of ${what}`
    case 'authentication':
      return `a login is ${opens ? 'no longer' : 'now'} required for ${what}`
  }
}

/** More excepted origins are counted instead of named. */
const MOST_EXCEPTIONS = 2

/** Requests without Origin have no sender to name. */
function requestsText(sender: Sender, sets: readonly string[]): string {
  const names = sender.names.filter((name) => name !== '')
  const others = names.length === 0 ? [] : [`requests of ${senderText({ ...sender, names }, sets)}`]
  const own = names.length < sender.names.length ? ['requests without Origin'] : []
  return [...others, ...own].join(', and ')
}

function senderText({ names, except, noneListed }: Sender, sets: readonly string[]): string {
  const listed = names.filter((name) => name.includes('://'))
  const [first, second] = listed
  const parts: string[] = []
  const excepted =
    except.length > MOST_EXCEPTIONS
      ? `${except.length} other listed origins`
      : listText(except, 'and')
  const exception = except.length === 0 ? '' : ` (except ${excepted})`
  if (listed.length === 1) parts.push(`${first}${setText(sets)}${exception}`)
  else if (listed.length === 2) parts.push(`${first} and ${second}${setText(sets)}${exception}`)
  else if (listed.length > 2) parts.push(`${listed.length} origins${ofSets(sets)}${exception}`)
  if (names.includes('*')) {
    const isAny = noneListed && listed.length === 0
    parts.push(
      isAny ? 'any origin' : listed.length > 0 ? 'any other origin' : 'any unlisted origin',
    )
  }
  if (names.includes('null')) parts.push('`null`')
  if (names.includes('malformed') && parts.length === 0) parts.push('a malformed Origin')
  if (names.includes('several') && parts.length === 0) parts.push('several Origin headers')
  if (names.includes('')) parts.push('requests without Origin')
  return listText(parts, 'and')
}

function setText(sets: readonly string[]): string {
  const named = sets.filter((name) => !name.includes('://'))
  return named.length === 0
    ? ''
    : ` (${named.length === 1 ? 'set' : 'sets'} ${listText(named, 'and')})`
}

function ofSets(sets: readonly string[]): string {
  const named = sets.filter((name) => !name.includes('://'))
  return named.length === 0 || named.length > 3 ? '' : ` of ${listText(named, 'and')}`
}

/** GET includes HEAD. */
function methodsText({ methods }: ChangeFacts, all: readonly string[]): string {
  if (methods.includes('*') && all.every((method) => methods.includes(method)))
    return 'any method on'
  const named = methods.filter(
    (method) => method !== '*' && !(method === 'HEAD' && methods.includes('GET')),
  )
  const others = methods.includes('*')
  if (others && named.length === 0) return 'any other method on'
  return others ? `${named.join(', ')} and any other method on` : named.join(', ')
}

/** More paths are counted instead of named. */
const MOST_PATHS = 3

function pathsText(paths: readonly string[]): string {
  return paths.length > MOST_PATHS
    ? `${paths.slice(0, MOST_PATHS - 1).join(', ')} and ${paths.length - MOST_PATHS + 1} more paths`
    : paths.join(', ')
}

function namesText(names: readonly string[]): string {
  const named = names.filter((name) => name !== '*')
  if (named.length === names.length) return named.join(', ')
  if (names.join() === '*,authorization') return 'any header'
  return named.length === 0 ? 'any other header' : `${named.join(', ')} and any other header`
}

function duringText(during: Change['during']): string {
  if (during === null) return ''
  const start = during.from === null ? '' : `from ${formatInstant(during.from)}`
  const end = during.until === null ? '' : `until ${formatInstant(during.until)}`
  return [start, end].filter((part) => part !== '').join(' ')
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`
}
