/**
 * Creates elements without parsing text as markup.
 *
 * @module
 */

export type Child = Node | string | null

/** Attributes of an element, or event handlers (`onclick`). */
export interface Attributes {
  readonly [name: string]: string | (() => void)
}

/** Creates an element; strings become text nodes. */
export function element<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes: Attributes,
  ...children: readonly Child[]
): HTMLElementTagNameMap[Tag] {
  const made = document.createElement(tag)
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === 'function') made.addEventListener(name.slice(2), value)
    else made.setAttribute(name, value)
  }
  made.append(...children.filter((child) => child !== null))
  return made
}

/** A sentence with text between backticks as `code` elements. */
export function sentence(text: string): Node {
  const fragment = document.createDocumentFragment()
  text.split('`').forEach((part, index) => {
    if (part !== '') fragment.append(index % 2 === 1 ? element('code', {}, part) : part)
  })
  return fragment
}
