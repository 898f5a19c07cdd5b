/**
 * Reading of `*.marque-test.yaml`.
 *
 * @module
 */

import { joinFindings, sortFindings } from '../catalogue/index.ts'
import { checkShape } from '../document/index.ts'
import { type Finding, nearestFinder, type RawFinding } from '../findings/index.ts'
import type { Loaded } from '../load.ts'
import {
  asList,
  asText,
  below,
  checkName,
  isMapping,
  type Mapping,
  type Reader,
  readInstant,
  report,
} from '../read/index.ts'
import { shorten } from '../text/index.ts'
import { TEST_FILE } from './form.ts'
import { readCase } from './read-case.ts'
import { isComparison, readComparison } from './read-comparison.ts'
import type { ComparisonCase, TestCase, TestFile } from './test-file.ts'

/** The file, and the findings about it. */
export interface ReadTestFile {
  /** Null where a finding is an error: then no case is run. */
  readonly file: TestFile | null
  /** In document order. */
  readonly findings: readonly Finding[]
}

/**
 * Reads a test file. Never throws; all errors are reported at once.
 *
 * `checkTestFile` checks it against its policy.
 *
 * @param loaded The document, as `load` returns it.
 *
 * @example
 * ```ts
 * readTestFile(load('policy: ./policy.yaml\ncases: []', 'policy.marque-test.yaml')).findings // MQ-190: no cases
 * ```
 */
export function readTestFile(loaded: Loaded): ReadTestFile {
  const { document } = loaded
  if (!isMapping(document)) return { file: null, findings: findingsWithoutMapping(loaded) }
  const reader: Reader = { found: [], nearest: nearestFinder() }
  const shape = checkShape(document, reader.nearest, TEST_FILE)
  const file = readFile(reader, document, loaded)
  const placed = joinFindings([...shape, ...reader.found].map(withTestFileReason), loaded)
  const findings = sortFindings([...loaded.findings, ...placed])
  const isUsable = !findings.some(({ severity }) => severity === 'error')
  return { file: isUsable ? file : null, findings }
}

/** The findings of an empty text or one that is not a mapping, in terms of a test file instead of a policy. */
function findingsWithoutMapping(loaded: Loaded): readonly Finding[] {
  return loaded.findings.flatMap((finding) => {
    if (finding.code !== 'MQ-102') return [finding]
    const message =
      finding.reason === 'empty'
        ? 'the file is empty'
        : 'expected a mapping with `policy` and `cases`'
    return joinFindings([{ code: 'MQ-190', path: '', message }], loaded)
  })
}

function readFile(reader: Reader, document: Mapping, loaded: Loaded): TestFile {
  const { policy, env, now, cases } = document
  if (typeof env === 'string') checkName(reader, env, '/env')
  if (Array.isArray(cases) && cases.length === 0) {
    report(reader, '/cases', { code: 'MQ-190', message: 'the list `cases` is empty' })
  }
  const requests: TestCase[] = []
  const comparisons: ComparisonCase[] = []
  for (const [at, value] of asList(cases).entries()) {
    if (!isMapping(value)) continue
    const path = below('/cases', at)
    const position = loaded.locate(path)
    if (isComparison(value)) comparisons.push(readComparison(reader, value, path, position))
    else requests.push(readCase(reader, value, path, position))
  }
  checkNames(reader, [...requests, ...comparisons])
  return {
    policy: asText(policy) ?? '',
    environment: asText(env),
    now: readInstant(reader, now, '/now'),
    cases: requests,
    comparisons,
  }
}

type NamedCase = Pick<TestCase, 'name' | 'path' | 'at'>

function checkNames(reader: Reader, cases: readonly NamedCase[]): void {
  const first = new Map<string, NamedCase>()
  for (const one of cases.toSorted((a, b) => a.at.line - b.at.line || a.at.column - b.at.column)) {
    const { name, path } = one
    const before = first.get(name)
    if (name.trim() === '') {
      report(reader, `${path}/name`, { code: 'MQ-192', message: 'the name of the case is empty' })
    } else if (before !== undefined) {
      const message = `duplicate case name \`${shorten(name)}\`, first used in line ${before.at.line}`
      report(reader, `${path}/name`, { code: 'MQ-192', message }, shorten(name))
    } else first.set(name, one)
  }
}

/** Why it matters in a test file; the catalogue describes policies. */
const WHY: { readonly [code: string]: string } = {
  'MQ-120': 'an unknown key is ignored, so the case does not test what it seems to test',
  'MQ-121': 'without it there is no request to send, or no outcome to compare',
  'MQ-122': 'a guessed value would test something else than what is written',
  'MQ-123': 'a guessed value would test something else than what is written',
  'MQ-169': 'no request can carry such a header',
  'MQ-170': 'no page can send this request',
  'MQ-173': 'an ambiguous time makes the result of the case ambiguous',
  'MQ-174': 'an ambiguous time makes the result of the case ambiguous',
}

function withTestFileReason(found: RawFinding): RawFinding {
  const why = WHY[found.code]
  return why === undefined ? found : { ...found, why }
}
