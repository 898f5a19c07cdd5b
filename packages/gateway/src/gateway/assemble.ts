/**
 * The optional parts of a gateway, created from its settings.
 *
 * @module
 */
import type { Clock, PolicySource } from '@marque/sync'
import { createAuthenticator } from '../auth/index.ts'
import type { Settings } from '../config/index.ts'
import { reservedAnswers } from '../explain/index.ts'
import { type LineSink, type Metrics, openObservability } from '../observability/index.ts'
import { openRateLimiter } from '../rate-limit/index.ts'
import { type StatementWriter, statementWriter } from '../relay/index.ts'
import type { GatewayDeps } from './start-gateway.ts'

export interface Assembly {
  readonly deps: GatewayDeps
  /** Null without an admin address, since nothing could read them. */
  readonly metrics: Metrics | null
  close(): Promise<void>
}

const CLOCK: Clock = { wall: () => Date.now(), monotonic: () => performance.now() }

/**
 * Creates what the settings configure, and loads nothing else.
 *
 * @param log Receives log lines; closed with the rest. Null: nothing is logged, whatever the settings.
 * @param openStreams Number of open streams, for the metrics.
 * @throws {TypeError} A setting is invalid, or a key file cannot be read.
 */
export async function assemble(
  settings: Settings,
  policy: PolicySource,
  log: LineSink | null,
  openStreams: () => number,
): Promise<Assembly> {
  const { observer, metrics, sampleTrace, close } = await openObservability({
    settings,
    policy,
    log,
    layer: 'gateway',
    openStreams,
    env: process.env,
  })
  const writeStatement = settings.statement === null ? null : statementWriter(settings.statement)
  const authenticate = await createAuthenticator({ settings, clock: CLOCK })
  const limits = await openRateLimiter(settings, CLOCK, (isReachable) => {
    observer.storeChanged?.(isReachable)
    log?.write(storeLine(isReachable), () => undefined)
  })
  return {
    deps: {
      observer,
      sampleTrace,
      rateLimiter: limits?.limiter ?? null,
      authenticate,
      answerReserved: reservedAnswers(observer),
      writeStatement:
        writeStatement === null || metrics === null
          ? writeStatement
          : countStatements(writeStatement, metrics),
    },
    metrics,
    async close() {
      await limits?.close()
      await close()
    },
  }
}

function countStatements(
  writeStatement: StatementWriter,
  { statementWritten }: Metrics,
): StatementWriter {
  return (exchange, upstream) => {
    const statement = writeStatement(exchange, upstream)
    if (statement !== undefined) statementWritten()
    return statement
  }
}

/** Logged whatever the log settings: without the store, limits apply per process. */
function storeLine(isReachable: boolean): string {
  const time = new Date().toISOString()
  return JSON.stringify({ event: 'store', time, state: isReachable ? 'back' : 'gone' })
}
