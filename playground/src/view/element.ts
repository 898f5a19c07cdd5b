/**
 * Creates elements; text is never parsed as markup.
 *
 * @module
 */
import { visible } from './visible-text.ts'

/** Text, a node, or nothing. */
export type Child = Node | string | null

/** Attributes; `true` for one without a value, a function for an event listener (`onclick`). */
export interface Attributes {
  readonly [name: string]: string | boolean | ((event: Event) => void)
}

/**
 * Creates an element. Texts become text nodes, with invisible characters escaped.
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

/** A sentence with text in backticks as `code` elements. An unpaired backtick is kept. */
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

/** The element with an id. The page and its script are one file, so it exists. */
export function byId<Type extends HTMLElement>(id: string, type: abstract new () => Type): Type {
  const found = document.getElementById(id)
  if (found instanceof type) return found
  throw new TypeError(`the page has no ${type.name} \`${id}\``)
}
