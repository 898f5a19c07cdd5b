/**
 * Parsing of a settings file by its schema, with the position of every problem.
 *
 * @module
 */
import type { Loaded } from '@marque/policy'
import type * as z from 'zod'

/** A problem in a settings file. */
export interface SettingsProblem {
  /** Lower-case start, no final period. */
  readonly message: string
  /** JSON Pointer. */
  readonly path: string
  readonly line: number
  readonly column: number
}

export type ParsedFile<File> =
  | { readonly file: File; readonly loaded: Loaded }
  | { readonly problems: readonly SettingsProblem[] }

/**
 * Parses YAML or JSON.
 *
 * @param name File name for messages.
 */
export async function parseFile<Schema extends z.ZodType>(
  bytes: Uint8Array,
  name: string,
  schema: Schema,
): Promise<ParsedFile<z.infer<Schema>>> {
  const { load } = await import('@marque/policy')
  const loaded = load(bytes, name)
  if (loaded.findings.length > 0) {
    return {
      problems: loaded.findings.map(({ message, path, line, column }) => ({
        message,
        path,
        line: line ?? 1,
        column: column ?? 1,
      })),
    }
  }
  const parsed = schema.safeParse(loaded.document)
  if (parsed.success) return { file: parsed.data, loaded }
  return {
    problems: parsed.error.issues.map((issue) =>
      problemAt(loaded, pointerOf(issue.path), messageOf(issue)),
    ),
  }
}

/** @param path JSON Pointer. */
export function problemAt(loaded: Loaded, path: string, message: string): SettingsProblem {
  return { message, path, ...loaded.locate(path as Parameters<Loaded['locate']>[0]) }
}

function pointerOf(path: readonly PropertyKey[]): string {
  return path.map((step) => `/${String(step).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('')
}

/** Lower-case start, no final period. */
function messageOf(issue: {
  readonly code: string
  readonly message: string
  readonly keys?: readonly string[]
}): string {
  if (issue.code === 'unrecognized_keys') return `unknown key \`${issue.keys?.join('`, `') ?? ''}\``
  return issue.message.replace(/\.$/, '').replace(/^[A-Z](?=[a-z])/, (first) => first.toLowerCase())
}
