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

/**
 * Writes a `*.marque-test.yaml` with the current behaviour of the policy: for each resource requests that are granted and denied.
 *
 * The written file passes. It covers every grant for which the search found a request; for the others a comment gives the reason.
 *
 * @param options.policy The path of the policy, written into the file.
 * @param options.now The time of the requests, epoch milliseconds; cut to whole seconds.
 */
export function writeTestFile(
  prepared: PreparedPolicy,
  options: { readonly policy: string; readonly now: number },
): string {
  const now = Math.floor(options.now / 1000) * 1000
  const sections = generateCases(prepared, now)
  const taken = new Set<string>()
  const lines = [
    '# The current behaviour of the policy, written by `marque test --init`. Read each case: one that should not be so shows an error in the policy.',
    '# From now on a change that grants or denies one of these requests fails here, before it is released.',
    `policy: ${scalar(options.policy)}`,
    `env: ${scalar(prepared.bundle.environment)}`,
    `now: ${formatInstant(now)} # the time of all requests below`,
    'cases:',
    ...sections.flatMap((section) => sectionLines(section, taken)),
  ]
  return `${lines.join('\n')}\n`
}

function sectionLines({ comment, cases }: Section, taken: Set<string>): readonly string[] {
  const comments = comment.split('\n').map((line) => `  # ${oneLine(line)}`)
  return ['', ...comments, ...cases.flatMap((one) => caseLines(one, taken))]
}

function caseLines({ name, run }: GeneratedCase, taken: Set<string>): readonly string[] {
  const { case: one, got } = run
  const { origin, method, url, webSocket, credentials, context, now } = one
  // Reading the file adds the header of a token.
  const headers = one.headers.filter(
    ([header]) => context.token === undefined || header !== 'marque-token',
  )
  return [
    `  - name: ${scalar(uniqueName(name, taken))}`,
    ...(origin === null ? [] : [`    origin: ${scalar(origin)}`]),
    ...(method === 'GET' ? [] : [`    method: ${scalar(method)}`]),
    `    url: ${scalar(url)}`,
    ...(headers.length === 0 ? [] : [`    requestHeaders: ${headersText(headers)}`]),
    ...(webSocket || !credentials ? [] : ['    credentials: include']),
    ...(Object.keys(context).length === 0 ? [] : [`    context: ${contextText(context)}`]),
    ...(now === null ? [] : [`    now: ${formatInstant(now)}`]),
    `    expect: ${flow({ ...got, preflight: got.preflight === 'granted-any' ? 'granted' : got.preflight })}`,
  ]
}

function uniqueName(name: string, taken: Set<string>): string {
  let unique = name
  for (let number = 2; taken.has(unique); number++) unique = `${name} (${number})`
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
