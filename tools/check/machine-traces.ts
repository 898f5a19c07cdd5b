/**
 * No file contains traces of the machine it was written on.
 *
 * @module
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Check, Fault } from './check.ts'

/** Patterns of machine traces with their messages. Split in two parts so that this file does not match them. */
const TRACES: readonly { readonly pattern: RegExp; readonly message: string }[] = [
  {
    pattern: /(?<![\w.])\/(?:home|Users|root|work)\/[\w.-]+/,
    message: 'an absolute path of the local machine',
  },
  { pattern: /\b[A-Z]:\\(?:Users|work)\\/, message: 'an absolute path of the local machine' },
  {
    pattern:
      /\/\/(?:registry\.npmjs|registry\.yarnpkg|npm\.pkg\.github|pypi|files\.pythonhosted|proxy\.golang|deb\.debian)\.(?:org|com)\b/,
    message: 'the host name of a package registry',
  },
  { pattern: /"resolved":\s*"https?:/, message: 'a lockfile entry that names a registry' },
]

const BINARY = /\.(png|jpg|gif|ico|woff2?|zip|gz|wasm|pdf)$/

/** Reports absolute paths, registry hosts and `resolved` URLs in any file of the project. */
export const machineTraces: Check = {
  name: 'machine traces',
  run: (tree) => {
    const files = tree.files.filter((file) => !BINARY.test(file) && file !== OWN_CASES)
    return {
      faults: files.flatMap((file) => traces(tree.root, file)),
      note: `${files.length} files`,
    }
  },
}

/** The case table contains planted traces. */
const OWN_CASES = 'tools/check/checks.cases.ts'

function traces(root: string, file: string): readonly Fault[] {
  const text = readFileSync(join(root, file), 'utf8')
  const present = TRACES.filter(({ pattern }) => pattern.test(text))
  if (present.length === 0) return []
  return text
    .split('\n')
    .flatMap((content, index) =>
      present
        .filter(({ pattern }) => pattern.test(content))
        .map(({ message }) => ({ file, line: index + 1, message })),
    )
}
