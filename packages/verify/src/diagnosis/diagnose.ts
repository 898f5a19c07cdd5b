/**
 * Findings of a run: which layer makes which mistake.
 *
 * @module
 */
import type { Engine } from '@marque/core'
import type { Severity } from '@marque/policy'
import { ruleOf } from '../catalogue/index.ts'
import { type Expectations, linesOf, type Observation } from '../comparison/index.ts'
import type { AskedLayer } from '../prober/index.ts'
import { CAUSES, type Cause, type LayerFinding } from '../report/index.ts'
import { shownHeaders } from './answer-headers.ts'
import { type Attributed, attribute, differenceKey } from './attribution.ts'
import { type ChosenCause, chooseCauses } from './choose-causes.ts'
import { decisionOf } from './evidence.ts'
import type { Difference, LayerView } from './layer-view.ts'
import { messageFor } from './messages.ts'
import { smallestProbe } from './smallest-probe.ts'
import { tellingDifferences } from './telling-differences.ts'

/** A layer after it was asked and judged. */
export interface JudgedLayer {
  readonly asked: AskedLayer
  readonly observations: readonly Observation[]
}

export interface DiagnosisOptions {
  readonly expectations: Expectations
  /** Older policies, the newest first. */
  readonly older: readonly Engine[]
  /** The command that repeats a probe at a layer. */
  readonly curl: (observation: Observation, asked: AskedLayer) => string
}

export interface Diagnosed {
  /** The layers from the innermost, and the causes in their order. */
  readonly findings: readonly LayerFinding[]
  /** Ids of the probes of each layer, in the order of the input, whose answer differs in more than what is harmless. */
  readonly drifted: readonly ReadonlySet<number>[]
}

/** @param layers The outermost first. */
export function diagnose(layers: readonly JudgedLayer[], options: DiagnosisOptions): Diagnosed {
  const attributed = attribute(layers.map(({ observations }) => observations))
  const findings: LayerFinding[] = []
  const drifted: ReadonlySet<number>[] = layers.map(() => new Set())
  for (let at = layers.length - 1; at >= 0; at--) {
    const layer = layers[at]
    const own = attributed[at]
    if (layer === undefined || own === undefined) continue
    const chosen = chooseCauses(viewOf(layer, own, options))
    drifted[at] = driftedProbes(layer, chosen)
    const found = [
      ...stateFindings(layer, options),
      ...chosen.map((cause) =>
        findingOf(cause, layer, options, outer(cause, at, layers, attributed)),
      ),
    ]
    findings.push(...found.sort((a, b) => CAUSES.indexOf(a.cause) - CAUSES.indexOf(b.cause)))
  }
  return { findings, drifted }
}

function viewOf(
  { observations }: JudgedLayer,
  { own, harmless, inner }: Attributed,
  { expectations, older }: DiagnosisOptions,
): LayerView {
  return { observations, own, harmless, inner, expectations, older }
}

/** Outer layers that pass on some of the differences. */
function outer(
  { explained }: ChosenCause,
  at: number,
  layers: readonly JudgedLayer[],
  attributed: readonly Attributed[],
): readonly string[] {
  const keys = new Set(explained.map(differenceKey))
  return layers.slice(0, at).flatMap(({ asked }, index) => {
    const passed = attributed[index]?.passedOn.get(at) ?? new Set()
    return [...passed].some((key) => keys.has(key)) ? [asked.layer.name] : []
  })
}

function driftedProbes(
  { observations }: JudgedLayer,
  chosen: readonly ChosenCause[],
): ReadonlySet<number> {
  const drifted = new Set<number>()
  const notes = new Set(
    chosen.flatMap(({ cause, explained }) =>
      cause === 'harmless' ? explained.map(({ observation }) => observation) : [],
    ),
  )
  for (const observation of observations) {
    if (observation.differs.length === 0 || observation.isHarmless) continue
    if (!notes.has(observation)) drifted.add(observation.probe.id)
  }
  return drifted
}

/** What the state of the layer says, whatever it answered. */
function stateFindings(
  { asked, observations }: JudgedLayer,
  options: DiagnosisOptions,
): readonly LayerFinding[] {
  if (asked.state !== 'unreachable' && asked.state !== 'unsteady') return []
  const failed = observations.filter(({ answer }) => answer === null)
  const [shown = observations[0]] = failed
  if (shown === undefined) return []
  const chosen: ChosenCause = {
    cause: asked.state,
    shown: [{ observation: shown, facet: 'status' }],
    explained: failed.map((observation) => ({ observation, facet: 'status' })),
  }
  return [findingOf(chosen, { asked, observations }, options, [])]
}

function findingOf(
  { cause, shown, explained }: ChosenCause,
  { asked }: JudgedLayer,
  { expectations, curl }: DiagnosisOptions,
  alsoSeenAt: readonly string[],
): LayerFinding {
  const rule = ruleOf(cause)
  const telling = tellingDifferences(cause, shown)
  const smallest = smallestProbe(telling.map(({ observation }) => observation))
  const difference = telling.find(({ observation }) => observation === smallest)
  if (smallest === null || difference === undefined) throw new TypeError('a cause explains nothing')
  const isState = cause === 'unreachable' || cause === 'unsteady'
  return {
    code: rule.code,
    severity: severityOf(cause, rule.severity, explained),
    message: messageFor(cause, asked.layer.name, difference),
    why: rule.why,
    help: rule.help,
    path: isState ? '' : pathOf(explained, expectations),
    file: null,
    line: null,
    column: null,
    layer: asked.layer.name,
    cause,
    resource: isState ? null : smallest.probe.resource,
    alsoSeenAt,
    curl: curl(smallest, asked),
    expected: isState ? null : decisionOf(smallest),
    seen: new Set(explained.map(({ observation }) => observation.probe.id)).size,
    got: {
      status: smallest.answer?.status ?? null,
      headers: shownHeaders(smallest.answer?.headers ?? []),
    },
  }
}

/** No cache stores an answer that is `no-store`. */
function severityOf(cause: Cause, severity: Severity, explained: readonly Difference[]): Severity {
  if (cause !== 'vary-missing' && cause !== 'vary-lost') return severity
  const isStored = explained.some(
    ({ observation: { answer } }) =>
      answer !== null && !linesOf(answer, 'cache-control').some((line) => /no-store/i.test(line)),
  )
  return isStored ? severity : 'warning'
}

/** The resource in the bundle, where only one is concerned. */
function pathOf(explained: readonly Difference[], { engine }: Expectations): string {
  const names = new Set(explained.map(({ observation }) => observation.probe.resource))
  const [only] = names
  if (names.size !== 1 || only === null || only === undefined) return ''
  const index = engine.bundle.resources.findIndex(({ name }) => name === only)
  return index < 0 ? '' : `/resources/${index}`
}
