/**
 * Elements, made without ever reading text as markup.
 *
 * @module
 */

export type Child = Node | string | null

/** What is set on an element: an attribute, or what to do at an event (`onclick`). */
export interface Attributes {
  readonly [name: string]: string | (() => void)
}

/** Makes an element; texts become text nodes. */
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

/** A sentence with what stands between backticks as code. */
export function sentence(text: string): Node {
  const fragment = document.createDocumentFragment()
  text.split('`').forEach((part, index) => {
    if (part !== '') fragment.append(index % 2 === 1 ? element('code', {}, part) : part)
  })
  return fragment
}
