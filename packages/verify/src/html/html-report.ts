/**
 * The report as one HTML file.
 *
 * @module
 */
import { createHash } from 'node:crypto'
import type { Verification } from '../run/index.ts'
import { findingsSection, findingTitle, inOrder } from './findings-section.ts'
import { layersSection } from './layers-section.ts'
import { html, scriptJson, trusted } from './markup.ts'
import { packMatrix } from './pack-matrix.ts'
import { pageScript } from './page-script.ts'
import { STYLE } from './style.ts'
import { countOf, verdictOf } from './words.ts'

export interface HtmlReportOptions {
  /** What the page calls the policy, such as the name of its file. */
  readonly policyName: string
  /** Of Marque. */
  readonly version: string
}

/**
 * Renders a run as a page that loads nothing from outside and sends nothing.
 *
 * Findings are readable without script; the matrix of resources, origins and layers needs it. Everything that layers answered is escaped, with
 * characters that hide or reorder text made visible. The same run gives the same text. Its size is bounded: of more than 200,000 answers,
 * those that are as decided are left out from the end, and the page says how many.
 *
 * @returns The file, at most about 20 MB; 100,000 answers take about 3 MB.
 */
export function htmlReport(verification: Verification, options: HtmlReportOptions): string {
  const findings = inOrder(verification.report.findings)
  const report = { ...verification.report, findings }
  const { tone, headline } = verdictOf(report)
  const matrix = packMatrix({ ...verification, report }, findings.map(findingTitle))
  const script = pageScript()
  const time = report.startedAt.replace(/\.\d+/, '')
  const answers = verification.observations.length
  const sent = report.layers.reduce((total, layer) => total + layer.sent, 0)
  const page = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${trusted(contentSecurityPolicy(script))}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>${headline} – Marque verify, ${options.policyName}</title>
<link rel="icon" href="data:,">
<style>${trusted(STYLE)}</style>
</head>
<body>
<a class="skip" href="#findings">Skip to the findings</a>
<header>
<p class="kicker">Marque verify · <bdi>${options.policyName}</bdi></p>
<h1 class="verdict ${tone}"><span class="sign" aria-hidden="true">${SIGNS[tone]}</span> ${headline}</h1>
<p class="quiet">${report.environment}, started <time datetime="${report.startedAt}">${time}</time>. ${countOf(sent, 'request')} to ${countOf(report.layers.length, 'layer')}.${report.complete ? '' : ' The run is incomplete: what was not asked is unknown.'}</p>
</header>
<main>
${layersSection(report)}
${findingsSection(findings)}
<section id="matrix" aria-labelledby="matrix-heading">
<h2 id="matrix-heading">Resources, layers and origins</h2>
<noscript><p>The matrix needs JavaScript. The findings above do not.</p></noscript>
${answers === 0 ? html`<p>No answer was judged.</p>` : html`<div id="matrix-root"></div>`}
</section>
</main>
<footer>
<p>Policy <code>${report.bundle}</code>, seed ${report.seed}. Marque ${options.version}.</p>
</footer>
<script type="application/json" id="matrix-data">${scriptJson(matrix)}</script>
<script>${trusted(script)}</script>
</body>
</html>
`
  return page.markup
}

const SIGNS = { good: '✓', warning: '!', bad: '✗', unknown: '?' } as const

/** Forbids loading, sending, framing and submitting, and any other script. `img-src data:` allows the empty icon. */
function contentSecurityPolicy(script: string): string {
  return [
    "default-src 'none'",
    `script-src ${hashOf(script)}`,
    `style-src ${hashOf(STYLE)}`,
    'img-src data:',
    "base-uri 'none'",
    "form-action 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ].join('; ')
}

function hashOf(text: string): string {
  return `'sha256-${createHash('sha256').update(text).digest('base64')}'`
}
