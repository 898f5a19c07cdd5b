/**
 * The input of the formats of `verify`.
 *
 * @module
 */
import type { LayerFinding, Verification, VerifyReport } from '@marque/verify'
import type { Palette } from '../terminal/index.ts'

export interface VerifyFormatOptions {
  readonly palette: Palette
  /** Maximum line width. */
  readonly columns: number
  /** The policy as given on the command line. */
  readonly policy: string
  /** The resources of the policy, in its order. */
  readonly resources: readonly string[]
  /** The line of a resource in the policy, if known. */
  readonly lineOf: (resource: string) => number | undefined
  /** Layers of `--only-as-seen`. */
  readonly onlyAsSeen: ReadonlySet<string>
  readonly isInterrupted: boolean
}

/** Formats a run; the text ends with a newline. */
export type VerifyFormat = (verification: Verification, options: VerifyFormatOptions) => string

/** Whether a finding makes the command fail: an error that the baseline does not have. */
export function fails({ severity, inBaseline }: LayerFinding): boolean {
  return severity === 'error' && inBaseline !== true
}

/** Findings that fail first, then the others; each in the order of the report. */
export function byWeight(findings: readonly LayerFinding[]): readonly LayerFinding[] {
  const weight = (finding: LayerFinding): number =>
    (finding.inBaseline === true ? 10 : 0) + SEVERITIES.indexOf(finding.severity)
  return findings.toSorted((a, b) => weight(a) - weight(b))
}

const SEVERITIES: readonly string[] = ['error', 'warning', 'note']

/** The layer and the resource of a finding. */
export function placeOf({ layer, resource }: LayerFinding): string {
  return resource === null ? layer : `${layer}, resource ${resource}`
}

/** Requests to all layers, repeats included. */
export function sentIn({ layers }: VerifyReport): number {
  return layers.reduce((total, { sent }) => total + sent, 0)
}
