/**
 * Messages between the primary process and its workers.
 *
 * @module
 */
import type { MetricObject } from 'prom-client'
import type { Settings } from '../config/index.ts'

export type ToWorker =
  /** The settings as the primary process read them: a file that has changed since cannot make processes differ. */
  | { readonly type: 'start'; readonly settings: Settings; readonly isWriter: boolean }
  | { readonly type: 'reload' }
  | { readonly type: 'stop' }
  | { readonly type: 'read-metrics'; readonly request: number }

export type FromWorker =
  /** The worker receives messages. */
  | { readonly type: 'online' }
  /** The worker serves requests; repeated when a policy has been loaded. */
  | { readonly type: 'ready'; readonly hasPolicy: boolean }
  /** The worker cannot start, and exits. */
  | { readonly type: 'failed'; readonly failure: StartFailure }
  | { readonly type: 'not-persisted'; readonly message: string }
  | {
      readonly type: 'metrics'
      readonly request: number
      readonly metrics: readonly MetricObject[]
    }

/** An error in a form that can be sent to another process. */
export interface StartFailure {
  readonly message: string
  /** Whether a setting is invalid. */
  readonly isSetting: boolean
  /** System error fields, such as those of an address in use. */
  readonly system: { readonly code?: unknown; readonly address?: unknown; readonly port?: unknown }
}

export function toStartFailure(error: unknown): StartFailure {
  const { code, address, port } = error as StartFailure['system']
  return {
    message: error instanceof Error ? error.message : String(error),
    isSetting: error instanceof TypeError,
    system: { code, address, port },
  }
}

export function fromStartFailure({ message, isSetting, system }: StartFailure): Error {
  return isSetting ? new TypeError(message) : Object.assign(new Error(message), system)
}
