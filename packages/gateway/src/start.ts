/**
 * What starts a layer, loaded when it is started: whoever imports this package pays for the layer that it runs, and a policy can be read meanwhile.
 *
 * @module
 */
import type * as service from './decision-service/service.ts'
import type * as gateway from './serve/gateway.ts'

/**
 * Starts a gateway.
 *
 * @param policy Held by the caller, who closes it.
 * @param parts What is left out is not there.
 * @throws {TypeError} A setting makes no sense.
 * @throws An address is taken, or a file cannot be read: nothing is listened on then.
 */
export async function startGateway(
  ...[settings, policy, parts]: Parameters<typeof gateway.startGateway>
): Promise<gateway.Gateway> {
  const { startGateway: start } = await import('./serve/gateway.ts')
  return start(settings, policy, parts)
}

/**
 * Starts a decision service.
 *
 * @param log Where the lines of the decision log go; taken over, and closed with the service. Null: nothing is logged.
 * @throws {SyncError} The policy is missing or bad: nothing is listened on.
 * @throws {TypeError} A key is needed and not there, or too short; a setting makes no sense.
 */
export async function runDecisionService(
  ...[settings, onEvent, log]: Parameters<typeof service.runDecisionService>
): Promise<service.RunningDecisionService> {
  const { runDecisionService: run } = await import('./decision-service/service.ts')
  return run(settings, onEvent, log)
}
