/**
 * The program of a worker: one gateway, led by the process that started it.
 *
 * Where that process is gone, `node:cluster` ends this one: nobody would pass signals on to it any more.
 *
 * @module
 */
import { standardOutput } from '../observe/log/standard-output.ts'
import { type RunningGateway, runGateway } from '../serve/run.ts'
import { type FromWorker, failureOf, type ToWorker } from './messages.ts'

let gateway: RunningGateway | null = null
let starting: Promise<void> | null = null

// A terminal and a service manager send these to all processes at once; the first process says here what they mean.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => undefined)

process.on('message', (message: ToWorker) => void take(message))
tell({ type: 'here' })

async function take(message: ToWorker): Promise<void> {
  switch (message.type) {
    case 'start':
      starting = start(message)
      break
    case 'reload':
      await gateway?.reload()
      break
    case 'stop':
      // It may have taken a request before it could say that it serves.
      await starting
      await gateway?.close()
      process.exit(0)
      break
    case 'measure':
      tell({
        type: 'measured',
        question: message.question,
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
        if (event.type === 'not-persisted') tell({ type: event.type, message: event.message })
        else if (event.type === 'swapped' && gateway !== null)
          tell({ type: 'ready', holdsPolicy: true })
      },
    })
    tell({ type: 'ready', holdsPolicy: gateway.policy.engine !== null })
  } catch (error) {
    tell({ type: 'failed', failure: failureOf(error) }, () => process.exit(1))
  }
}

function tell(message: FromWorker, done: () => void = () => undefined): void {
  process.send?.(message, undefined, undefined, done)
}
