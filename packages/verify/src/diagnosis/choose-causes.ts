/**
 * From differences to causes: one mistake, one cause.
 *
 * @module
 */
import { ruleOf } from '../catalogue/index.ts'
import type { Cause } from '../report/index.ts'
import { CAUSE_ROWS, type CauseRow, LAST_ROWS } from './causes/index.ts'
import type { Difference, LayerView } from './layer-view.ts'

export interface ChosenCause {
  readonly cause: Cause
  /** What the named cause explains, among which the smallest probe is looked for. Never empty. */
  readonly shown: readonly Difference[]
  /** All that the finding stands for. */
  readonly explained: readonly Difference[]
}

/** Findings of a layer at most, notes aside. */
const MOST_CAUSES = 3

/**
 * The first row that explains all differences of the layer names the cause, within the row the one that explains most. Where none explains all, each
 * remaining difference gets the first row that explains it.
 */
export function chooseCauses(view: LayerView): readonly ChosenCause[] {
  const chosen = view.own.length === 0 ? [] : causesOf(view)
  const note = harmlessNote(view, chosen)
  return note === null ? chosen : [...chosen, note]
}

function causesOf(view: LayerView): readonly ChosenCause[] {
  const rows = CAUSE_ROWS.map((row) => explainedBy(row, view))
  for (const row of rows) {
    const best = bestOf(row, view.own)
    if (best !== null && best.explained.length === view.own.length) return [best]
  }
  let remaining = view.own
  const found: ChosenCause[] = []
  for (const row of [...rows, ...LAST_ROWS.map((row) => explainedBy(row, view))]) {
    const best = bestOf(row, remaining)
    if (best === null) continue
    const explained = new Set(best.explained)
    remaining = remaining.filter((difference) => !explained.has(difference))
    const same = found.findIndex(({ cause }) => cause === best.cause)
    if (same < 0) found.push(best)
    else found[same] = joined(found[same] ?? best, best)
  }
  const notes = found.filter(({ cause }) => cause === 'harmless')
  const causes = found.filter(({ cause }) => cause !== 'harmless')
  return [...withRest(causes), ...notes]
}

function joined(one: ChosenCause, other: ChosenCause): ChosenCause {
  return {
    cause: one.cause,
    shown: [...one.shown, ...other.shown],
    explained: [...one.explained, ...other.explained],
  }
}

/** Errors before warnings, then in the order of the rows; the causes beyond the limit are counted in the last. */
function withRest(causes: readonly ChosenCause[]): readonly ChosenCause[] {
  const isError = ({ cause }: ChosenCause): boolean => ruleOf(cause).severity === 'error'
  const ordered = [...causes.filter(isError), ...causes.filter((each) => !isError(each))]
  const kept = new Set(ordered.slice(0, MOST_CAUSES))
  const rest = causes.filter((each) => !kept.has(each)).flatMap(({ explained }) => explained)
  const found = causes.filter((each) => kept.has(each))
  const last = found.at(-1)
  if (last === undefined || rest.length === 0) return found
  return [...found.slice(0, -1), { ...last, explained: [...last.explained, ...rest] }]
}

/** What each cause of a row explains. */
type ExplainedRow = readonly (readonly [cause: Cause, explained: ReadonlySet<Difference>])[]

function explainedBy(row: CauseRow, view: LayerView): ExplainedRow {
  return row.map(([cause, diagnosis]) => [cause, new Set(view.own.filter(diagnosis(view)))])
}

function bestOf(row: ExplainedRow, of: readonly Difference[]): ChosenCause | null {
  const counted = row.map(
    ([cause, explained]) => [cause, of.filter((each) => explained.has(each))] as const,
  )
  const [first, ...others] = counted
  if (first === undefined) return null
  const [cause, shown] = others.reduce(
    (best, each) => (each[1].length > best[1].length ? each : best),
    first,
  )
  if (shown.length === 0) return null
  const explained = of.filter((each) => row.some(([, own]) => own.has(each)))
  return { cause, shown, explained }
}

/** A note, unless a finding concerns requests of the same kind: it may have made that difference too. */
function harmlessNote(view: LayerView, chosen: readonly ChosenCause[]): ChosenCause | null {
  if (chosen.some(({ cause }) => cause === 'harmless')) return null
  const kinds = new Set(chosen.flatMap(({ explained }) => explained.map(kindOf)))
  const left = view.harmless.filter((difference) => !kinds.has(kindOf(difference)))
  return left.length === 0 ? null : { cause: 'harmless', shown: left, explained: left }
}

const OPTIONS: ReadonlySet<string> = new Set(['options', 'preflight'])

function kindOf({ observation }: Difference): 'options' | 'other' {
  return OPTIONS.has(observation.probe.kind) ? 'options' : 'other'
}
