/**
 * Finds the test files for the arguments.
 *
 * @module
 */
import { readdirSync, realpathSync, statSync } from 'node:fs'
import { basename, dirname, join, normalize, resolve } from 'node:path'
import { CommandError, EXIT, systemError } from '../errors.ts'
import { policyIn } from '../files/index.ts'

const TEST_FILE = /\.marque-test\.(?:ya?ml|json)$/i

/** Folders that are not searched: dependencies and hidden folders. */
const NOT_SEARCHED = /^(?:node_modules|\..+)$/

/** The files to run, and what each argument refers to. */
export interface Found {
  readonly files: readonly Candidate[]
  /** Every searched folder, for `--watch`. */
  readonly folders: readonly string[]
  readonly requested: readonly RequestedTests[]
}

export interface Candidate {
  /** Path in messages. */
  readonly file: string
  /** Resolved paths of policies: the file is skipped if it tests another one. Null: always run. */
  readonly onlyFor: ReadonlySet<string> | null
}

/** An argument: the resolved paths of its test files, and of the policy, if it is one. */
export interface RequestedTests {
  readonly arg: string
  readonly files: ReadonlySet<string>
  readonly policy: string | null
}

/** Whether a path has the name of a test file. */
export function isTestFile(path: string): boolean {
  return TEST_FILE.test(basename(path))
}

/**
 * Finds test files: a test file itself, all below a folder, and for a policy those in the same folder. A folder with a `policy.yaml` names that policy too,
 * which then must have a test.
 *
 * @throws {CommandError} Exit 1 if an argument cannot be read.
 */
export function findFiles(args: readonly string[]): Found {
  const files = new Map<string, { readonly file: string; readonly onlyFor: Set<string> | null }>()
  const folders = new Set<string>()
  const requested = args.map((arg): RequestedTests => {
    const own = new Set<string>()
    const add = (file: string, policy: string | null): void => {
      const key = resolve(file)
      own.add(key)
      const known = files.get(key)
      // Given directly or found in a folder: run it for any policy.
      if (policy === null) files.set(key, { file, onlyFor: null })
      else if (known === undefined) files.set(key, { file, onlyFor: new Set([policy]) })
      else known.onlyFor?.add(policy)
    }
    return { files: own, ...findFor(arg, folders, add) }
  })
  return { files: [...files.values()], folders: [...folders], requested }
}

/** @returns The policy of the argument, if it is one or a folder with one, as written and resolved; otherwise the argument. */
function findFor(
  arg: string,
  folders: Set<string>,
  add: (file: string, policy: string | null) => void,
): Pick<RequestedTests, 'arg' | 'policy'> {
  const status = readPath(arg, () => statSync(arg))
  if (status.isDirectory()) {
    search(arg, folders, (file) => add(file, null))
    const policy = policyIn(arg)
    return policy === undefined
      ? { arg, policy: null }
      : { arg: policy, policy: readPath(policy, () => realpathSync(policy)) }
  }
  folders.add(dirname(arg))
  if (isTestFile(arg)) {
    add(arg, null)
    return { arg, policy: null }
  }
  const policy = readPath(arg, () => realpathSync(arg))
  for (const name of namesIn(dirname(arg)))
    if (TEST_FILE.test(name)) add(siblingOf(arg, name), policy)
  return { arg, policy }
}

/** A file in the same folder, with the same path prefix as the argument. */
function siblingOf(file: string, name: string): string {
  return file.includes('/') ? join(dirname(file), name) : name
}

function search(folder: string, folders: Set<string>, add: (file: string) => void): void {
  folders.add(folder)
  const entries = readPath(folder, () => readdirSync(folder, { withFileTypes: true }))
  for (const entry of entries.toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
    const path = normalize(join(folder, entry.name))
    if (entry.isDirectory()) {
      if (!NOT_SEARCHED.test(entry.name)) search(path, folders, add)
    } else if (TEST_FILE.test(entry.name)) add(path)
  }
}

function namesIn(folder: string): readonly string[] {
  return readPath(folder, () => readdirSync(folder)).toSorted()
}

function readPath<Result>(path: string, read: () => Result): Result {
  try {
    return read()
  } catch (error) {
    throw new CommandError(EXIT.failure, `cannot read \`${path}\`: ${systemError(error)}`)
  }
}
