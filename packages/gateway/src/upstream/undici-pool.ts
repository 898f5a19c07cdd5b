/**
 * The parts of undici that the gateway uses: its index also loads `fetch`, WebSocket, caches and mocks, 13 MB and 50 ms at start.
 *
 * undici declares types for its index only. The dependency is pinned to an exact version, so that these internal paths stay valid.
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
