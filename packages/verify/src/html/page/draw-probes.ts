/**
 * The probes of one cell. Runs in the page.
 *
 * @module
 */
import type { Head, MatrixData } from '../matrix-data.ts'
import type { createElement } from './create-element.ts'
import type { PageElement } from './dom.ts'

/**
 * Draws probes as a list: those that differ first, each with what was expected and what came.
 *
 * Self-contained: its source is copied into the page.
 *
 * @param observations Indexes of observations.
 * @param most How many are drawn before a button asks for more.
 */
export function drawProbes(
  data: MatrixData,
  observations: readonly number[],
  most: number,
  create: typeof createElement,
): PageElement {
  const { probe, expected, answer, difference, verdict, repeat } = data.observations
  const { request, origin } = data.probes
  const signs = ['✓', '✗', '~', '?']
  const words = ['as decided', 'differs', 'harmless', 'no answer']
  const weights = [3, 0, 2, 1]
  const sorted = [...observations].sort(
    (a, b) => (weights[verdict[a] ?? 0] ?? 0) - (weights[verdict[b] ?? 0] ?? 0) || a - b,
  )

  const drawHead = (head: Head | undefined): PageElement =>
    create(
      'div',
      {},
      create('p', {}, head?.[0] ?? ''),
      create(
        'ul',
        { class: 'lines' },
        ...(head?.[1] ?? []).map((line) =>
          create('li', {}, create('code', {}, data.lines[line] ?? '')),
        ),
      ),
    )

  const drawBody = (at: number): PageElement => {
    const its = data.requests[request[probe[at] ?? 0] ?? 0]
    const decided = expected[at] ?? []
    const decisions = typeof decided === 'number' ? [decided] : decided
    return create(
      'div',
      { class: 'sides' },
      create('div', {}, create('h4', {}, 'Request'), drawHead(its)),
      create(
        'div',
        {},
        create('h4', {}, decisions.length > 1 ? 'Expected, any of' : 'Expected'),
        ...decisions.map((index) => drawHead(data.decisions[index])),
      ),
      create('div', {}, create('h4', {}, 'Got'), drawHead(data.answers[answer[at] ?? 0])),
    )
  }

  const drawProbe = (at: number): PageElement => {
    const kind = verdict[at] ?? 0
    const its = probe[at] ?? 0
    const what = data.differences[difference[at] ?? 0] ?? ''
    const status = create('span', {
      class: `outcome ${['right', 'differs', 'harmless', 'unanswered'][kind]}`,
    })
    status.append(
      create('span', { 'aria-hidden': 'true', class: 'sign' }, signs[kind] ?? ''),
      ` ${words[kind]}`,
    )
    const repeated = (repeat[at] ?? 0) > 0 ? `, repeat ${repeat[at]}` : ''
    const details = create(
      'details',
      { class: 'probe' },
      create(
        'summary',
        {},
        status,
        ' ',
        create('code', {}, data.requests[request[its] ?? 0]?.[0] ?? ''),
        ' ',
        create('bdi', { class: 'from' }, data.origins[origin[its] ?? 0]?.text ?? ''),
        ...(what === '' && repeated === ''
          ? []
          : [create('span', { class: 'quiet' }, ` ${what}${repeated}`)]),
      ),
    )
    // Drawn when it is opened: a cell can have thousands of probes.
    details.addEventListener('toggle', () => {
      if (details.open && details.childElementCount === 1) details.append(drawBody(at))
    })
    return create('li', {}, details)
  }

  const list = create('ol', { class: 'probes' })
  const more = create('button', { type: 'button' })
  let shown = 0
  const showMore = (): void => {
    const next = sorted.slice(shown, shown + most).map(drawProbe)
    list.append(...next)
    const isFirst = shown === 0
    shown += next.length
    const left = sorted.length - shown
    more.hidden = left === 0
    more.textContent = `Show ${Math.min(left, most)} more of ${left.toLocaleString('en')}`
    if (!isFirst) next[0]?.querySelector('summary')?.focus()
  }
  more.addEventListener('click', showMore)
  showMore()
  const first = list.querySelector('details')
  if (first !== null) first.open = true
  return create('div', {}, list, more)
}
