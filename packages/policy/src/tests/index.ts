/**
 * Policy tests, `*.marque-test.yaml`: reading and checking the files, running their cases against a compiled policy, coverage, and
 * writing a first test file.
 *
 * @module
 */
export type { CaseFile, Expectation, PageCase, PreflightOutcome } from './case-file.ts'
export { type Coverage, coverageOf, type GrantCoverage, type SetCoverage } from './coverage.ts'
export { TEST_FILE } from './form.ts'
export { type Grounded, groundOf, type TestGround } from './ground.ts'
export { judgeCases } from './judge-cases.ts'
export { type ReadCases, readCases } from './read-cases.ts'
export {
  type CaseRun,
  type Difference,
  type Outcome,
  runCase,
  settlingStep,
} from './run-case.ts'
export { writeCases } from './write-cases.ts'
