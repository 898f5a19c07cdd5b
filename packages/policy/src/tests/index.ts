/**
 * Policy tests, `*.marque-test.yaml`: reading and checking the files, running their cases against a compiled policy, coverage, and
 * writing a first test file.
 *
 * @module
 */

export { checkTestFile } from './check-test-file.ts'
export { type Coverage, coverageOf, type GrantCoverage, type SetCoverage } from './coverage.ts'
export { TEST_FILE } from './form.ts'
export { permitsSame } from './permits-same.ts'
export { type PreparationResult, type PreparedPolicy, preparePolicy } from './prepare-policy.ts'
export { type ReadTestFile, readTestFile } from './read-test-file.ts'
export {
  type CaseRun,
  type Difference,
  decidingStep,
  type ExpectedValue,
  type Outcome,
  runCase,
} from './run-case.ts'
export type {
  ComparisonCase,
  Expectation,
  PreflightOutcome,
  TestCase,
  TestFile,
} from './test-file.ts'
export { writeTestFile } from './write-test-file.ts'
