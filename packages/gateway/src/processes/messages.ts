/**
 * What the first process and its workers tell each other.
 *
 * @module
 */
import type { MetricObject } from 'prom-client'
import type { Settings } from '../settings/settings.ts'

export type ToWorker =
  /** The settings as the first process read them: a file that changed since then cannot make processes differ. */
  | { readonly type: 'start'; readonly settings: Settings; readonly isWriter: boolean }
  | { readonly type: 'reload' }
  | { readonly type: 'stop' }
  | { readonly type: 'measure'; readonly question: number }

export type FromWorker =
  /** It listens to what it is told. */
  | { readonly type: 'here' }
  /** It serves; told again when it holds another policy. */
  | { readonly type: 'ready'; readonly holdsPolicy: boolean }
  /** It cannot start, and ends. */
  | { readonly type: 'failed'; readonly failure: StartFailure }
  | { readonly type: 'not-persisted'; readonly message: string }
  | {
      readonly type: 'measured'
      readonly question: number
      readonly metrics: readonly MetricObject[]
    }

/** An error as far as it can be told to another process. */
export interface StartFailure {
  readonly message: string
  /** Whether a setting is wrong. */
  readonly isSetting: boolean
  /** What the system says of an address that cannot be listened on, and the like. */
  readonly system: { readonly code?: unknown; readonly address?: unknown; readonly port?: unknown }
}

export function failureOf(error: unknown): StartFailure {
  const { code, address, port } = error as StartFailure['system']
  return {
    message: error instanceof Error ? error.message : String(error),
    isSetting: error instanceof TypeError,
    system: { code, address, port },
  }
}

export function errorOf({ message, isSetting, system }: StartFailure): Error {
  return isSetting ? new TypeError(message) : Object.assign(new Error(message), system)
}
