/**
 * The layers in order, and what was left out.
 *
 * @module
 */
import type { VerifyReport } from '../report/index.ts'
import { html, type Markup } from './markup.ts'
import { countOf } from './words.ts'

export function layersSection({ layers, findings, leftOut }: VerifyReport): Markup {
  const rows = layers.map(({ name, url, sent, drifted, unanswered }, index) => {
    const own = findings.filter(({ layer }) => layer === name)
    return html`<tr>
<th scope="row"><span class="step" aria-hidden="true">${index + 1}</span> <bdi>${name}</bdi></th>
<td data-label="Address"><code>${url}</code></td>
<td data-label="Requests" class="number">${count(sent)}</td>
<td data-label="Answers that differ" class="number">${count(drifted)}</td>
<td data-label="No answer" class="number">${count(unanswered)}</td>
<td data-label="Findings">${sent === 0 && own.length === 0 ? html`<span class="quiet">not asked</span>` : findingCounts(own.map(({ severity }) => severity))}</td>
</tr>`
  })
  const reasons = Object.entries(leftOut)
  return html`<section aria-labelledby="layers-heading">
<h2 id="layers-heading">Layers</h2>
<p class="quiet">In the order in which a request passes through them.</p>
<table class="layers">
<thead><tr><th scope="col">Layer</th><th scope="col">Address</th><th scope="col" class="number">Requests</th><th scope="col" class="number">Answers that differ</th><th scope="col" class="number">No answer</th><th scope="col">Findings</th></tr></thead>
<tbody>
${rows}
</tbody>
</table>
${reasons.length === 0 ? '' : html`<details class="left-out"><summary>${countOf(sum(Object.values(leftOut)), 'probe')} left out</summary><ul>${reasons.map(([why, number]) => html`<li>${count(number)} ${LEFT_OUT[why] ?? why} <code>${why}</code></li>`)}</ul></details>`}
</section>`
}

/** Reasons of `leftOut`, in words. */
const LEFT_OUT: { readonly [why: string]: string } = {
  mutating: 'would change data, and are sent with --mutating only',
  'delete-without-path': 'are DELETE of a path that no --path names',
  'max-probes': 'are beyond --max-probes',
  token: 'need a signed token',
  'condition-unknown': 'depend on what the login is, which --context says',
  unreachable: 'were not sent to a layer that is unreachable',
  unsteady: 'were not sent to a layer that failed too often',
  interrupted: 'were not sent before the run was interrupted',
  'no-etag': 'need an ETag that the layer did not give',
  'no-websocket': 'are WebSocket handshakes, and the layer speaks HTTP/2 only',
}

function findingCounts(severities: readonly string[]): Markup {
  const counts = (['error', 'warning', 'note'] as const).flatMap((severity) => {
    const number = severities.filter((one) => one === severity).length
    return number === 0
      ? []
      : [html`<span class="severity ${severity}">${countOf(number, severity)}</span> `]
  })
  return counts.length === 0 ? html`<span class="good">✓ none</span>` : html`${counts}`
}

function count(number: number): string {
  return number.toLocaleString('en')
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0)
}
