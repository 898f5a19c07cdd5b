/**
 * `docs/reference/browsers.md`, from the table of scenarios and the table of differences.
 *
 * @module
 */
import { BROWSERS, type BrowserName } from '@marque/core/browsers'
import { DIFFERENCES, type Difference, MEASURED } from '../differences.ts'
import { type Scenario, type Topic, wantOf } from '../scenario.ts'
import { TOPICS } from '../topics/index.ts'

/** The text of the page. */
export function browsersPage(): string {
  const products = BROWSERS.map((name) => MEASURED[name].product)
  return `${[
    '# What browsers do',
    '<!-- Written by conformance/browsers/reference/write.ts: change the tables there. -->',
    `What ${products.slice(0, -1).join(', ')} and ${products.at(-1)} do with answers to cross-origin requests, measured on 22 November 2026 in Debian 12.`,
    'The suite `browsers` of `npm test` runs every scenario of this page in the browsers that are installed, and fails when one does otherwise; the model behind `marque explain` is held against the same table.',
    '## Differences between the engines',
    differencesTable(),
    '## The scenarios',
    LEGEND,
    ...TOPICS.flatMap(topicSection),
  ].join('\n\n')}\n`
}

const LEGEND = `Each scenario begins without a kept preflight. The page is of an origin that the policy grants, unless it says otherwise. What happens, in order:

- \`ask PUT x-a,x-b\`: a preflight arrives, with this Access-Control-Request-Method and these Access-Control-Request-Headers.
- \`send PUT\`: the request arrives; \`with a,b\`: with these headers from script; \`cookie\`: with the cookie of a login; \`from null\`, \`from nobody\`: with
  another Origin than the page's, or none; \`to other\`: at another host than the API.
- \`read 200\`: script reads the answer; \`seeing etag\`: and these of its headers. The answers have ${'`ETag`, `Retry-After`, `Set-Cookie`, `X-One` and `X-Two`'}.
- \`shown\`, \`message\`, \`opaque\`: the image is shown, the WebSocket brings a message, script learns that there was an answer.
- \`fail\`: script gets an error and nothing else.
- \`|\` stands between two requests of one page.`

function differencesTable(): string {
  const head = ['What', ...BROWSERS.map((name) => MEASURED[name].product), 'How it is known']
  return table(
    head,
    DIFFERENCES.map((each) => [
      each.what,
      ...BROWSERS.map((name) => each.does[name]),
      knownFrom(each),
    ]),
  )
}

function knownFrom({ seen = [], test, source }: Difference): string {
  const ran = test?.in.map((name) => MEASURED[name].product.replace(/ .*/, '')) ?? []
  return [
    ...(seen.length > 0 ? [`seen in each run: ${seen.map(link).join(', ')}`] : []),
    ...(test ? [`seen in each run of \`${test.file}\` (${ran.join(', ')})`] : []),
    ...(source === undefined ? [] : [source]),
  ].join('; ')
}

function link(id: string): string {
  return `[${id}](#${id})`
}

function topicSection({ name, scenarios }: Topic): readonly string[] {
  return [`### ${name}`, table(['Scenario', 'What happens'], scenarios.map(row))]
}

function row(scenario: Scenario): readonly string[] {
  const { id, title, page = 'app' } = scenario
  const from = page === 'app' ? '' : `, from ${PAGES[page]}`
  return [`<a id="${id}"></a>\`${id}\`: ${title}${from}`, traces(scenario)]
}

const PAGES = {
  evil: 'an origin that is not granted',
  far: 'another site',
  sandbox: 'a sandboxed page, whose origin is `null`',
} as const

/** One trace where all do the same; else each engine's. */
function traces(scenario: Scenario): string {
  if (scenario.but === undefined) return code(scenario.want)
  const others = BROWSERS.filter((name) => wantOf(scenario, name) !== scenario.want)
  const same = BROWSERS.filter((name) => !others.includes(name))
  const line = (names: readonly BrowserName[], trace: string): string =>
    `${names.map((name) => MEASURED[name].product.replace(/ .*/, '')).join(', ')}: ${code(trace)}`
  return [
    ...(same.length > 0 ? [line(same, scenario.want)] : []),
    ...others.map((name) => line([name], wantOf(scenario, name))),
  ].join('<br>')
}

function code(trace: string): string {
  return `\`${trace.replaceAll('|', '\\|')}\``
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n')
}
