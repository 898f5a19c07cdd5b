/**
 * An application of one framework, started for one set of vectors.
 *
 * @module
 */
import { once } from 'node:events'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Question } from './vectors.ts'

/** One that is listening. */
export interface RunningApp {
  readonly port: number
  stop(): Promise<void>
}

/** A way to run an application of a framework with the middleware in it. Whatever comes to it is answered 200 with `x-reached`. */
export interface Framework {
  readonly name: string
  start(question: Question): Promise<RunningApp>
}

/** Listens on loopback, on a port of the system's choice. */
export async function listening(server: Server): Promise<RunningApp> {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    port: (server.address() as AddressInfo).port,
    stop: async () => {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}
