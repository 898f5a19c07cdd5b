/**
 * The options of `marque verify` as commander reads them.
 *
 * @module
 */
import type { JudgementFlags } from '../command-line.ts'

export interface VerifyFlags extends JudgementFlags {
  /** `NAME=URL[,target=…][,http=2]`, the outermost first. */
  readonly layer?: readonly string[]
  readonly onlyAsSeen?: readonly string[]
  readonly alsoKnown?: readonly string[]
  readonly path?: readonly string[]
  readonly context?: string
  readonly seed?: number
  readonly maxProbes: number
  /** Requests a second. */
  readonly rate?: number
  readonly concurrency: number
  readonly mutating?: true
  readonly header?: readonly string[]
  readonly headerFile?: string
  readonly caFile?: string
  readonly certFile?: string
  readonly keyFile?: string
  readonly replicas: number
  readonly throughCache?: true
  /** Names of browsers, each once. */
  readonly browser?: readonly string[]
  readonly baseline?: string
  /** Milliseconds. */
  readonly every?: number
  readonly metrics?: string
  readonly webhook?: string
  readonly webhookKeyFile?: string
  readonly format: string
  readonly out?: string
}
