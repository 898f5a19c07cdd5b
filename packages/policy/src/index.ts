/**
 * The Marque policy language: from the text a person writes to findings and to the bundle that layers read.
 *
 * @module
 */
export type {
  CaseFile,
  Expectation,
  PageCase,
  PreflightOutcome,
} from './cases/case-file.ts'
export {
  type Coverage,
  coverageOf,
  type GrantCoverage,
  type SetCoverage,
} from './cases/coverage.ts'
export { type Grounded, groundOf, type TestGround } from './cases/ground.ts'
export { judgeCases } from './cases/judge-cases.ts'
export { type ReadCases, readCases } from './cases/read-cases.ts'
export {
  type CaseRun,
  type Difference as CaseDifference,
  type Outcome,
  runCase,
  settlingStep,
} from './cases/run-case.ts'
export { writeCases } from './cases/write-cases.ts'
export type { CheckOptions } from './check.ts'
export { check } from './check.ts'
export { type Compiled, compile } from './compile/compile.ts'
export type { Aspect, Change, Difference, Undecided } from './diff/change.ts'
export { type DiffOptions, diff } from './diff/diff.ts'
export { jsonSchema } from './document/json-schema.ts'
export type { FindingRule } from './findings/catalogue.ts'
export type { Finding, Severity } from './findings/finding.ts'
export { RULES, ruleOf } from './findings/registry.ts'
export { type Loaded, load } from './load/load.ts'
export type { Position } from './load/places.ts'
export { type ReadPolicy, readModel } from './read/read-model.ts'
