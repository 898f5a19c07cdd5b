/**
 * The text of a first test file.
 *
 * @module
 */
import type { HeaderLine, Json } from '@marque/core'
import { formatInstant } from '@marque/core/instant'
import { type GeneratedCase, generateCases, type Section } from './generate-cases.ts'
import type { PreparedPolicy } from './prepare-policy.ts'
import { DEFAULT_VALUES } from './read-headers.ts'
import type { CaseRun } from './run-case.ts'

/**
 * Writes a `*.marque-test.yaml` with the current behaviour of the policy: a comparison with the accepted bundle, and for each resource
 * requests that are granted and denied.
 *
 * The written file passes. It covers every grant for which the search found a request; for the others a comment gives the reason.
 *
 * @param options.policy The path of the policy, written into the file.
 * @param options.accepted The path of the accepted bundle, which the caller writes: `prepared.bundle` in canonical form.
 * @param options.now The time of the requests, epoch milliseconds; cut to whole seconds.
 */
export function writeTestFile(
  prepared: PreparedPolicy,
  options: { readonly policy: string; readonly accepted: string; readonly now: number },
): string {
  const now = Math.floor(options.now / 1000) * 1000
  const sections = generateCases(prepared, now)
  const accepted = options.accepted.replace(/^\.\//, '')
  const comparison = `the policy permits exactly what ${accepted} permits`
  const taken = new Set<string>([comparison])
  const lines = [
    `# Any change of what the policy permits, more or less, in ${prepared.bundle.environment} fails here: the first case compares it with ${oneLine(accepted)}.`,
    '# A change that is intended: `marque test --accept` shows what it allows and denies, and rewrites that file. Commit both together.',
    '# The other cases show the behaviour when `marque test --init` wrote this file. Read each: one that should not be so is an error in the policy.',
    `policy: ${scalar(options.policy)}`,
    `env: ${scalar(prepared.bundle.environment)}`,
    `now: ${formatInstant(now)} # the time of all requests below`,
    'cases:',
    `  - name: ${scalar(comparison)}`,
    `    sameAs: ${scalar(options.accepted)}`,
    ...sections.flatMap((section) => sectionLines(section, taken)),
  ]
  return `${lines.join('\n')}\n`
}

function sectionLines({ comment, cases }: Section, taken: Set<string>): readonly string[] {
  const comments = comment.split('\n').map((line) => `  # ${oneLine(line)}`)
  return ['', ...comments, ...cases.flatMap((one) => caseLines(one, taken))]
}

function caseLines({ name, suffix, run }: GeneratedCase, taken: Set<string>): readonly string[] {
  const { case: one } = run
  const { origin, method, url, webSocket, credentials, context, now } = one
  // Reading the file adds the header of a token.
  const headers = one.headers.filter(
    ([header]) => context.token === undefined || header !== 'marque-token',
  )
  return [
    `  - name: ${scalar(uniqueName(name, suffix, taken))}`,
    ...(origin === null ? [] : [`    origin: ${scalar(origin)}`]),
    ...(method === 'GET' ? [] : [`    method: ${scalar(method)}`]),
    `    url: ${scalar(url)}`,
    ...(headers.length === 0 ? [] : [`    requestHeaders: ${headersText(headers)}`]),
    ...(webSocket || !credentials ? [] : ['    credentials: include']),
    ...(Object.keys(context).length === 0 ? [] : [`    context: ${contextText(context)}`]),
    ...(now === null ? [] : [`    now: ${formatInstant(now)}`]),
    `    expect: ${flow(expectationOf(run))}`,
  ]
}

/** The whole outcome; what the answers permit only where a grant lets script read one. */
function expectationOf({ got, allowedBy }: CaseRun): { readonly [key: string]: Json } {
  const { preflight, reach, read, reason, resource, ...permissions } = got
  const isGranted = read && allowedBy?.reason !== 'same-origin'
  return {
    preflight: preflight === 'granted-any' ? 'granted' : preflight,
    reach,
    read,
    reason,
    resource,
    ...(isGranted && permissions),
  }
}

function uniqueName(name: string, suffix: string | null, taken: Set<string>): string {
  const longer = suffix === null || !taken.has(name) ? name : `${name} (${suffix})`
  let unique = longer
  for (let number = 2; taken.has(unique); number++) unique = `${longer} (${number})`
  taken.add(unique)
  return unique
}

/** Names alone, where reading the file gives them the same values. */
function headersText(headers: readonly HeaderLine[]): string {
  const isDefault = headers.every(([name, value]) => value === (DEFAULT_VALUES[name] ?? 'test'))
  return flow(isDefault ? headers.map(([name]) => name) : Object.fromEntries(headers))
}

function contextText(context: object): string {
  return flow(
    JSON.parse(JSON.stringify(context), (key, value: Json) =>
      (key === 'until' || key === 'authenticatedAt') && typeof value === 'number'
        ? formatInstant(value)
        : value,
    ),
  )
}

/** A value in YAML flow style. */
function flow(value: Json): string {
  if (typeof value === 'string') return scalar(value)
  if (Array.isArray(value)) return `[${value.map(flow).join(', ')}]`
  if (typeof value !== 'object' || value === null) return String(value)
  const members = Object.entries(value).map(([key, member]) => `${scalar(key)}: ${flow(member)}`)
  return members.length === 0 ? '{}' : `{ ${members.join(', ')} }`
}

const PLAIN =
  /^(?:\.\/)?[A-Za-z/][A-Za-z0-9/._@-]*(?:[ :](?! )[A-Za-z0-9/._@()-]+|, [A-Za-z0-9/._@()-]+)*$/
const WORD = /^(?:true|false|null|yes|no|on|off|y|n)$/i
const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z$/

/** A plain scalar where that cannot be read as anything but the same string, else a quoted one. */
function scalar(text: string): string {
  const plain = (PLAIN.test(text) && !WORD.test(text)) || INSTANT.test(text)
  return plain && !text.includes(',') ? text : JSON.stringify(text)
}

function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\p{Zl}\p{Zp}]/gu, ' ')
}
