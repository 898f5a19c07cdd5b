/**
 * The text of a first test file.
 *
 * @module
 */
import type { HeaderLine, Json } from '@marque/core'
import { formatInstant } from '@marque/core/instant'
import { type FirstCase, firstCases, type Section } from './first-cases.ts'
import type { TestGround } from './ground.ts'
import { USUAL_VALUES } from './read-headers.ts'

/**
 * Writes a `*.marque-test.yaml` that says of each resource who may do what today, and who may not.
 *
 * As it is written it passes, and it reaches every grant that the search could reach; of the others a comment says why not.
 *
 * @param options.policy The path of the policy as the test file shall name it.
 * @param options.now The instant that the file names, epoch milliseconds; what is finer than a second is cut off.
 */
export function writeCases(
  ground: TestGround,
  options: { readonly policy: string; readonly now: number },
): string {
  const now = Math.floor(options.now / 1000) * 1000
  const sections = firstCases(ground, now)
  const taken = new Set<string>()
  const lines = [
    '# What this policy does today, written by `marque test --init`. Read each case: what should not be so is a mistake of the policy.',
    '# From then on a change that lets somebody in, or locks somebody out, fails here before it reaches anybody.',
    `policy: ${scalar(options.policy)}`,
    `env: ${scalar(ground.bundle.environment)}`,
    `now: ${formatInstant(now)} # dates are judged at this instant`,
    'cases:',
    ...sections.flatMap((section) => sectionLines(section, taken)),
  ]
  return `${lines.join('\n')}\n`
}

function sectionLines({ comment, cases }: Section, taken: Set<string>): readonly string[] {
  const said = comment.split('\n').map((line) => `  # ${oneLine(line)}`)
  return ['', ...said, ...cases.flatMap((one) => caseLines(one, taken))]
}

function caseLines({ name, run }: FirstCase, taken: Set<string>): readonly string[] {
  const { case: one, got } = run
  const { origin, method, url, webSocket, credentials, context, now } = one
  // The reader adds the header of a token.
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

/** Names alone, where they are sent with what the reader would send them with. */
function headersText(headers: readonly HeaderLine[]): string {
  const usual = headers.every(([name, value]) => value === (USUAL_VALUES[name] ?? 'test'))
  return flow(usual ? headers.map(([name]) => name) : Object.fromEntries(headers))
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

/** A value on one line. */
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

/** A text, in quotes unless it is a plain one that nobody could read otherwise. */
function scalar(text: string): string {
  const plain = (PLAIN.test(text) && !WORD.test(text)) || INSTANT.test(text)
  return plain && !text.includes(',') ? text : JSON.stringify(text)
}

function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\p{Zl}\p{Zp}]/gu, ' ')
}
