/**
 * A comparison as JSON or NDJSON. Nothing is shortened; names are stable.
 *
 * @module
 */
import { formatInstant } from '@marque/core/instant'
import type { Cause, Change, Note, Undecided } from '@marque/policy/diff'
import { decideRequest } from '../replay/index.ts'
import { changesOf, type DiffReport } from './report.ts'

/** Version of the format; incremented when a key changes or is removed. */
const PLAN_VERSION = 2

/** Formats one JSON document. */
export function formatJson(report: DiffReport): string {
  const { changes, causes, notes, unchanged, undecided } = report.difference
  return `${JSON.stringify({
    ...head(report),
    causes: causes.map((cause) => causeFields(cause, changes)),
    changes: changes.map((change) => changeFields(change, report)),
    notes: notes.map(noteFields),
    unchanged,
    undecided: undecided.map(undecidedFields),
  })}\n`
}

/** Formats one line for the comparison, then one per cause, change, note and undecided part, distinguished by `type`. */
export function formatNdjson(report: DiffReport): string {
  const { changes, causes, notes, undecided } = report.difference
  return [
    { type: 'difference', ...head(report) },
    ...causes.map((cause) => ({ type: 'cause', ...causeFields(cause, changes) })),
    ...changes.map((change) => ({ type: 'change', ...changeFields(change, report) })),
    ...notes.map((note) => ({ type: 'note', ...noteFields(note) })),
    ...undecided.map((part) => ({ type: 'undecided', ...undecidedFields(part) })),
  ]
    .map((line) => `${JSON.stringify(line)}\n`)
    .join('')
}

function head({ old, new: next, difference }: DiffReport): object {
  return {
    planVersion: PLAN_VERSION,
    old,
    new: next,
    verdict: difference.verdict,
    counts: {
      wider: changesOf(difference, 'wider').length,
      tighter: changesOf(difference, 'tighter').length,
      notes: difference.notes.length,
      undecided: difference.undecided.length,
      unchanged: difference.unchanged.length,
    },
  }
}

/** The changes of a cause are named by their indexes in `changes`. */
function causeFields(
  { edits, what, effect, follows, changes }: Cause,
  all: readonly Change[],
): object {
  return { edits, what, effect, follows, changes: changes.map((change) => all.indexOf(change)) }
}

function noteFields({ edit, resource, what }: Note): object {
  return { edit, resource, what }
}

function changeFields(change: Change, { allowed, failing }: DiffReport): object {
  const { direction, aspect, resource, sensitivity, origin, origins, paths, methods } = change
  const { headers, tenant, credentials, during, condition, what, cause, gains, classes, witness } =
    change
  return {
    direction,
    aspect,
    resource,
    sensitivity,
    what,
    cause,
    gains,
    origin,
    origins,
    paths,
    methods,
    headers,
    tenant,
    credentials,
    websocket: change.websocket === true,
    during: during && { from: timeOf(during.from), until: timeOf(during.until) },
    condition,
    classes,
    allowed: allowed.has(change),
    failing: failing.has(change),
    witness: {
      question: decideRequest(witness.in),
      before: witness.before,
      after: witness.after,
    },
  }
}

function undecidedFields({ resource, why }: Undecided): object {
  return { resource, why }
}

function timeOf(time: number | null): string | null {
  return time === null ? null : formatInstant(time)
}
