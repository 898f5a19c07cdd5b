/**
 * The list of examples.
 *
 * @module
 */
import { EXAMPLES, type Example, GROUPS } from '../examples.ts'
import { element } from './element.ts'

/** Fills the list; `choose` is called with each selected example. */
export function exampleList(select: HTMLSelectElement, choose: (example: Example) => void): void {
  for (const [policy, label] of Object.entries(GROUPS)) {
    const options = EXAMPLES.map((example, index) => ({ example, index }))
      .filter(({ example }) => example.policy === policy)
      .map(({ example, index }) => element('option', { value: String(index) }, example.title))
    select.append(element('optgroup', { label }, ...options))
  }
  select.addEventListener('change', () => {
    const example = select.value === '' ? undefined : EXAMPLES[Number(select.value)]
    if (example) choose(example)
  })
}
