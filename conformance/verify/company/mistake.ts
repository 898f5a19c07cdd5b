/**
 * One mistake in one of the company's layers.
 *
 * @module
 */
import type { Cause } from '@marque/verify'
import type { Express } from 'express'
import type { InputChange } from '../mistakes/index.ts'

export interface CompanyMistake {
  readonly id: string
  /** What an operator did, in words. */
  readonly note: string
  readonly expected: { readonly layer: 'gateway' | 'nginx' | 'app'; readonly cause: Cause }
  readonly input?: InputChange
  readonly nginx?: NginxChange
  readonly application?: ApplicationChange
  /** The policy of the gateway. */
  readonly gateway?: { readonly policy: string }
}

export interface NginxChange {
  /** Directives of `http`. */
  readonly http?: string
  /** Directives of the `server` block; `PASS` stands for the lines that pass a request on. */
  readonly server?: string
  /** Directives of `location /`, beside `proxy_pass`. */
  readonly location?: string
}

export interface ApplicationChange {
  readonly policy?: string
  /** Adds handlers before the middleware. */
  readonly before?: (app: Express) => void
  /** Handshakes are not guarded. */
  readonly acceptsEveryHandshake?: boolean
}
