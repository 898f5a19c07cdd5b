/**
 * Runs test files: each policy is compiled once per environment.
 *
 * @module
 */
import { realpathSync } from 'node:fs'
import { dirname, isAbsolute, join, normalize, resolve } from 'node:path'
import { type Finding, type Loaded, load } from '@marque/policy'
import {
  type CaseRun,
  checkTestFile,
  coverageOf,
  decidingStep,
  type PreparedPolicy,
  preparePolicy,
  readTestFile,
  runCase,
  type TestFile,
} from '@marque/policy/tests'
import { DEFAULT_ENVIRONMENT } from '../command-line.ts'
import { CommandError } from '../errors.ts'
import { readInput } from '../files/index.ts'
import { type ComparisonResult, compareAccepted } from './compare-accepted.ts'
import type { Candidate } from './find-files.ts'
import {
  type CaseResult,
  type FileReport,
  hasError,
  type PolicyReport,
  passes,
  type TestReport,
} from './report.ts'

export interface RunOptions {
  /** `--env`; default: the environment of the test file. */
  readonly env: string | undefined
  /** `--now` in epoch milliseconds, for cases without their own `now`; default: that of the test file. */
  readonly now: number | undefined
  /** Only cases whose name contains this text, ignoring case. */
  readonly filter: string | undefined
}

/** A policy that has been read, with the results of all its files. */
interface TestedPolicy {
  readonly report: Omit<PolicyReport, 'coverage'>
  readonly prepared: PreparedPolicy | null
  readonly runs: CaseRun[]
}

interface State extends RunOptions {
  /** The same instant for all files of a run. */
  readonly clock: number
  /** By path and environment; an error message if the policy cannot be read. */
  readonly policies: Map<string, TestedPolicy | string>
}

/** Runs the files. One that is invalid or cannot be read is part of the report; the others are still run. */
export async function runFiles(
  candidates: readonly Candidate[],
  options: RunOptions,
): Promise<TestReport> {
  const state: State = { ...options, clock: Date.now(), policies: new Map() }
  const files: FileReport[] = []
  for (const candidate of candidates) {
    const report = await runFile(candidate, state)
    if (report !== null) files.push(report)
  }
  const policies: PolicyReport[] = []
  for (const tested of state.policies.values()) {
    if (typeof tested === 'string') continue
    const { report, prepared, runs } = tested
    const isWhole = prepared !== null && runs.length > 0 && options.filter === undefined
    policies.push({ ...report, coverage: isWhole ? coverageOf(prepared, runs) : null })
  }
  return { files, policies }
}

/** @returns null for a file that tests a policy other than the requested ones. */
async function runFile({ file, onlyFor }: Candidate, state: State): Promise<FileReport | null> {
  const empty = { file, text: '', policy: null, environment: '', findings: [], ...NOT_RUN }
  const input = await readOr(file)
  if (typeof input === 'string') return { ...empty, problem: input }
  const loaded = load(input.bytes, file)
  const named = policyOf(loaded, file)
  if (onlyFor !== null && named !== null && !onlyFor.has(realPath(named))) return null
  const { file: cases, findings } = readTestFile(loaded)
  const text = new TextDecoder().decode(input.bytes)
  const environment = state.env ?? cases?.environment ?? DEFAULT_ENVIRONMENT
  const report = { file, text, policy: named, environment, findings, ...NOT_RUN }
  if (cases === null || named === null) return { ...report, problem: null }

  const tested = await policyFor(named, environment, state.now ?? cases.now ?? state.clock, state)
  if (typeof tested === 'string') return { ...report, problem: tested }
  const { prepared } = tested
  if (prepared === null) return { ...report, problem: `the policy \`${named}\` is invalid` }
  const all: readonly Finding[] = [...findings, ...checkTestFile(cases, loaded, prepared)]
  if (hasError(all)) return { ...report, findings: all, problem: null }
  const runs = cases.cases
    .filter(({ name }) => matchesFilter(name, state.filter))
    .map((one) => resultOf(prepared, runCase(prepared, one, state.now ?? cases.now ?? state.clock)))
  tested.runs.push(...runs)
  const comparisons = await compareAll(cases, file, prepared, state)
  return { ...report, problem: null, runs, comparisons }
}

const NOT_RUN = { runs: [], comparisons: [] } as const

async function compareAll(
  { comparisons }: TestFile,
  file: string,
  { bundle }: PreparedPolicy,
  { filter }: State,
): Promise<readonly ComparisonResult[]> {
  const results: ComparisonResult[] = []
  for (const one of comparisons) {
    if (!matchesFilter(one.name, filter)) continue
    results.push(await compareAccepted(one, besideFile(one.sameAs, file), bundle))
  }
  return results
}

function resultOf(prepared: PreparedPolicy, run: CaseRun): CaseResult {
  return { ...run, step: passes(run) ? null : decidingStep(prepared, run) }
}

async function policyFor(
  policy: string,
  environment: string,
  now: number,
  { policies }: State,
): Promise<TestedPolicy | string> {
  const key = JSON.stringify([realPath(policy), environment])
  const known = policies.get(key)
  if (known !== undefined) return known
  const input = await readOr(policy)
  let tested: TestedPolicy | string
  if (typeof input === 'string') tested = input
  else {
    const { prepared, findings } = preparePolicy(load(input.bytes, policy), { environment, now })
    const text = new TextDecoder().decode(input.bytes)
    tested = { report: { policy, environment, text, findings }, prepared, runs: [] }
  }
  policies.set(key, tested)
  return tested
}

/** Path of the policy that a test file refers to, even if the file has other errors. */
function policyOf({ document }: Loaded, file: string): string | null {
  const named = (document as { readonly policy?: unknown } | undefined)?.policy
  if (typeof named !== 'string') return null
  return besideFile(named, file)
}

/** A path in a test file: relative to the file. */
function besideFile(path: string, file: string): string {
  return isAbsolute(path) ? path : normalize(join(dirname(file), path))
}

/** The content, or an error message. */
async function readOr(path: string): Promise<{ readonly bytes: Uint8Array } | string> {
  try {
    // A test file is never stdin, because the path of its policy is relative to it.
    return await readInput(path === '-' ? './-' : path)
  } catch (error) {
    if (!(error instanceof CommandError)) throw error
    return error.message
  }
}

function matchesFilter(name: string, filter: string | undefined): boolean {
  return filter === undefined || name.toLowerCase().includes(filter.toLowerCase())
}

/** The path with symbolic links resolved; the absolute path if the file does not exist. */
export function realPath(path: string): string {
  try {
    return realpathSync(path)
  } catch {
    return resolve(path)
  }
}
