/**
 * The program of a worker: one gateway, controlled by the primary process.
 *
 * If the primary process dies, `node:cluster` ends this process, since it would receive no more signals.
 *
 * @module
 */
import { type RunningGateway, runGateway } from '../gateway/index.ts'
import { standardOutput } from '../observability/index.ts'
import { type FromWorker, type ToWorker, toStartFailure } from './worker-messages.ts'

let gateway: RunningGateway | null = null
let starting: Promise<void> | null = null

// Terminals and service managers send signals to all processes; the primary process translates them into messages.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => undefined)

process.on('message', (message: ToWorker) => void handle(message))
send({ type: 'online' })

async function handle(message: ToWorker): Promise<void> {
  switch (message.type) {
    case 'start':
      starting = start(message)
      break
    case 'reload':
      await gateway?.reload()
      break
    case 'stop':
      // The worker may have accepted a request before it reported to be ready.
      await starting
      await gateway?.close()
      process.exit(0)
      break
    case 'read-metrics':
      send({
        type: 'metrics',
        request: message.request,
        metrics: (await gateway?.metrics?.values()) ?? [],
      })
  }
}

async function start({
  settings,
  isWriter,
}: Extract<ToWorker, { readonly type: 'start' }>): Promise<void> {
  try {
    gateway = await runGateway(settings, {
      isWriter,
      servesAdmin: false,
      log: standardOutput(true),
      onEvent(event) {
        if (event.type === 'not-persisted') send({ type: event.type, message: event.message })
        else if (event.type === 'swapped' && gateway !== null)
          send({ type: 'ready', hasPolicy: true })
      },
    })
    send({ type: 'ready', hasPolicy: gateway.policy.engine !== null })
  } catch (error) {
    send({ type: 'failed', failure: toStartFailure(error) }, () => process.exit(1))
  }
}

function send(message: FromWorker, done: () => void = () => undefined): void {
  process.send?.(message, undefined, undefined, done)
}
