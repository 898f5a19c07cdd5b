/**
 * The findings: readable without script.
 *
 * @module
 */
import type { HeaderLine } from '@marque/core'
import type { LayerFinding } from '../report/index.ts'
import { html, type Markup } from './markup.ts'
import { answerWords, decisionWords, isPolicyHeader, listOf } from './words.ts'

const SEVERITIES: readonly string[] = ['error', 'warning', 'note']

/** Those of the baseline last, then by severity; otherwise in the order of the report. */
export function inOrder(findings: readonly LayerFinding[]): readonly LayerFinding[] {
  const weight = ({ severity, inBaseline }: LayerFinding): number =>
    (inBaseline === true ? 10 : 0) + SEVERITIES.indexOf(severity)
  return findings.toSorted((a, b) => weight(a) - weight(b))
}

/** `MQ-605 reflects-any-origin at proxy` */
export function findingTitle({ code, cause, layer }: LayerFinding): string {
  return `${code} ${cause} at ${layer}`
}

export function findingsSection(findings: readonly LayerFinding[]): Markup {
  return html`<section id="findings" aria-labelledby="findings-heading">
<h2 id="findings-heading">Findings</h2>
${findings.length === 0 ? html`<p class="good">✓ No finding.</p>` : findings.map(findingPart)}
</section>`
}

function findingPart(finding: LayerFinding, index: number): Markup {
  const { severity, layer, resource, code, cause, message, why, help, alsoSeenAt, seen } = finding
  const isOpen = severity !== 'note' && finding.inBaseline !== true
  return html`<details class="finding ${severity}" id="finding-${index + 1}"${isOpen ? html` open` : ''}>
<summary><span class="severity ${severity}">${severity}</span>${finding.inBaseline === true ? html` <span class="severity known">in the baseline</span>` : ''} <strong><bdi>${layer}</bdi></strong>: ${withCode(message)} <span class="quiet">${code} ${cause}</span></summary>
<div class="body">
<p>${withCode(sentence(why))}</p>
${help === null ? '' : html`<p><strong>How to fix:</strong> ${withCode(sentence(help))}</p>`}
<p class="quiet">${resource === null ? '' : html`Resource <bdi><code>${resource}</code></bdi>. `}Seen by ${seen.toLocaleString('en')} ${seen === 1 ? 'probe' : 'probes'}.${alsoSeenAt.length === 0 ? '' : html` Passed on by <bdi>${listOf(alsoSeenAt)}</bdi>, which is not at fault.`}</p>
${finding.curl === '' ? '' : html`<div class="command"><pre tabindex="0" aria-label="Command that repeats the smallest probe"><code>${finding.curl}</code></pre><button type="button" class="copy" hidden>Copy command</button></div>`}
${comparison(finding)}
</div>
</details>`
}

/** What the policy decides beside what the layer answered, with the lines that only one of them has marked. */
function comparison({ expected, got, curl }: LayerFinding): Markup {
  if (curl === '' && expected === null) return html``
  const decided: readonly HeaderLine[] =
    expected === null
      ? []
      : expected.vary.length === 0
        ? expected.headers
        : [...expected.headers, ['vary', expected.vary.join(', ')]]
  const answered = got.headers.filter(([name]) => isPolicyHeader(name))
  const others = got.headers.length - answered.length
  return html`<div class="sides">
<div><h3>Expected</h3>${expected === null ? html`<p class="quiet">No decision is concerned.</p>` : html`<p>${decisionWords(expected)}</p>${lines(decided, answered, 'missing')}`}</div>
<div><h3>Got</h3><p>${answerWords(got.status, undefined)}</p>${lines(answered, expected === null ? answered : decided, 'not expected')}${others === 0 ? '' : html`<p class="quiet">and ${others} other header ${others === 1 ? 'line' : 'lines'}</p>`}</div>
</div>`
}

/** Header lines; those of CORS that the other side lacks are marked, with `lacking` where it has no line of that name. */
function lines(own: readonly HeaderLine[], other: readonly HeaderLine[], lacking: string): Markup {
  if (own.length === 0) return html`<p class="quiet">No CORS header.</p>`
  const others = new Set(other.map(comparable))
  const names = new Set(other.map(([name]) => name.toLowerCase()))
  return html`<ul class="lines">${own.map((line) => {
    const isMarked =
      /^(?:access-control-|timing-allow)/i.test(line[0]) && !others.has(comparable(line))
    const text = html`<code>${line[0]}: ${line[1]}</code>`
    return isMarked
      ? html`<li class="marked">${text} <span class="mark">${names.has(line[0].toLowerCase()) ? 'differs' : lacking}</span></li>`
      : html`<li>${text}</li>`
  })}</ul>`
}

/** Equal for lines that mean the same: neither names nor lists of them have an order. */
function comparable([name, value]: HeaderLine): string {
  const items = value.split(',').map((item) => item.trim())
  return `${name.toLowerCase()}: ${items.toSorted().join()}`
}

/** Text with `code` between backticks. */
function withCode(text: string): Markup {
  return html`${text.split('`').map((part, index, parts) =>
    // An unpaired backtick is only a backtick.
    index % 2 === 1 && index < parts.length - 1
      ? html`<bdi><code>${part}</code></bdi>`
      : html`${index % 2 === 1 ? '`' : ''}${part}`,
  )}`
}

function sentence(text: string): string {
  const first = text.charAt(0).toUpperCase()
  return `${first}${text.slice(1)}${/[.!?]$/.test(text) ? '' : '.'}`
}
