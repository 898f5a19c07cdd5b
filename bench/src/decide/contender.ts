/**
 * One library in the benchmark.
 *
 * @module
 */
import type { Message } from './message.ts'

/** How the origins are configured: as the plain value of the contender's API, or as a function that looks up a hash set. */
export type OriginOption = 'list' | 'set' | 'index' | 'none'

export interface Contender {
  readonly name: string
  readonly option: OriginOption
  /** Builds the middleware once. */
  build(origins: readonly string[]): Promise<Runner> | Runner
}

/** A built middleware with the request and response objects that it needs. */
export type Runner = SyncRunner | AsyncRunner

interface Around<Exchange> {
  /** Creates the framework's objects for a request before the middleware is called. Not timed. */
  open(message: Message): Exchange
  /** Reads a response header, for the checks before the benchmark. Not timed. */
  read(exchange: Exchange, name: string): string | null
}

export interface SyncRunner<Exchange = unknown> extends Around<Exchange> {
  readonly async: false
  run(exchange: Exchange): void
  /** Harness cost: the same call with a function that sets one header and returns. */
  idle(exchange: Exchange): void
}

export interface AsyncRunner<Exchange = unknown> extends Around<Exchange> {
  readonly async: true
  run(exchange: Exchange): Promise<unknown>
  idle(exchange: Exchange): Promise<unknown>
}
