/**
 * The examples of `docs/rules.md`: a request in a block marked `http`, and below `=>` its decision, which is written by the engine.
 *
 * @module
 */
import {
  answerHeaders,
  type Context,
  type Decision,
  decide,
  type Engine,
  type HeaderLine,
  layerHeaders,
  type Moment,
} from '@marque/core'

/** One request of the page, with the facts that its comment lines give. */
interface Example {
  readonly method: string
  readonly url: string
  readonly headers: readonly HeaderLine[]
  readonly context: Context
  readonly moment: Moment
  /** The layer makes the answer itself (D21). */
  readonly byLayer: boolean
}

/** The instant of an example that names none. */
const NOW = '2098-12-10T12:00:00Z'

/** What the application answers in every example: D22 removes the first and merges the second. */
const APPLICATION: readonly HeaderLine[] = [
  ['Access-Control-Allow-Origin', '*'],
  ['Vary', 'Accept-Encoding'],
]

const BLOCK = /^```http\n(?<request>(?:(?!```|=>).*\n)+)=>.*\n(?:(?!```).*\n)*```$/gm

/** How many examples a text has. */
export function countExamples(text: string): number {
  return [...text.matchAll(BLOCK)].length
}

/**
 * Writes the decision of each example below its `=>`.
 *
 * @throws {TypeError} An example is not a request.
 */
export function decideExamples(text: string, engine: Engine): string {
  return text.replaceAll(BLOCK, (_, request: string) => {
    const answer = answerOf(readExample(request), engine)
    return `\`\`\`http\n${request}${answer}\n\`\`\``
  })
}

/** Comment lines first: `# now: INSTANT`, `# context: JSON`, `# moment: JSON`, `# layer answer`; then the request line and the header lines. */
function readExample(text: string): Example {
  const lines = text.trim().split('\n')
  const comments = lines.filter((line) => line.startsWith('#')).map((line) => line.slice(2))
  const [first = '', ...rest] = lines.filter((line) => !line.startsWith('#'))
  const start = /^(?<method>\S+) (?<url>https:\/\/\S+)$/.exec(first)?.groups
  if (start === undefined) throw new TypeError(`\`${first}\` is not a method and a URL`)
  const comment = (name: string): string | undefined =>
    comments.find((line) => line.startsWith(`${name}: `))?.slice(name.length + 2)
  return {
    method: start.method ?? '',
    url: start.url ?? '',
    headers: rest.map((line) => {
      const colon = line.indexOf(': ')
      if (colon < 0) throw new TypeError(`\`${line}\` is not a header line`)
      return [line.slice(0, colon), line.slice(colon + 2)]
    }),
    context: JSON.parse(comment('context') ?? '{}'),
    moment: { ...JSON.parse(comment('moment') ?? '{}'), now: Date.parse(comment('now') ?? NOW) },
    byLayer: comments.includes('layer answer'),
  }
}

function answerOf(example: Example, engine: Engine): string {
  const { method, url, headers, context, moment, byLayer } = example
  const judge = byLayer ? layerHeaders : decide
  const decision = judge(engine, { method, url, headers }, context, moment)
  const below = decision.reach && !byLayer ? APPLICATION : []
  const lines = answerHeaders(decision, below).map(([name, value]) => `${name}: ${value}`)
  return [summary(decision), ...lines].join('\n')
}

/** The fields of a decision on one line; those that are null are left out. */
function summary(decision: Decision): string {
  const { kind, reason, reach, read, status, resource, grant, exception, tenant } = decision
  const fields = { kind, reason, reach, read, status, resource, grant, exception, tenant }
  const shown = Object.entries(fields).filter(([, value]) => value !== null)
  return `=> ${shown.map(([name, value]) => `${name} ${value}`).join(', ')}`
}
