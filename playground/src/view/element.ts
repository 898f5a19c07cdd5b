/**
 * Elements, made without ever reading text as markup.
 *
 * @module
 */
import { visible } from './visible-text.ts'

/** What stands in an element: text, other elements, or nothing. */
export type Child = Node | string | null

/** What is set on an element: an attribute, one without a value, or what to do at an event (`onclick`). */
export interface Attributes {
  readonly [name: string]: string | boolean | ((event: Event) => void)
}

/**
 * Makes an element. Texts become text nodes, with characters that nobody sees written out.
 *
 * @example
 * ```ts
 * element('button', { type: 'button', onclick: () => share() }, 'Copy link')
 * ```
 */
export function element<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes: Attributes,
  ...children: readonly Child[]
): HTMLElementTagNameMap[Tag] {
  const made = document.createElement(tag)
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === 'function') made.addEventListener(name.slice(2), value)
    else if (value !== false) made.setAttribute(name, value === true ? '' : value)
  }
  for (const child of children) {
    if (child !== null) made.append(typeof child === 'string' ? visible(child) : child)
  }
  return made
}

/** A sentence with what stands between backticks as code. A single backtick stays one. */
export function sentence(text: string): Node {
  const fragment = document.createDocumentFragment()
  const parts = text.split('`')
  const paired = parts.length % 2 === 1
  for (const [index, part] of parts.entries()) {
    if (!paired) return document.createTextNode(visible(text))
    if (part !== '') fragment.append(index % 2 === 1 ? element('code', {}, part) : visible(part))
  }
  return fragment
}

/** The element of the page with that id. The page and its script are one file: it is there. */
export function byId<Type extends HTMLElement>(id: string, type: abstract new () => Type): Type {
  const found = document.getElementById(id)
  if (found instanceof type) return found
  throw new TypeError(`the page has no ${type.name} \`${id}\``)
}
