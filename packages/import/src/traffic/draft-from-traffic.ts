/**
 * A draft from observations of traffic.
 *
 * @module
 */
import type { Finding } from '@marque/policy'
import { type Access, draftFromAccess, trustProblem } from '../access/index.ts'
import { joinWithoutPositions, type UnplacedFinding } from '../catalogue/index.ts'
import type { Draft } from '../draft/index.ts'
import { shorten } from '../findings/index.ts'
import type { Observation } from './observation.ts'
import { originNoise } from './origin-noise.ts'
import { pathTemplate } from './path-template.ts'

/** What traffic does not show. */
export interface TrafficAnswers {
  /** Public origins of the API. */
  readonly self: readonly string[]
  readonly contact: string | null
  readonly owner: string | null
  /** The address of the JSON Schema. */
  readonly schema: string
  /** The name of the source, for findings and the comment at the top. */
  readonly file: string
}

/** A draft, and what it leaves out. */
export interface TrafficDraft {
  readonly draft: Draft
  readonly findings: readonly Finding[]
}

/**
 * Drafts a policy that grants what was seen and allowed: for each origin its methods, request headers, cookies and WebSockets, path by path.
 *
 * Origins that are not those of a website, that the server refused every time, or that a policy cannot trust are left out with a
 * finding. Counts are comments beside origins and paths.
 */
export function draftFromTraffic(
  observations: readonly Observation[],
  answers: TrafficAnswers,
): TrafficDraft {
  const found: UnplacedFinding[] = []
  const report = (code: UnplacedFinding['code'], message: string): void => {
    found.push({ code, message })
  }
  const access: Access[] = []
  const pathNotes = new Map<string, Map<string, number>>()
  for (const [origin, all] of Map.groupBy(observations, (one) => one.origin)) {
    const seen = all.filter(({ allowed }) => allowed !== 'no')
    const total = countOf(all)
    const why = leftOut(origin, all, seen, answers.self)
    if (why !== undefined) {
      report('MQ-873', `\`${shorten(origin)}\` is left out (${requests(total)}): ${why}`)
      continue
    }
    const refused = total - countOf(seen)
    if (refused > 0)
      report(
        'MQ-874',
        `${requests(refused)} of \`${origin}\` that the server did not allow to be read`,
      )
    const secure = trustProblem(origin, answers.self, true) === undefined
    const withCookies = countOf(seen.filter(({ cookies }) => cookies))
    if (withCookies > 0 && !secure)
      report(
        'MQ-873',
        `cookies of \`${origin}\` are left out (${requests(withCookies)}): it is not served over TLS`,
      )
    const note = `${requests(countOf(seen))}${withCookies > 0 ? `, ${withCookies} with cookies` : ''}`
    for (const [path, here] of Map.groupBy(seen, ({ path }) => pathTemplate(path))) {
      if (path === undefined) {
        report(
          'MQ-874',
          `${requests(countOf(here))} of \`${origin}\` to paths that layers may read in more than one way`,
        )
        continue
      }
      const methods = pathNotes.get(path) ?? new Map<string, number>()
      pathNotes.set(path, methods)
      for (const [method, same] of Map.groupBy(here, (one) => one.method)) {
        const count = countOf(same)
        // A preflight alone shows what a page asked for, and not that it got it.
        if (count === 0) continue
        const sockets = same.filter(({ isWebSocket }) => isWebSocket)
        const others = same.filter(({ isWebSocket }) => !isWebSocket)
        const credentials = secure && others.some(({ cookies }) => cookies)
        // The grant of a WebSocket takes credentials (D25), which GET requests without cookies must not get.
        const websocket =
          sockets.length > 0 && secure && (credentials || others.every((one) => one.count === 0))
        if (sockets.length > 0) {
          const what = `\`${origin}\` opened WebSockets at \`${path}\` (${requests(countOf(sockets))})`
          report(
            'MQ-877',
            `${what}: ${websocket ? WITH_COOKIES : secure ? ALSO_WITHOUT : INSECURE}`,
          )
        }
        if (!websocket && countOf(others) === 0) continue
        addTo(methods, method, countOf(others))
        addTo(methods, 'WebSocket', websocket ? countOf(sockets) : 0)
        access.push({
          origin,
          paths: [path],
          methods: [method],
          requestHeaders: [...new Set(others.flatMap((one) => one.requestHeaders))].sort(),
          exposeHeaders: [],
          credentials: credentials || websocket,
          websocket,
          read: true,
          maxAge: null,
          owner: answers.owner,
          note,
        })
      }
    }
  }
  const draft = draftFromAccess({
    comments: [
      `A first policy from the traffic in ${answers.file}. Review it before use: it grants what was recorded, intended or`,
      'not. Traffic does not show which response headers script reads: add them to `exposeHeaders`.',
    ],
    schema: answers.schema,
    self: answers.self,
    contact: answers.contact,
    access,
    paths: [],
    pathNotes: new Map([...pathNotes].map(([path, methods]) => [path, noteOf(methods)])),
    isSplitByName: true,
    isExact: true,
  })
  return { draft, findings: joinWithoutPositions(answers.file, found) }
}

/** What is reported of WebSockets: browsers always send cookies with them. */
const WITH_COOKIES = 'the draft grants them, with `credentials: true`'
const ALSO_WITHOUT =
  'the draft does not grant them, because GET requests without cookies were recorded at the same path'
const INSECURE = 'the draft does not grant them, because the origin is not served over TLS'

function addTo(counts: Map<string, number>, name: string, count: number): void {
  if (count > 0) counts.set(name, (counts.get(name) ?? 0) + count)
}

function leftOut(
  origin: string,
  all: readonly Observation[],
  seen: readonly Observation[],
  self: readonly string[],
): string | undefined {
  if (self.includes(origin)) return 'the API itself needs no grant'
  return (
    originNoise(origin) ??
    (countOf(seen) === 0 && countOf(all) > 0
      ? 'the server never allowed it to read an answer'
      : countOf(seen) === 0
        ? 'only preflights were seen'
        : trustProblem(origin, self, false))
  )
}

function countOf(observations: readonly Observation[]): number {
  return observations.reduce((sum, { count }) => sum + count, 0)
}

function requests(count: number): string {
  return count === 1 ? '1 request' : `${count} requests`
}

function noteOf(methods: ReadonlyMap<string, number>): string {
  const counts = [...methods]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([method, count]) => `${method} ${count}`)
  return `requests: ${counts.join(', ')}`
}
