/**
 * `--allow-wider`: the openings that a change is meant to make, and `--fail-on`: what makes the command fail.
 *
 * @module
 */
import type { Bundle } from '@marque/core'
import { nearestFinder } from '@marque/policy'
import type { Change, Difference } from '@marque/policy/diff'
import { CommandError, EXIT } from '../errors/index.ts'
import type { Failure } from './arguments.ts'

/** What stands for the requests that no resource matches, where a resource's name is wanted; no resource can be named so. */
export const UNMATCHED = '@unmatched'

/** What stands for requests without Origin, where an origin is wanted. */
export const NO_ORIGIN = 'no-origin'

/** One `--allow-wider RESOURCE[:ORIGIN]`. */
export interface Allowance {
  /** As written. */
  readonly text: string
  /** Null for the requests that no resource matches. */
  readonly resource: string | null
  /** As in {@link Change.origins}; null for whoever it is. */
  readonly origin: string | null
}

/** What the allowances do to a difference. */
export interface Allowed {
  /** The openings that are meant. */
  readonly changes: ReadonlySet<Change>
  /** Allowances without an opening. */
  readonly unused: readonly Allowance[]
}

/**
 * Reads `RESOURCE`, `RESOURCE:ORIGIN`, `@unmatched`, `@unmatched:ORIGIN`.
 *
 * The origin is compared byte for byte with those of a change: a pattern, `*`, `null` and `no-origin` stand for themselves and
 * cover nothing else.
 */
export function readAllowance(text: string): Allowance {
  const colon = text.indexOf(':')
  const name = colon === -1 ? text : text.slice(0, colon)
  const origin = colon === -1 ? null : text.slice(colon + 1)
  return {
    text,
    resource: name === UNMATCHED ? null : name,
    origin: origin === NO_ORIGIN ? '' : origin,
  }
}

/** @throws {CommandError} Exit 64 where an allowance names a resource of neither side, or an empty origin. */
export function checkAllowances(allowances: readonly Allowance[], sides: readonly Bundle[]): void {
  const names = new Set(sides.flatMap(({ resources }) => resources.map(({ name }) => name)))
  for (const { text, resource } of allowances) {
    if (text.endsWith(':')) {
      throw new CommandError(
        EXIT.usage,
        `\`--allow-wider ${text}\` names no origin after its \`:\``,
        'RESOURCE allows what opens to anybody, RESOURCE:ORIGIN what opens to one origin',
      )
    }
    if (resource === null || names.has(resource)) continue
    const near = nearestFinder()(resource, [...names, UNMATCHED])
    throw new CommandError(
      EXIT.usage,
      `\`--allow-wider ${text}\`: neither side has a resource \`${resource}\``,
      near === undefined ? null : `did you mean \`${near}\`?`,
    )
  }
}

/** Finds the openings that are meant: those of a resource that is allowed, where all their origins are. */
export function applyAllowances(changes: readonly Change[], all: readonly Allowance[]): Allowed {
  const allowed = new Set<Change>()
  const used = new Set<Allowance>()
  for (const change of changes) {
    if (change.direction !== 'wider') continue
    const here = all.filter(({ resource }) => resource === change.resource)
    const whole = here.filter(({ origin }) => origin === null)
    const single = here.filter(({ origin }) => origin !== null && change.origins.includes(origin))
    const named = new Set(single.map(({ origin }) => origin))
    const isCovered =
      whole.length > 0 ||
      (change.origins.length > 0 && change.origins.every((origin) => named.has(origin)))
    if (!isCovered) continue
    allowed.add(change)
    for (const allowance of [...whole, ...single]) used.add(allowance)
  }
  return { changes: allowed, unused: all.filter((allowance) => !used.has(allowance)) }
}

/**
 * Whether `--fail-on` makes the command fail. What is undecided may be anything, so it counts as each of them: only a finished
 * comparison can say that nothing opens.
 */
export function failsOn(
  { changes, undecided }: Difference,
  on: ReadonlySet<Failure>,
  allowed: ReadonlySet<Change>,
): boolean {
  if (on.size === 0) return false
  if (undecided.length > 0) return true
  return changes.some((change) => failsAs(change, on) && !allowed.has(change))
}

/** Whether a change is of a kind that `--fail-on` names. */
export function failsAs({ direction }: Change, on: ReadonlySet<Failure>): boolean {
  return on.has('any') || (direction !== 'equal' && on.has(direction))
}
