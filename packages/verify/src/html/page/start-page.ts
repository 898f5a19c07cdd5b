/**
 * The script of the page: the matrix with its controls, copy buttons, print.
 *
 * @module
 */
import type { MatrixData } from '../matrix-data.ts'
import type { arrangeMatrix } from './arrange-matrix.ts'
import type { createElement } from './create-element.ts'
import type { PageElement, PageWindow } from './dom.ts'
import type { drawProbes } from './draw-probes.ts'
import type { CellPosition, drawTable } from './draw-table.ts'

/** The other functions of the page. */
export interface PageParts {
  readonly arrangeMatrix: typeof arrangeMatrix
  readonly createElement: typeof createElement
  readonly drawProbes: typeof drawProbes
  readonly drawTable: typeof drawTable
}

/** Starts the page. Self-contained: its source is copied into the page. */
export function startPage({
  arrangeMatrix,
  createElement: create,
  drawProbes,
  drawTable,
}: PageParts): void {
  const page = globalThis as unknown as PageWindow
  const { document } = page
  /** Resources drawn at once, probes of a cell, and columns of a role. */
  const most = { rows: 40, probes: 40, columns: 40, originsAtStart: 8 }

  const startCopyButtons = (): void => {
    for (const button of document.querySelectorAll('.copy')) {
      button.hidden = false
      button.addEventListener('click', async () => {
        const code = button.parentElement?.querySelector('code')
        if (!code) return
        try {
          await page.navigator.clipboard.writeText(code.textContent)
          button.textContent = 'Copied'
        } catch {
          page.getSelection()?.selectAllChildren(code)
          button.textContent = 'Selected: copy with the keyboard'
        }
        setTimeout(() => {
          button.textContent = 'Copy command'
        }, 4000)
      })
    }
  }

  const startMatrix = (root: PageElement, data: MatrixData): void => {
    const expanded = new Set(
      data.origins.length <= most.originsAtStart ? data.origins.map(({ role }) => role) : [],
    )
    let arrangement = arrangeMatrix(data, expanded, most.columns)
    let limit = most.rows

    const search = create('input', { type: 'search', id: 'matrix-search', autocomplete: 'off' })
    const onlyFaulty = create('input', { type: 'checkbox', id: 'matrix-faulty' })
    onlyFaulty.checked = arrangement.faulty.size > 0 && data.resources.length > most.rows
    const status = create('p', { role: 'status', class: 'quiet' })
    const frame = create('div', {
      class: 'frame',
      tabindex: 0,
      role: 'region',
      'aria-label': 'Matrix',
    })
    const more = create('button', { type: 'button' })
    const panel = create('section', { class: 'panel', 'aria-labelledby': 'panel-heading' })
    panel.hidden = true

    const draw = (): void => {
      const text = search.value.trim().toLowerCase()
      const rows = [...data.resources.keys()].filter((index) => {
        if (onlyFaulty.checked && !arrangement.faulty.has(index)) return false
        return (data.resources[index] ?? 'no resource').toLowerCase().includes(text)
      })
      const shown = rows.slice(0, limit)
      const events = { onOpen: open, onToggle: toggle }
      frame.replaceChildren(drawTable(data, arrangement, shown, expanded, events, create))
      const of = data.resources.length.toLocaleString('en')
      status.textContent = `${shown.length.toLocaleString('en')} of ${of} resources shown, ${arrangement.faulty.size.toLocaleString('en')} with a difference.`
      more.hidden = shown.length === rows.length
      more.textContent = `Show ${Math.min(most.rows, rows.length - shown.length)} more resources`
    }

    const toggle = (role: number): void => {
      if (!expanded.delete(role)) expanded.add(role)
      arrangement = arrangeMatrix(data, expanded, most.columns)
      draw()
      frame.querySelector(`[data-role="${role}"]`)?.focus()
    }

    const open = ({ resource, layer, column }: CellPosition, button: PageElement): void => {
      const { probe, layer: layers } = data.observations
      const observations: number[] = []
      for (let at = 0; at < probe.length; at++) {
        const its = probe[at] ?? 0
        if (layers[at] !== layer || data.probes.resource[its] !== resource) continue
        if (arrangement.columnOf[data.probes.origin[its] ?? 0] === column) observations.push(at)
      }
      const name = data.resources[resource] ?? null
      const layerName = data.layers[layer] ?? ''
      const findings = data.findings.flatMap((finding, index) =>
        finding.layers.includes(layerName) &&
        (finding.resource === null || finding.resource === name)
          ? [create('li', {}, create('a', { href: `#finding-${index + 1}` }, finding.title))]
          : [],
      )
      for (const old of frame.querySelectorAll('[aria-current]'))
        old.removeAttribute('aria-current')
      button.setAttribute('aria-current', 'true')
      const heading = create(
        'h3',
        { id: 'panel-heading', tabindex: -1 },
        (button.getAttribute('aria-label') ?? '').replace(/:[^:]*$/, ''),
      )
      const close = create('button', { type: 'button', class: 'close' }, 'Back to the matrix')
      close.addEventListener('click', () => {
        panel.hidden = true
        button.removeAttribute('aria-current')
        button.focus()
      })
      const number = `${observations.length.toLocaleString('en')} ${observations.length === 1 ? 'answer' : 'answers'}`
      panel.replaceChildren(
        create('div', { class: 'panel-head' }, heading, close),
        create('p', { class: 'quiet' }, `${number}, those that differ first.`),
        ...(findings.length === 0
          ? []
          : [create('p', {}, 'Findings of this layer:'), create('ul', {}, ...findings)]),
        drawProbes(data, observations, most.probes, create),
      )
      panel.hidden = false
      heading.focus()
    }

    panel.addEventListener('keydown', ({ key }) => {
      if (key === 'Escape') panel.querySelector('.close')?.click()
    })
    const restart = (): void => {
      limit = most.rows
      draw()
    }
    search.addEventListener('input', restart)
    onlyFaulty.addEventListener('change', restart)
    more.addEventListener('click', () => {
      const first = frame.querySelectorAll('tbody').length
      limit += most.rows
      draw()
      frame.querySelectorAll('tbody')[first]?.querySelector('.cell')?.focus()
    })

    const legend = [
      ['right', '✓', 'as decided'],
      ['differs', '✗', 'differs'],
      ['harmless', '~', 'differs in what no browser acts on'],
      ['unanswered', '?', 'no answer'],
    ].map(([kind, sign, words]) =>
      create('li', {}, create('span', { class: `outcome ${kind}` }, `${sign}`), ` ${words}`),
    )
    root.append(
      create(
        'p',
        { class: 'quiet', id: 'matrix-help' },
        'Each cell counts answers of one layer. It opens its probes; arrow keys move between cells. A role with several origins opens to a column each.',
      ),
      create('ul', { class: 'legend' }, ...legend),
      ...(data.omitted > 0
        ? [
            create(
              'p',
              {},
              `${data.omitted.toLocaleString('en')} answers that are as decided were left out: the run is too long for one page.`,
            ),
          ]
        : []),
      create(
        'div',
        { class: 'controls' },
        create('label', { for: 'matrix-search' }, 'Find a resource'),
        search,
        create('label', { class: 'check' }, onlyFaulty, ' Only resources with a difference'),
      ),
      status,
      frame,
      more,
      panel,
    )
    draw()
  }

  startCopyButtons()
  page.addEventListener('beforeprint', () => {
    for (const details of document.querySelectorAll('.finding')) details.open = true
  })
  // A link from a cell leads to a finding that may be folded.
  page.addEventListener('hashchange', () => {
    const target = document.getElementById(page.location.hash.slice(1))
    if (target?.matches('details')) target.open = true
  })
  const root = document.getElementById('matrix-root')
  const text = document.getElementById('matrix-data')?.textContent
  if (root !== null && text) startMatrix(root, JSON.parse(text) as MatrixData)
}
