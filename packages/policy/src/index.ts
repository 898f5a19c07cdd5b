/**
 * The Marque policy language: from the text a person writes to findings and to the bundle that layers read.
 *
 * @module
 */
export type { CheckOptions } from './check.ts'
export { check } from './check.ts'
export { type Compiled, compile } from './compile/compile.ts'
export { jsonSchema } from './document/json-schema.ts'
export type { FindingRule } from './findings/catalogue.ts'
export type { Finding, Severity } from './findings/finding.ts'
export { nearestFinder } from './findings/nearest.ts'
export { RULES, ruleOf } from './findings/registry.ts'
export { type Loaded, load } from './load/load.ts'
export type { Position } from './load/places.ts'
export { type ReadPolicy, readModel } from './read/read-model.ts'
