/**
 * Decision speed: Marque and other CORS libraries answer the same messages.
 *
 * @module
 */
export { CONTENDERS } from './contenders/index.ts'
export { FULL, QUICK, type Result, race } from './race.ts'
export { originsFor, policyText } from './rules.ts'
export { raceTables } from './tables.ts'
