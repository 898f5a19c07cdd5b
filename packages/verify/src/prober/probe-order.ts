/**
 * Which probes are sent one after the other, and which at the same time.
 *
 * @module
 */
import type { Probe } from '../probes/index.ts'

/** How many of the most telling probes are repeated with `--replicas`. */
export const REPEATED = 20

/** How often each of them is sent, for each replica: with any fewer, a replica that is asked at random is missed too often. */
export const REPEATS_PER_REPLICA = 3

export interface ProbeOrder {
  /** The first probes that a resource answers: each is repeated before anything else is sent. */
  readonly repeated: readonly Probe[]
  /** Units that may be sent at the same time; the probes of one are sent in their order. */
  readonly units: readonly (readonly Probe[])[]
}

/**
 * A sequence is one unit, and so is a probe with the conditional ones that need its ETag.
 *
 * @param replicas 1 for no repeats.
 */
export function probeOrder(probes: readonly Probe[], replicas: number): ProbeOrder {
  const repeated =
    replicas <= 1
      ? []
      : probes
          .filter(
            ({ resource, sequence, conditionalOn }) =>
              resource !== null && sequence === null && conditionalOn === null,
          )
          .slice(0, REPEATED)
  const units = new Map<string, Probe[]>()
  const keys = new Map<number, string>()
  const add = (probe: Probe, key: string): void => {
    keys.set(probe.id, key)
    const unit = units.get(key)
    if (unit === undefined) units.set(key, [probe])
    else unit.push(probe)
  }
  for (const probe of probes) {
    if (probe.conditionalOn === null) {
      add(probe, probe.sequence === null ? `${probe.id}` : `s${probe.sequence}`)
    }
  }
  for (const probe of probes) {
    if (probe.conditionalOn !== null) add(probe, keys.get(probe.conditionalOn) ?? `${probe.id}`)
  }
  return { repeated, units: [...units.values()] }
}
