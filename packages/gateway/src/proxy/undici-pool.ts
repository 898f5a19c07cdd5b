/**
 * The parts of undici that the gateway runs on: its index loads `fetch`, WebSocket, caches and mocks too, 13 MB and 50 ms of a start.
 *
 * undici declares the types of its index only; the version is exact, so that the files stay where they are.
 *
 * @module
 */
import type { buildConnector as buildPublicConnector, Pool as PublicPool } from 'undici'
// @ts-expect-error no types of its own
import connect from 'undici/lib/core/connect.js'
// @ts-expect-error no types of its own
import pool from 'undici/lib/dispatcher/pool.js'

export type Pool = PublicPool
export const Pool: typeof PublicPool = pool

export type Connector = buildPublicConnector.connector
export const buildConnector: typeof buildPublicConnector = connect
