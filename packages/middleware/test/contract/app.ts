/**
 * An application of one framework, started for one set of vectors.
 *
 * @module
 */
import type { Server } from 'node:http'
import { closeServer, listen } from '@marque/testkit/http'
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
  return { port: await listen(server), stop: () => closeServer(server) }
}
