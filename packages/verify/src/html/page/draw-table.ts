/**
 * The matrix as a table. Runs in the page.
 *
 * @module
 */
import type { MatrixData } from '../matrix-data.ts'
import type { Arrangement } from './arrange-matrix.ts'
import type { createElement } from './create-element.ts'
import type { PageElement } from './dom.ts'

export interface CellPosition {
  readonly resource: number
  readonly layer: number
  readonly column: number
}

/** What the table calls. */
export interface TableEvents {
  readonly onOpen: (cell: CellPosition, button: PageElement) => void
  readonly onToggle: (role: number) => void
}

/**
 * Draws one row for each layer of the given resources.
 *
 * Self-contained: its source is copied into the page.
 *
 * @param rows Indexes of resources.
 * @param expanded Roles whose origins have a column each.
 */
export function drawTable(
  data: MatrixData,
  { columns, counts }: Arrangement,
  rows: readonly number[],
  expanded: ReadonlySet<number>,
  { onOpen, onToggle }: TableEvents,
  create: typeof createElement,
): PageElement {
  const originWords = (column: number): string => {
    const one = columns[column]
    if (one === undefined) return ''
    const role = data.roles[one.role] ?? ''
    if (one.origin !== null) return `${data.origins[one.origin]?.text} (${role})`
    return `${one.origins} origins (${role})`
  }

  const drawHead = (): PageElement => {
    const roles = create('tr', {})
    const origins = create('tr', {})
    const hasOrigins = columns.some(({ origin }) => origin !== null)
    const depth = hasOrigins ? 2 : 1
    roles.append(
      create('th', { scope: 'col', rowspan: depth, class: 'resource' }, 'Resource'),
      create('th', { scope: 'col', rowspan: depth, class: 'layer' }, 'Layer'),
    )
    for (const role of new Set(columns.map((column) => column.role))) {
      const its = columns.filter((column) => column.role === role)
      const total = its.reduce((sum, column) => sum + column.origins, 0)
      const isOpen = expanded.has(role)
      const words = data.roles[role] ?? ''
      const head = create('th', {
        scope: isOpen ? 'colgroup' : 'col',
        colspan: its.length,
        ...(!isOpen && { rowspan: depth }),
      })
      if (total > 1) {
        const button = create(
          'button',
          { type: 'button', class: 'role', 'aria-expanded': String(isOpen), 'data-role': role },
          `${words} `,
          create('span', { class: 'number-of' }, `${total.toLocaleString('en')} origins`),
        )
        button.addEventListener('click', () => onToggle(role))
        head.append(button)
      } else head.append(create('span', { class: 'role' }, words))
      roles.append(head)
      if (!isOpen) continue
      for (const { origin, origins: number } of its) {
        const one = origin === null ? undefined : data.origins[origin]
        const cell = create('th', { scope: 'col', class: 'origin' })
        if (one === undefined) cell.append(`${number.toLocaleString('en')} others`)
        else {
          cell.append(create('bdi', {}, one.text.replace(/^https:\/\//, '')))
          if (one.note !== '') cell.append(create('span', { class: 'note-of' }, one.note))
          cell.title = one.text
        }
        origins.append(cell)
      }
    }
    return create('thead', {}, roles, ...(hasOrigins ? [origins] : []))
  }

  const drawCell = (cell: CellPosition, row: number, names: string): PageElement => {
    const [right, differs, harmless, unanswered] = counts(cell.resource, cell.layer, cell.column)
    const total = right + differs + harmless + unanswered
    if (total === 0) {
      return create(
        'td',
        { class: 'empty' },
        create('span', { 'aria-hidden': 'true' }, '·'),
        create('span', { class: 'hidden' }, 'no probe'),
      )
    }
    const [kind, sign, number, words] =
      differs > 0
        ? (['differs', '✗', differs, 'differ'] as const)
        : unanswered > 0
          ? (['unanswered', '?', unanswered, 'were not answered'] as const)
          : harmless > 0
            ? (['harmless', '~', harmless, 'differ in what no browser acts on'] as const)
            : (['right', '✓', total, 'are as decided'] as const)
    const button = create(
      'button',
      {
        type: 'button',
        class: `cell ${kind}`,
        tabindex: -1,
        'data-row': row,
        'data-column': cell.column,
        'aria-label': `${names}, ${originWords(cell.column)}: ${number} of ${total} answers ${words}`,
      },
      create('span', { 'aria-hidden': 'true', class: 'sign' }, sign),
      ` ${kind === 'right' ? total : `${number}/${total}`}`,
    )
    button.addEventListener('click', () => onOpen(cell, button))
    return create('td', {}, button)
  }

  const body = rows.map((resource, place) => {
    const group = create('tbody', {})
    const name = data.resources[resource] ?? 'no resource'
    for (const [layer, layerName] of data.layers.entries()) {
      const line = create('tr', {})
      if (layer === 0) {
        line.append(
          create(
            'th',
            { scope: 'rowgroup', rowspan: data.layers.length, class: 'resource' },
            create('bdi', {}, name),
          ),
        )
      }
      line.append(
        create('th', { scope: 'row', class: 'layer' }, create('bdi', {}, layerName)),
        ...columns.map((_, column) =>
          drawCell(
            { resource, layer, column },
            place * data.layers.length + layer,
            `${name}, ${layerName}`,
          ),
        ),
      )
      group.append(line)
    }
    return group
  })

  const table = create(
    'table',
    { class: 'matrix', 'aria-describedby': 'matrix-help' },
    create('caption', { class: 'hidden' }, 'Answers by resource, layer and origin'),
    drawHead(),
    ...body,
  )
  table.querySelector('.cell')?.setAttribute('tabindex', '0')
  table.addEventListener('keydown', (event) => {
    // Only elements of the table get its key events.
    const from = event.target as PageElement
    if (!from.matches('.cell')) return
    const step = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] }
    const [down, right] = step[event.key as keyof typeof step] ?? [0, 0]
    const edge = { Home: 1, End: -1 }[event.key]
    if (down === 0 && right === 0 && edge === undefined) return
    event.preventDefault()
    let row = Number(from.dataset.row)
    let column = Number(from.dataset.column)
    if (edge !== undefined) column = edge === 1 ? -1 : columns.length
    const [rowStep = 0, columnStep = 0] = edge === undefined ? [down, right] : [0, edge]
    // Cells without probes are no stop.
    for (;;) {
      row += rowStep
      column += columnStep
      if (row < 0 || column < 0 || row >= rows.length * data.layers.length) return
      if (column >= columns.length) return
      const next = table.querySelector(`[data-row="${row}"][data-column="${column}"]`)
      if (next !== null) {
        next.focus()
        return
      }
    }
  })
  table.addEventListener('focusin', (event) => {
    const target = event.target as PageElement
    if (!target.matches('.cell')) return
    for (const stop of table.querySelectorAll('.cell[tabindex="0"]')) {
      stop.setAttribute('tabindex', '-1')
    }
    target.setAttribute('tabindex', '0')
  })
  return table
}
