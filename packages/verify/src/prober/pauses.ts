/**
 * Pauses that a layer asks for, and the rate that it can be asked at without another.
 *
 * @module
 */
import type { LayerHealth } from './layer-health.ts'
import type { Pacer } from './pacer.ts'

export interface Pauses {
  /** An answer other than 429 with `Retry-After`. */
  answered(): void
  /**
   * An answer 429 with `Retry-After`.
   *
   * @param milliseconds What it asks for.
   * @param pausesBefore The pauses when its request started.
   * @returns Whether the layer is asked again.
   */
  refused(milliseconds: number, pausesBefore: number): boolean
}

/**
 * The first pause is taken as it is. From the second on, the layer is asked no faster than it answered since the pause before, that one
 * included: a layer that limits its clients to a rate would otherwise ask for pauses until it counts as unsteady.
 */
export function createPauses(health: LayerHealth, pacer: Pacer): Pauses {
  let answers = 0
  let since = performance.now()
  return {
    answered() {
      answers += 1
    },
    refused(milliseconds, pausesBefore) {
      const before = health.pauses
      if (!health.askedToPause(milliseconds, pausesBefore)) return false
      pacer.pause(milliseconds)
      if (health.pauses === before) return true
      const resumed = performance.now() + milliseconds
      if (before > 0 && answers > 0) pacer.limit((answers * 1000) / (resumed - since))
      answers = 0
      since = resumed
      return true
    },
  }
}
