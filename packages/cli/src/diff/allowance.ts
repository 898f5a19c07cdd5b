/**
 * `--allow-wider`: intended widenings; `--fail-on`: the changes for which the command fails.
 *
 * @module
 */
import type { Bundle } from '@marque/core'
import { nearestFinder } from '@marque/policy'
import { type Change, type Difference, UNMATCHED } from '@marque/policy/diff'
import { CommandError, EXIT } from '../errors.ts'

/** A value of `--fail-on`. */
export type Failure = 'wider' | 'tighter' | 'any' | 'undecided'

/** Denotes requests without an Origin header, in place of an origin. */
export const NO_ORIGIN = 'no-origin'

/** One `--allow-wider RESOURCE[:ORIGIN]`. */
export interface Allowance {
  /** As given on the command line. */
  readonly text: string
  /** {@link UNMATCHED} for requests that match no resource. */
  readonly resource: string
  /** As in {@link Change.origins}; null for any. */
  readonly origin: string | null
}

/** The result of applying allowances to a difference. */
export interface AppliedAllowances {
  /** Widenings that are intended. */
  readonly changes: ReadonlySet<Change>
  /** Allowances that match no widening. */
  readonly unused: readonly Allowance[]
}

/**
 * Reads `RESOURCE`, `RESOURCE:ORIGIN`, `@unmatched`, `@unmatched:ORIGIN`.
 *
 * The origin is compared byte for byte with the origins of a change: a pattern, `*`, `null` and `no-origin` match only themselves.
 */
export function readAllowance(text: string): Allowance {
  const colon = text.indexOf(':')
  const name = colon === -1 ? text : text.slice(0, colon)
  const origin = colon === -1 ? null : text.slice(colon + 1)
  return {
    text,
    resource: name,
    origin: origin === NO_ORIGIN ? '' : origin,
  }
}

/** @throws {CommandError} Exit 64 if an allowance has an empty origin, or a resource that neither policy has. */
export function checkAllowances(allowances: readonly Allowance[], sides: readonly Bundle[]): void {
  const names = new Set(sides.flatMap(({ resources }) => resources.map(({ name }) => name)))
  for (const { text, resource } of allowances) {
    if (text.endsWith(':')) {
      throw new CommandError(
        EXIT.usage,
        `\`--allow-wider ${text}\` has an empty origin`,
        'RESOURCE accepts every widening of the resource, RESOURCE:ORIGIN only for one origin',
      )
    }
    if (resource === UNMATCHED || names.has(resource)) continue
    const near = nearestFinder()(resource, [...names, UNMATCHED])
    throw new CommandError(
      EXIT.usage,
      `\`--allow-wider ${text}\`: neither policy has a resource \`${resource}\``,
      near === undefined ? null : `did you mean \`${near}\`?`,
    )
  }
}

/** Finds the intended widenings: the resource is allowed as a whole, or all origins of the change are. */
export function applyAllowances(
  changes: readonly Change[],
  all: readonly Allowance[],
): AppliedAllowances {
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
 * Whether `--fail-on` makes the command fail. Undecided parts count as every kind of change, because only a complete comparison can
 * show that nothing is widened.
 */
export function failsOn(
  { changes, notes, undecided }: Difference,
  on: ReadonlySet<Failure>,
  allowed: ReadonlySet<Change>,
): boolean {
  if (on.size === 0) return false
  if (undecided.length > 0 || (on.has('any') && notes.length > 0)) return true
  return changes.some((change) => failsAs(change, on) && !allowed.has(change))
}

/** Whether `--fail-on` lists the kind of a change. */
export function failsAs({ direction }: Change, on: ReadonlySet<Failure>): boolean {
  return on.has('any') || on.has(direction)
}
