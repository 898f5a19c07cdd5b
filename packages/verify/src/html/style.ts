/**
 * The style sheet of the page.
 *
 * @module
 */

/** Colours have at least 4.5:1 against what is behind them, in both schemes. */
export const STYLE = `
:root {
  --paper: #fbfaf7; --sheet: #fff; --ink: #1d1c1a; --quiet: #5d5a54; --line: #dcd8cf; --edge: #8b867b; --accent: #1f4e79;
  --yes: #1d6138; --yes-sheet: #e3f1e7; --no: #9b1c1c; --no-sheet: #fae1df; --warn: #7a4b00; --warn-sheet: #faeed3;
  --none: #4a4f57; --none-sheet: #e8e9eb; --code: #f3f1eb;
  --sans: system-ui, -apple-system, "Segoe UI", "Helvetica Neue", Arial, sans-serif;
  --mono: ui-monospace, "SF Mono", "Cascadia Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace;
  color-scheme: light dark;
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #161718; --sheet: #1d1f20; --ink: #e9e6df; --quiet: #a9a59b; --line: #36383a; --edge: #7b7d7f; --accent: #9cc4ec;
    --yes: #8fd3a5; --yes-sheet: #1a2e21; --no: #f8b0a9; --no-sheet: #4a2120; --warn: #e6bf78; --warn-sheet: #362c14;
    --none: #c3c7cd; --none-sheet: #2f3338; --code: #27292a;
  }
}
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; text-size-adjust: 100%; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 1rem/1.5 var(--sans); overflow-wrap: break-word; }
header, main, footer { max-width: 90rem; margin: 0 auto; padding: 0 clamp(0.75rem, 2.5vw, 2.5rem); }
header { padding-top: 1.5rem; }
footer { color: var(--quiet); font-size: 0.875rem; margin-top: 3rem; padding-bottom: 2rem; overflow-wrap: anywhere; }
h1, h2, h3, h4 { line-height: 1.25; margin: 0; text-wrap: balance; }
h1 { font-size: 1.6rem; }
h2 { font-size: 1.25rem; margin-bottom: 0.5rem; }
h3 { font-size: 1rem; }
h4 { font-size: 0.875rem; color: var(--quiet); }
p { margin: 0 0 0.5rem; }
ul, ol { margin: 0 0 0.5rem; padding-left: 1.25rem; }
section { margin-top: 2rem; }
a { color: var(--accent); }
code, pre { font-family: var(--mono); font-size: 0.8125rem; unicode-bidi: isolate; direction: ltr; }
code { background: var(--code); border-radius: 3px; padding: 0.08em 0.3em; overflow-wrap: anywhere; }
pre { margin: 0; padding: 0.6rem 0.75rem; background: var(--code); border-radius: 4px; white-space: pre-wrap; overflow-wrap: anywhere; }
pre code { padding: 0; background: none; }
bdi { overflow-wrap: anywhere; }
[hidden] { display: none !important; }
.quiet, .kicker { color: var(--quiet); font-size: 0.875rem; }
.kicker { margin: 0 0 0.25rem; }
.hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.skip { position: absolute; left: -999rem; top: 0; background: var(--sheet); padding: 0.5rem 1rem; z-index: 3; }
.skip:focus { left: 0.5rem; top: 0.5rem; }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
h3:focus { outline: none; }
.verdict { margin-bottom: 0.5rem; padding: 0.75rem 1rem; border-radius: 6px; border-left: 6px solid; }
.verdict.good, .outcome.right, .cell.right { background: var(--yes-sheet); color: var(--yes); }
.verdict.warning, .severity.warning, .outcome.unanswered, .cell.unanswered { background: var(--warn-sheet); color: var(--warn); }
.verdict.bad, .severity.error, .outcome.differs, .cell.differs { background: var(--no-sheet); color: var(--no); }
.verdict.unknown, .severity.note, .severity.known, .outcome.harmless, .cell.harmless { background: var(--none-sheet); color: var(--none); }
.good { color: var(--yes); }
.severity, .outcome { display: inline-block; padding: 0 0.45rem; border-radius: 3px; font-size: 0.8125rem; font-weight: 600; white-space: nowrap; }
.outcome { min-width: 1.6rem; text-align: center; }
table { border-collapse: collapse; }
.layers { width: 100%; background: var(--sheet); }
.layers th, .layers td { padding: 0.4rem 0.75rem; border-bottom: 1px solid var(--line); text-align: left; vertical-align: top; }
.layers thead th { font-size: 0.8125rem; color: var(--quiet); }
.layers .number { text-align: right; font-variant-numeric: tabular-nums; }
.step { color: var(--quiet); font-weight: 400; }
summary { cursor: pointer; padding: 0.25rem 0; min-height: 1.5rem; }
.left-out { margin-top: 0.5rem; font-size: 0.875rem; }
.finding { background: var(--sheet); border: 1px solid var(--line); border-left: 6px solid var(--edge); border-radius: 6px; margin-bottom: 0.75rem; padding: 0 1rem; }
.finding.error { border-left-color: var(--no); }
.finding.warning { border-left-color: var(--warn); }
.finding > summary { padding: 0.6rem 0; }
.finding .body { padding-bottom: 0.75rem; }
.finding p { max-width: 60rem; }
.command { display: flex; gap: 0.5rem; align-items: start; margin-bottom: 0.75rem; }
.command pre { flex: 1; min-width: 0; }
.sides { display: grid; gap: 0.75rem 1.5rem; grid-template-columns: repeat(auto-fit, minmax(min(100%, 18rem), 1fr)); }
.sides > div { min-width: 0; }
.sides p { margin: 0.15rem 0 0.35rem; font-size: 0.875rem; }
.lines { list-style: none; padding: 0; margin: 0 0 0.35rem; }
.marked code { background: var(--no-sheet); color: var(--no); font-weight: 600; }
.mark { color: var(--no); font-size: 0.8125rem; }
button, input[type="search"] { font: inherit; font-size: 0.875rem; color: inherit; background: var(--sheet); border: 1px solid var(--edge); border-radius: 4px; min-height: 2.25rem; padding: 0.35rem 0.7rem; }
button { cursor: pointer; }
button:hover { border-color: var(--accent); }
input[type="search"] { min-width: 0; width: 16rem; max-width: 100%; }
.controls { display: flex; flex-wrap: wrap; gap: 0.5rem 0.75rem; align-items: center; margin-bottom: 0.5rem; font-size: 0.875rem; }
.check { display: inline-flex; gap: 0.4rem; align-items: center; min-height: 1.5rem; }
.check input { width: 1.1rem; height: 1.1rem; margin: 0; accent-color: var(--accent); }
.legend { list-style: none; padding: 0; display: flex; flex-wrap: wrap; gap: 0.35rem 1.25rem; font-size: 0.875rem; }
.frame { position: relative; overflow: auto; max-height: 75vh; scrollbar-color: var(--edge) var(--sheet); border: 1px solid var(--line); border-radius: 6px; background: var(--sheet); width: fit-content; max-width: 100%; margin-bottom: 0.5rem; }
.matrix { border-collapse: separate; border-spacing: 0; font-size: 0.8125rem; }
.matrix th, .matrix td { padding: 2px; border-bottom: 1px solid transparent; text-align: center; background: var(--sheet); }
.matrix tbody tr:last-child > *, .matrix th.resource { border-bottom-color: var(--line); }
.matrix thead { position: sticky; top: 0; z-index: 2; }
.matrix thead th { vertical-align: bottom; padding: 0.35rem 0.3rem; border-bottom: 1px solid var(--line); font-weight: 600; }
.matrix th.resource, .matrix th.layer { text-align: left; padding: 0.25rem 0.6rem; }
.matrix th.resource { position: sticky; left: 0; z-index: 1; vertical-align: top; min-width: 8rem; max-width: 14rem; overflow-wrap: anywhere; }
.matrix th.layer { font-weight: 400; white-space: nowrap; }
.matrix tbody th.layer { color: var(--quiet); }
.origin { font-family: var(--mono); font-weight: 400; font-size: 0.75rem; min-width: 9rem; max-width: 12rem; overflow-wrap: anywhere; }
.number-of, .note-of { display: block; font: 400 0.75rem var(--sans); color: var(--quiet); }
.matrix button.role { width: 100%; font-weight: 600; font-size: 0.8125rem; padding: 0.2rem 0.5rem; }
.matrix button.role::after { content: " ▸"; color: var(--quiet); }
.matrix button.role[aria-expanded="true"]::after { content: " ▾"; }
.matrix button.role .number-of { display: inline; }
.cell { width: 100%; min-width: 4.75rem; min-height: 1.75rem; padding: 0.1rem 0.4rem; border: 1px solid transparent; font-size: 0.8125rem; font-variant-numeric: tabular-nums; white-space: nowrap; }
.cell.differs { font-weight: 700; }
.cell:hover, .cell[aria-current] { border-color: currentColor; }
.cell[aria-current] { outline: 2px solid currentColor; outline-offset: -1px; }
.cell:focus-visible { outline: 3px solid var(--accent); outline-offset: -1px; }
.empty { color: var(--quiet); }
.panel { border: 1px solid var(--line); border-radius: 6px; background: var(--sheet); padding: 1rem; margin-top: 1rem; }
.panel-head { display: flex; flex-wrap: wrap; gap: 0.5rem 1rem; justify-content: space-between; align-items: start; }
.panel-head h3 { min-width: 0; overflow-wrap: anywhere; }
.probes { list-style: none; padding: 0; }
.probes li + li { border-top: 1px solid var(--line); }
.lines li + li { border: 0; }
.probe > summary { padding: 0.4rem 0; overflow-wrap: anywhere; }
.probe > .sides { padding: 0.25rem 0 0.75rem; }
.from { font-size: 0.8125rem; }
@media (max-width: 44rem) {
  h1 { font-size: 1.3rem; }
  .layers thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  .layers, .layers tbody, .layers tr { display: block; }
  .layers tr { display: flex; flex-wrap: wrap; gap: 0 1rem; padding: 0.5rem 0.75rem; border-bottom: 1px solid var(--line); }
  .layers th, .layers td, .layers .number { display: block; padding: 0; border: 0; text-align: left; font-size: 0.875rem; }
  .layers th { flex-basis: 100%; font-size: 1rem; }
  .layers td::before { content: attr(data-label) ": "; color: var(--quiet); }
  .finding { padding: 0 0.75rem; }
  .command { display: block; }
  .command pre { margin-bottom: 0.5rem; }
  .matrix th.resource { min-width: 5.5rem; max-width: 6.5rem; padding: 0.25rem 0.4rem; }
  .matrix th.layer { padding: 0.25rem 0.4rem; }
  .origin { min-width: 7rem; }
  .cell { min-width: 4rem; }
}
@media print {
  :root {
    --paper: #fff; --sheet: #fff; --ink: #000; --quiet: #444; --line: #bbb; --edge: #666; --accent: #000; --code: #fff; --none: #333;
    --yes: #1d6138; --yes-sheet: #fff; --no: #9b1c1c; --no-sheet: #fff; --warn: #7a4b00; --warn-sheet: #fff; --none-sheet: #fff;
    color-scheme: light;
  }
  body { font-size: 10pt; }
  header, main, footer { max-width: none; padding: 0; }
  .skip, .copy, .controls, .close, #matrix-help, .frame + button { display: none; }
  .verdict, .severity, .outcome, .cell { border: 1px solid; }
  details.finding::details-content { content-visibility: visible; block-size: auto; }
  .finding, .matrix tbody, .layers tr { break-inside: avoid; }
  h2, h3, summary { break-after: avoid; }
  .frame { max-height: none; overflow: visible; border: 0; }
  .matrix thead, .matrix th.resource { position: static; }
  .matrix { font-size: 7.5pt; }
  .cell { min-width: 0; min-height: 0; padding: 0 0.25rem; font-size: 7.5pt; }
  pre { border: 1px solid var(--line); }
}
`
