/**
 * Decision speed: Marque and other CORS libraries handle the same requests.
 *
 * @module
 */
export { CONTENDERS } from './contenders/index.ts'
export { FULL, QUICK, type Result, race } from './race.ts'
export { originsFor, policyText } from './rules.ts'
export { raceTables } from './tables.ts'
