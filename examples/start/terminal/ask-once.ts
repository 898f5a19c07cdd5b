/**
 * `npm start -- --once`: the requests of every page, sent as a browser would, and what came of them, in one table.
 *
 * @module
 */
import type { Company } from '../company/company.ts'
import { type Ask, asksOf, headersOf, urlOf } from '../page/catalogue.ts'
import type { Explained } from '../page/explain.ts'
import type { PlaceName } from '../page/setup.ts'
import type { Ink } from './ink.ts'
import { post, sendAs } from './send.ts'

/** What became of one request. */
export interface Cell {
  readonly reaches: boolean
  readonly reads: boolean
  readonly reason: string
}

export interface Line {
  readonly ask: Ask
  /** In the order of {@link COLUMNS}. */
  readonly cells: readonly Cell[]
}

export const COLUMNS: readonly (readonly [place: PlaceName, title: string])[] = [
  ['web', 'application'],
  ['shop', 'partner'],
  ['hostile', 'stranger'],
]

/** Other sites' pages send no Lax cookie. */
const SAME_SITE: ReadonlySet<PlaceName> = new Set(['web'])

/**
 * Sends everything once.
 *
 * @throws The gateway did otherwise than its explain endpoint says.
 */
export async function askOnce({
  api,
  places,
  arrivals,
}: Pick<Company, 'api' | 'places' | 'arrivals'>): Promise<readonly Line[]> {
  let session: string | null = null
  const lines: Line[] = []
  for (const ask of asksOf('web')) {
    const cells: Cell[] = []
    for (const [name] of COLUMNS) {
      const origin = places.find((place) => place.name === name)?.origin ?? ''
      const carried = SAME_SITE.has(name) ? session : null
      const said = await explainTo(origin, ask, api)
      const id = `${ask.id}-${name}-once`
      const sent = await sendAs(origin, ask, api, id, said.preflight.needed, carried)
      if (name === 'web') session = sent.cookie ?? session
      const reaches = arrivals.of(id).length > 0
      if (said.reach !== null && reaches !== said.reach) {
        throw new Error(
          `${origin} asks to ${ask.title}: ${reaches ? 'it arrived' : 'it did not arrive'}, and the gateway says otherwise (${said.reason})`,
        )
      }
      cells.push({ reaches, reads: sent.isReadable, reason: said.reason })
    }
    lines.push({ ask, cells })
  }
  return lines
}

async function explainTo(origin: string, ask: Ask, api: string): Promise<Explained> {
  const question = {
    url: urlOf(ask, api, ''),
    method: ask.method,
    headers: headersOf(ask),
    credentials: ask.credentials,
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
  const width = Math.max(...lines.map(({ ask }) => ask.title.length)) + 2
  const column = 33
  const head = ['', ...COLUMNS.map(([, title]) => title)]
  const rows = lines.map(({ ask, cells }) =>
    [ask.title.padEnd(width), ...cells.map((cell) => wordOf(cell, column, ink))].join('').trimEnd(),
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
