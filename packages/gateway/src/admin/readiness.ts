/**
 * Readiness of a layer.
 *
 * @module
 */
import type { PolicySource } from '@marque/sync'

export interface ReadinessState {
  readonly policy: Pick<PolicySource, 'engine'>
  /** Why the listening addresses do not serve; empty if they do. */
  readonly listening: readonly string[]
  readonly isShuttingDown: boolean
}

/** Why the layer should receive no traffic; empty if it is ready. */
export function readinessProblems({
  policy,
  listening,
  isShuttingDown,
}: ReadinessState): readonly string[] {
  return [
    ...(policy.engine === null ? ['no policy loaded yet'] : []),
    ...listening,
    ...(isShuttingDown ? ['shutting down'] : []),
  ]
}

export const NOT_LISTENING: readonly string[] = ['not listening yet']
