/**
 * The one part of undici that the gateway runs on: its index loads `fetch`, WebSocket, caches and mocks too, 13 MB and 50 ms of a start.
 *
 * @module
 */
import type { Pool as PublicPool } from 'undici'
// @ts-expect-error undici declares its index only; the version is exact, so that the file stays where it is.
import pool from 'undici/lib/dispatcher/pool.js'

export type Pool = PublicPool
export const Pool: typeof PublicPool = pool
