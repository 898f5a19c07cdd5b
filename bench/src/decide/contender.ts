/**
 * One library in the race.
 *
 * @module
 */
import type { Message } from './message.ts'

/** How a contender is told its origins: as the plain value of its API, or as its function that asks a hash set. */
export type OriginOption = 'list' | 'set' | 'index' | 'none'

export interface Contender {
  readonly name: string
  readonly option: OriginOption
  /** Builds the middleware once. */
  build(origins: readonly string[]): Promise<Runner> | Runner
}

/** A middleware that was built, with all that a request needs around it. */
export type Runner = SyncRunner | AsyncRunner

interface Around<Exchange> {
  /** What the framework makes of a request before it calls the middleware. Not timed. */
  open(message: Message): Exchange
  /** The answer's header, for checks before the race. Not timed. */
  read(exchange: Exchange, name: string): string | null
}

export interface SyncRunner<Exchange = unknown> extends Around<Exchange> {
  readonly async: false
  run(exchange: Exchange): void
  /** The harness's own cost: the same call, which sets one header and goes on. */
  idle(exchange: Exchange): void
}

export interface AsyncRunner<Exchange = unknown> extends Around<Exchange> {
  readonly async: true
  run(exchange: Exchange): Promise<unknown>
  idle(exchange: Exchange): Promise<unknown>
}
