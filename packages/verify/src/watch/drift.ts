/**
 * Which findings begin and end between runs.
 *
 * @module
 */
import type { LayerFinding, VerifyReport } from '../report/index.ts'

/** Two findings with the same key are the same mistake: layer, cause and resource, as `--baseline` compares them. */
function findingKey({
  layer,
  cause,
  resource,
}: Pick<LayerFinding, 'layer' | 'cause' | 'resource'>): string {
  return JSON.stringify([layer, cause, resource])
}

export interface DriftEvent {
  readonly type: 'verify.drift.began' | 'verify.drift.ended'
  /** RFC 3339: the start of the run that noticed it. */
  readonly timestamp: string
  readonly data: {
    /** For an end: as the last run with it reported it. */
    readonly finding: LayerFinding
    /** RFC 3339: the start of the first run with it. */
    readonly since: string
  }
}

export interface DriftTracker {
  /**
   * Compares a run with those before it.
   *
   * A finding ends when a run asked its layer in full and does not report it: of a layer that was unreachable or only partly asked,
   * nothing is known.
   *
   * @returns What begins, in the order of the report, then what ends. Notes and what the baseline has are no drift.
   */
  update(report: VerifyReport): readonly DriftEvent[]
  /** The drift that has begun and not ended, in the order in which it began. */
  readonly open: readonly LayerFinding[]
}

export function createDriftTracker(): DriftTracker {
  const open = new Map<string, { readonly finding: LayerFinding; readonly since: string }>()
  return {
    get open() {
      return [...open.values()].map(({ finding }) => finding)
    },
    update(report) {
      const began: DriftEvent[] = []
      const ended: DriftEvent[] = []
      const { startedAt: timestamp } = report
      const drift = report.findings.filter(isDrift)
      const now = new Map(drift.map((finding) => [findingKey(finding), finding]))
      for (const [key, finding] of now) {
        const before = open.get(key)
        const since = before?.since ?? timestamp
        open.set(key, { finding, since })
        if (before === undefined) {
          began.push({ type: 'verify.drift.began', timestamp, data: { finding, since } })
        }
      }
      const unknown = layersWithoutResult(report)
      for (const [key, { finding, since }] of open) {
        if (now.has(key) || unknown.has(finding.layer)) continue
        open.delete(key)
        ended.push({ type: 'verify.drift.ended', timestamp, data: { finding, since } })
      }
      return [...began, ...ended]
    },
  }
}

function isDrift({ severity, inBaseline }: LayerFinding): boolean {
  return severity !== 'note' && inBaseline !== true
}

/** Layers of which a run cannot say that a mistake is gone. */
function layersWithoutResult({ complete, layers, findings }: VerifyReport): ReadonlySet<string> {
  const unreachable = findings.filter(({ cause }) => cause === 'unreachable')
  // Incomplete without an unreachable layer: interrupted, which leaves no layer asked in full.
  if (!complete && unreachable.length === 0) return new Set(layers.map(({ name }) => name))
  const unsteady = findings.filter(({ cause }) => cause === 'unsteady')
  return new Set([...unreachable, ...unsteady].map(({ layer }) => layer))
}
