/**
 * Which test files the arguments mean.
 *
 * @module
 */
import { readdirSync, realpathSync, statSync } from 'node:fs'
import { basename, dirname, join, normalize, resolve } from 'node:path'
import { CommandError, EXIT, systemError } from '../errors/index.ts'

const TEST_FILE = /\.marque-test\.(?:ya?ml|json)$/i

/** Folders in which nobody keeps tests of their own policies. */
const NOT_SEARCHED = /^(?:node_modules|\..+)$/

/** The files to look at, and what each argument wants of them. */
export interface Found {
  readonly files: readonly Candidate[]
  /** Every folder that was looked into, for `--watch`. */
  readonly folders: readonly string[]
  readonly wishes: readonly Wish[]
}

export interface Candidate {
  /** As messages name it. */
  readonly file: string
  /** The policies that the user asked for, resolved: the file is passed over where it tests another one. Null: it is run in any case. */
  readonly onlyFor: ReadonlySet<string> | null
}

/** One argument: the test files that it may mean, resolved, and for which policy, where it is one. */
export interface Wish {
  readonly arg: string
  readonly files: ReadonlySet<string>
  readonly policy: string | null
}

/** Whether a name is that of a test file. */
export function isTestFile(path: string): boolean {
  return TEST_FILE.test(basename(path))
}

/**
 * Finds the test files: a test file is itself, a folder all in it and below, a policy those beside it.
 *
 * @throws {CommandError} Exit 1 where an argument cannot be looked at.
 */
export function findFiles(args: readonly string[]): Found {
  const files = new Map<string, { readonly file: string; readonly onlyFor: Set<string> | null }>()
  const folders = new Set<string>()
  const wishes = args.map((arg): Wish => {
    const own = new Set<string>()
    const add = (file: string, policy: string | null): void => {
      const key = resolve(file)
      own.add(key)
      const known = files.get(key)
      // Named by itself or found in a folder: then it is run whatever it tests.
      if (policy === null) files.set(key, { file, onlyFor: null })
      else if (known === undefined) files.set(key, { file, onlyFor: new Set([policy]) })
      else known.onlyFor?.add(policy)
    }
    return { arg, files: own, policy: findFor(arg, folders, add) }
  })
  return { files: [...files.values()], folders: [...folders], wishes }
}

/** @returns The policy, resolved, where the argument is one. */
function findFor(
  arg: string,
  folders: Set<string>,
  add: (file: string, policy: string | null) => void,
): string | null {
  const status = look(arg, () => statSync(arg))
  if (status.isDirectory()) {
    search(arg, folders, (file) => add(file, null))
    return null
  }
  folders.add(dirname(arg))
  if (isTestFile(arg)) {
    add(arg, null)
    return null
  }
  const policy = look(arg, () => realpathSync(arg))
  for (const name of namesIn(dirname(arg))) if (TEST_FILE.test(name)) add(beside(arg, name), policy)
  return policy
}

/** A neighbour of a file, named as the user named the file. */
function beside(file: string, name: string): string {
  return file.includes('/') ? join(dirname(file), name) : name
}

function search(folder: string, folders: Set<string>, add: (file: string) => void): void {
  folders.add(folder)
  const entries = look(folder, () => readdirSync(folder, { withFileTypes: true }))
  for (const entry of entries.toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
    const path = normalize(join(folder, entry.name))
    if (entry.isDirectory()) {
      if (!NOT_SEARCHED.test(entry.name)) search(path, folders, add)
    } else if (TEST_FILE.test(entry.name)) add(path)
  }
}

function namesIn(folder: string): readonly string[] {
  return look(folder, () => readdirSync(folder)).toSorted()
}

function look<Result>(path: string, read: () => Result): Result {
  try {
    return read()
  } catch (error) {
    throw new CommandError(EXIT.failure, `cannot read \`${path}\`: ${systemError(error)}`)
  }
}
