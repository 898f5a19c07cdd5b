/**
 * What is told to the process that compiles a policy, and what it tells.
 *
 * @module
 */
import type { Finding } from '@marque/policy'
import type { NamedBundle } from '@marque/sync'

export interface CompileTask {
  readonly bytes: Uint8Array
  /** The name that findings carry. */
  readonly file: string
  readonly environment: string
  /** Epoch milliseconds; for findings about dates. */
  readonly now: number
}

/** A bundle, or why there is none: `detail` holds the findings. */
export type CompileResult =
  | NamedBundle
  | { readonly message: string; readonly detail?: readonly Finding[] }
