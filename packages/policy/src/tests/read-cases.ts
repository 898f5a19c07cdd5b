/**
 * Reading of `*.marque-test.yaml`: from its text to cases, or to everything that is wrong with it.
 *
 * @module
 */

import { joinFindings, sortFindings } from '../catalogue/index.ts'
import { checkShape } from '../document/index.ts'
import type { Finding, RawFinding } from '../findings/index.ts'
import { nearestFinder } from '../findings/index.ts'
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
import type { CaseFile, PageCase } from './case-file.ts'
import { TEST_FILE } from './form.ts'
import { readCase } from './read-case.ts'

/** What reading yields. */
export interface ReadCases {
  /** Null where a finding is an error: no case of such a file is run. */
  readonly file: CaseFile | null
  /** In the order of the text. */
  readonly findings: readonly Finding[]
}

/**
 * Reads a file of policy tests. Never throws; everything that is wrong is reported at once.
 *
 * What only the policy can tell (whether it has the resources that are named) is judged by `judgeCases`.
 *
 * @param loaded The document, as `load` gives it.
 *
 * @example
 * ```ts
 * readCases(load('policy: ./policy.yaml\ncases: []', 'policy.marque-test.yaml')).findings // MQ-190, the file has no case
 * ```
 */
export function readCases(loaded: Loaded): ReadCases {
  const { document } = loaded
  if (!isMapping(document)) return { file: null, findings: refuseText(loaded) }
  const reader: Reader = { found: [], nearest: nearestFinder() }
  const shape = checkShape(document, reader.nearest, TEST_FILE)
  const file = readFile(reader, document, loaded)
  const placed = joinFindings([...shape, ...reader.found].map(inOtherWords), loaded)
  const findings = sortFindings([...loaded.findings, ...placed])
  const isUsable = !findings.some(({ severity }) => severity === 'error')
  return { file: isUsable ? file : null, findings }
}

/** The text is empty or no mapping: said in the words of a test file rather than of a policy. */
function refuseText(loaded: Loaded): readonly Finding[] {
  return loaded.findings.flatMap((finding) => {
    if (finding.code !== 'MQ-102' && finding.code !== 'MQ-103') return [finding]
    const message =
      finding.code === 'MQ-102' ? 'the file holds no case' : 'the file is no mapping with `cases`'
    return joinFindings([{ code: 'MQ-190', path: '', message }], loaded)
  })
}

function readFile(reader: Reader, document: Mapping, loaded: Loaded): CaseFile {
  const { policy, env, now, cases } = document
  if (typeof env === 'string') checkName(reader, env, '/env')
  if (Array.isArray(cases) && cases.length === 0) {
    report(reader, '/cases', { code: 'MQ-190', message: 'the list `cases` is empty' })
  }
  const list = asList(cases).flatMap((value, at): PageCase[] => {
    const path = below('/cases', at)
    return isMapping(value) ? [readCase(reader, value, path, loaded.locate(path))] : []
  })
  checkNames(reader, list)
  return {
    policy: asText(policy) ?? '',
    environment: asText(env),
    now: readInstant(reader, now, '/now'),
    cases: list,
  }
}

function checkNames(reader: Reader, cases: readonly PageCase[]): void {
  const first = new Map<string, PageCase>()
  for (const one of cases) {
    const { name, path } = one
    const before = first.get(name)
    if (name.trim() === '') {
      report(reader, `${path}/name`, { code: 'MQ-192', message: 'the case has no name' })
    } else if (before !== undefined) {
      const message = `another case is named \`${shorten(name)}\`, in line ${before.at.line}`
      report(reader, `${path}/name`, { code: 'MQ-192', message }, shorten(name))
    } else first.set(name, one)
  }
}

/** Why it matters in a test file; the catalogue speaks of policies. */
const WHY: { readonly [code: string]: string } = {
  'MQ-120': 'a key that nobody reads looks like a test and is none',
  'MQ-121': 'without it there is nothing to ask, or nothing to compare',
  'MQ-122': 'a guess would test something else than what is written',
  'MQ-123': 'a guess would test something else than what is written',
  'MQ-169': 'no request can carry it',
  'MQ-170': 'no page can do what the case says',
  'MQ-173': 'a moment that can be read in two ways makes a test of two things',
  'MQ-174': 'a moment that can be read in two ways makes a test of two things',
}

function inOtherWords(found: RawFinding): RawFinding {
  const why = WHY[found.code]
  return why === undefined ? found : { ...found, why }
}
