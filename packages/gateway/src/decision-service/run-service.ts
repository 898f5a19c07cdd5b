/**
 * Start of a decision service.
 *
 * @module
 */
import type { SyncEvent } from '@marque/sync'
import type { DecisionServiceSettings } from '../config/index.ts'
import type { LineSink } from '../observability/index.ts'
import type { RunningDecisionService } from './start-service.ts'

export type { RunningDecisionService }

/**
 * Starts a decision service.
 *
 * @param log Receives the lines of the decision log; taken over, and closed with the service. Null: nothing is logged.
 * @throws {SyncError} The policy is missing or invalid: no address is listened on.
 * @throws {TypeError} A required key is missing or too short, or a setting is invalid.
 */
export async function runDecisionService(
  settings: DecisionServiceSettings,
  onEvent: (event: SyncEvent) => void = () => undefined,
  log: LineSink | null = null,
): Promise<RunningDecisionService> {
  const { startService } = await import('./start-service.ts')
  return startService(settings, onEvent, log)
}
