/**
 * From test files to a report: each file read, each policy compiled once for each environment, each case run.
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
} from '@marque/policy/tests'
import { DEFAULT_ENVIRONMENT } from '../command-line/index.ts'
import { CommandError } from '../errors/index.ts'
import { readInput } from '../files/index.ts'
import type { Candidate } from './find-files.ts'
import {
  type FileReport,
  hasError,
  type JudgedRun,
  type PolicyReport,
  passes,
  type TestReport,
} from './report.ts'

export interface RunOptions {
  /** The environment; where the user named none, what the test file says. */
  readonly env: string | undefined
  /** The instant of all cases that say none themselves, epoch milliseconds; where the user named none, what the test file says. */
  readonly now: number | undefined
  /** Only cases whose name holds this, in any case of letters. */
  readonly filter: string | undefined
}

/** A policy that was read for the first of the files that test it. */
interface Tested {
  readonly report: Omit<PolicyReport, 'coverage'>
  readonly prepared: PreparedPolicy | null
  readonly runs: CaseRun[]
}

interface State extends RunOptions {
  /** One clock for all: two files of one run are about one moment. */
  readonly clock: number
  /** By path and environment; a text where the policy cannot be read. */
  readonly policies: Map<string, Tested | string>
}

/** Runs what was found. What cannot be read or is refused stands in the report and keeps no other file from being run. */
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

/** @returns null for a file that tests another policy than the one that was asked for. */
async function runFile({ file, onlyFor }: Candidate, state: State): Promise<FileReport | null> {
  const empty = { file, text: '', policy: null, environment: '', findings: [], runs: [] }
  const input = await readOr(file)
  if (typeof input === 'string') return { ...empty, problem: input }
  const loaded = load(input.bytes, file)
  const named = policyOf(loaded, file)
  if (onlyFor !== null && named !== null && !onlyFor.has(realPath(named))) return null
  const { file: cases, findings } = readTestFile(loaded)
  const text = new TextDecoder().decode(input.bytes)
  const environment = state.env ?? cases?.environment ?? DEFAULT_ENVIRONMENT
  const report = { file, text, policy: named, environment, findings, runs: [] }
  if (cases === null || named === null) return { ...report, problem: null }

  const tested = await policyFor(named, environment, state.now ?? cases.now ?? state.clock, state)
  if (typeof tested === 'string') return { ...report, problem: tested }
  const { prepared } = tested
  if (prepared === null) return { ...report, problem: `its policy \`${named}\` is refused` }
  const all: readonly Finding[] = [...findings, ...checkTestFile(cases, loaded, prepared)]
  if (hasError(all)) return { ...report, findings: all, problem: null }
  const runs = cases.cases
    .filter(({ name }) => isAskedFor(name, state.filter))
    .map((one) => judge(prepared, runCase(prepared, one, state.now ?? cases.now ?? state.clock)))
  tested.runs.push(...runs)
  return { ...report, problem: null, runs }
}

function judge(prepared: PreparedPolicy, run: CaseRun): JudgedRun {
  return { ...run, step: passes(run) ? null : decidingStep(prepared, run) }
}

async function policyFor(
  policy: string,
  environment: string,
  now: number,
  { policies }: State,
): Promise<Tested | string> {
  const key = JSON.stringify([realPath(policy), environment])
  const known = policies.get(key)
  if (known !== undefined) return known
  const input = await readOr(policy)
  let tested: Tested | string
  if (typeof input === 'string') tested = input
  else {
    const { prepared, findings } = preparePolicy(load(input.bytes, policy), { environment, now })
    const text = new TextDecoder().decode(input.bytes)
    tested = { report: { policy, environment, text, findings }, prepared, runs: [] }
  }
  policies.set(key, tested)
  return tested
}

/** The policy that a test file names, as messages name it; also of a file with mistakes elsewhere. */
function policyOf({ document }: Loaded, file: string): string | null {
  const named = (document as { readonly policy?: unknown } | undefined)?.policy
  if (typeof named !== 'string') return null
  return isAbsolute(named) ? named : normalize(join(dirname(file), named))
}

/** The bytes, or the system's reason in words. */
async function readOr(path: string): Promise<{ readonly bytes: Uint8Array } | string> {
  try {
    // A test file is never stdin: its policy is found from where it lies.
    return await readInput(path === '-' ? './-' : path)
  } catch (error) {
    if (!(error instanceof CommandError)) throw error
    return error.message
  }
}

function isAskedFor(name: string, filter: string | undefined): boolean {
  return filter === undefined || name.toLowerCase().includes(filter.toLowerCase())
}

/** The path with its links followed; as it is where there is no such file. */
export function realPath(path: string): string {
  try {
    return realpathSync(path)
  } catch {
    return resolve(path)
  }
}
