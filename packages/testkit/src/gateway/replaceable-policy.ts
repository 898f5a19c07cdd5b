/**
 * A policy source that a test controls.
 *
 * @module
 */
import { type Engine, type Moment, prepare } from '@marque/core'
import type { PolicySource, SyncEvent } from '@marque/sync'
import { compilePolicy } from '../policies/index.ts'

export interface ReplaceablePolicySource extends PolicySource {
  /** Puts another policy in force. */
  replace(policy: string): void
  /** Adds to the moment of every later decision: an ended lease, a lockdown, revoked tokens. */
  setMoment(moment: Partial<Moment>): void
}

export function replaceablePolicy(policy: string): ReplaceablePolicySource {
  let engine: Engine = prepare(compilePolicy(policy))
  let overrides: Partial<Moment> = {}
  const listeners = new Set<(event: SyncEvent) => void>()
  const emit = (type: string): void => {
    for (const listener of listeners) listener({ type } as SyncEvent)
  }
  return {
    get engine() {
      return engine
    },
    held: null,
    moment: () => ({ now: Date.now(), ...overrides }),
    onEvent(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    close: async () => undefined,
    replace(text) {
      engine = prepare(compilePolicy(text))
      emit('swapped')
    },
    setMoment(moment) {
      overrides = moment
      emit('lease')
    },
  }
}
