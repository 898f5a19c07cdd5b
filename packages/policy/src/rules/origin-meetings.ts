/**
 * Which lists of a document have an origin in common: worked out once for all of them.
 *
 * Each text is looked at once, whatever the number of lists that hold it, and lists that share many texts in the same company are
 * joined once.
 *
 * @module
 */
import type { ModelOrigin } from '../read/index.ts'
import { findMeeting, indexPatterns } from './origin-index.ts'

/** A list with what it belongs to and its end. */
export interface MeetingList<Owner> {
  readonly owner: Owner
  readonly all: readonly ModelOrigin[]
  /** Epoch milliseconds; infinite where there is none. */
  readonly until: number
}

/** An origin that two lists both hold, and the instant from which one of the two no longer does. */
export interface Meeting {
  readonly origin: string
  readonly until: number
}

/** For each owner the others that it meets, at the origin that lasts longest. */
export type Meetings<Owner> = ReadonlyMap<Owner, ReadonlyMap<Owner, Meeting>>

/**
 * Finds who meets whom.
 *
 * @param mostWork Bound on the pairs of lists that are joined.
 * @returns Undefined where the bound was met: nothing can be said then.
 */
export function findMeetings<Owner>(
  lists: readonly MeetingList<Owner>[],
  mostWork: number,
): Meetings<Owner> | undefined {
  const holders = holdersOf(lists)
  const patterns = indexPatterns(
    [...holders.values()].flatMap(({ origin }) => (origin.pattern === null ? [] : [origin])),
  )
  const meetings = new Map<Owner, Map<Owner, Meeting>>()
  const joined = new Set<string>()
  let left = mostWork
  const join = (a: readonly number[], b: readonly number[], origin: string): void => {
    const company = a === b ? a.join() : `${a.join()} ${b.join()}`
    if (joined.has(company)) return
    joined.add(company)
    left -= a.length * b.length
    if (left >= 0) joinAll(lists, meetings, a, b, origin)
  }
  for (const { origin, ids } of holders.values()) {
    if (ids.length > 1) join(ids, ids, origin.text)
    for (const above of findMeeting(patterns, origin)) {
      left--
      const others = holders.get(above.text)?.ids
      if (others !== undefined && others !== ids) join(ids, others, origin.text)
      if (left < 0) return undefined
    }
    if (left < 0) return undefined
  }
  return meetings
}

interface Held {
  readonly origin: ModelOrigin
  /** Indexes of lists, ascending. */
  readonly ids: number[]
}

function holdersOf<Owner>(lists: readonly MeetingList<Owner>[]): ReadonlyMap<string, Held> {
  const holders = new Map<string, Held>()
  for (const [id, { all }] of lists.entries()) {
    for (const origin of all) {
      const held = holders.get(origin.text)
      if (held === undefined) holders.set(origin.text, { origin, ids: [id] })
      else if (held.ids.at(-1) !== id) held.ids.push(id)
    }
  }
  return holders
}

function joinAll<Owner>(
  lists: readonly MeetingList<Owner>[],
  meetings: Map<Owner, Map<Owner, Meeting>>,
  a: readonly number[],
  b: readonly number[],
  origin: string,
): void {
  for (const idA of a) {
    const one = lists[idA]
    if (one === undefined) continue
    for (const idB of b) {
      const other = lists[idB]
      if (other === undefined || other.owner === one.owner) continue
      const meeting = { origin, until: Math.min(one.until, other.until) }
      note(meetings, one.owner, other.owner, meeting)
      note(meetings, other.owner, one.owner, meeting)
    }
  }
}

function note<Owner>(
  meetings: Map<Owner, Map<Owner, Meeting>>,
  a: Owner,
  b: Owner,
  meeting: Meeting,
): void {
  const row = meetings.get(a)
  const before = row?.get(b)
  if (before !== undefined && before.until >= meeting.until) return
  if (row === undefined) meetings.set(a, new Map([[b, meeting]]))
  else row.set(b, meeting)
}
