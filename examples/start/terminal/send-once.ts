/**
 * `npm start -- --once`: sends the requests of every page as a browser would, and prints the results as a table.
 *
 * @module
 */
import type { Demo } from '../demo/index.ts'
import {
  type Explained,
  headersOf,
  type SampleRequest,
  type SiteName,
  sampleRequestsOf,
  urlOf,
} from '../page/index.ts'
import type { Ink } from './ink.ts'
import { post, sendAs } from './send.ts'

/** Result of one request. */
export interface Cell {
  readonly reaches: boolean
  readonly reads: boolean
  readonly reason: string
}

export interface Line {
  readonly sample: SampleRequest
  /** In the order of {@link COLUMNS}. */
  readonly cells: readonly Cell[]
}

export const COLUMNS: readonly (readonly [site: SiteName, title: string])[] = [
  ['web', 'application'],
  ['shop', 'partner'],
  ['hostile', 'stranger'],
]

/** Pages of other sites do not send Lax cookies. */
const SAME_SITE: ReadonlySet<SiteName> = new Set(['web'])

/**
 * Sends all requests once.
 *
 * @throws The gateway's decision differs from its explain endpoint.
 */
export async function sendOnce({
  api,
  sites,
  requestLog,
}: Pick<Demo, 'api' | 'sites' | 'requestLog'>): Promise<readonly Line[]> {
  let session: string | null = null
  const lines: Line[] = []
  for (const sample of sampleRequestsOf('web')) {
    const cells: Cell[] = []
    for (const [name] of COLUMNS) {
      const origin = sites.find((site) => site.name === name)?.origin ?? ''
      const carried = SAME_SITE.has(name) ? session : null
      const explained = await explainTo(origin, sample, api)
      const id = `${sample.id}-${name}-once`
      const sent = await sendAs(origin, sample, api, id, explained.preflight.needed, carried)
      if (name === 'web') session = sent.cookie ?? session
      const reaches = requestLog.of(id).length > 0
      if (explained.reach !== null && reaches !== explained.reach) {
        throw new Error(
          `${origin}: ${sample.title}: ${reaches ? 'it arrived' : 'it did not arrive'}, but the explain endpoint reports otherwise (${explained.reason})`,
        )
      }
      cells.push({ reaches, reads: sent.isReadable, reason: explained.reason })
    }
    lines.push({ sample, cells })
  }
  return lines
}

async function explainTo(origin: string, sample: SampleRequest, api: string): Promise<Explained> {
  const question = {
    url: urlOf(sample, api, ''),
    method: sample.method,
    headers: headersOf(sample),
    credentials: sample.credentials,
  }
  const { status, text } = await post(
    `${api}/.well-known/marque/explain`,
    origin,
    JSON.stringify(question),
  )
  if (status !== 200) throw new Error(`the explain endpoint answers ${status}`)
  return JSON.parse(text) as Explained
}

/** The table as text. */
export function tableOf(lines: readonly Line[], ink: Ink): string {
  const width = Math.max(...lines.map(({ sample }) => sample.title.length)) + 2
  const column = 33
  const head = ['', ...COLUMNS.map(([, title]) => title)]
  const rows = lines.map(({ sample, cells }) =>
    [sample.title.padEnd(width), ...cells.map((cell) => wordOf(cell, column, ink))]
      .join('')
      .trimEnd(),
  )
  return [
    `${' '.repeat(width)}${head
      .slice(1)
      .map((title) => title.padEnd(column))
      .join('')}`.trimEnd(),
    ...rows,
    '',
  ].join('\n')
}

function wordOf({ reaches, reads, reason }: Cell, width: number, ink: Ink): string {
  if (reads) return ink.yes('reads'.padEnd(width))
  const word = reaches ? 'arrives' : 'stopped'
  return `${ink.no(word)} ${ink.faint(reason)}`.padEnd(
    width + ink.no('').length + ink.faint('').length,
  )
}
