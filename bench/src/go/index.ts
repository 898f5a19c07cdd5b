/**
 * The same cases in Go, against rs/cors and jub0bs/cors.
 *
 * @module
 */
export { raceGo } from './go-race.ts'
export { goTable } from './go-table.ts'
