/**
 * Reads XML strictly enough to say that it is well-formed: one root, elements closed in order, attributes quoted and single, no
 * character and no bare `&` or `<` that XML forbids.
 *
 * @returns The opening tags in order: `<name`.
 */
export function readXml(text: string): readonly string[] {
  const tags: string[] = []
  const open: string[] = []
  let rest = text.replace(/^<\?xml version="1\.0" encoding="UTF-8"\?>\n/, '')
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what XML forbids.
  if (/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\p{Cs}/u.test(rest))
    throw new Error('forbidden character')
  while (rest !== '') {
    const tag = /^<(\/?)([a-z-]+)((?: [a-z]+="[^"<]*")*)(\/?)>/.exec(rest)
    const content = tag ? tag[3]! : (/^[^<]+/.exec(rest)?.[0] ?? '')
    if (/&(?!(?:amp|lt|gt|quot|#\d+);)/.test(content)) throw new Error(`bare & in ${content}`)
    if (!tag) {
      if (content === '') throw new Error(`no tag: ${rest.slice(0, 40)}`)
      if (open.length === 0 && content.trim() !== '') throw new Error('text outside of the root')
      rest = rest.slice(content.length)
      continue
    }
    const [whole, closing, name, attributes, empty] = tag
    const names = [...attributes!.matchAll(/ ([a-z]+)=/g)].map(([, attribute]) => attribute)
    if (new Set(names).size !== names.length) throw new Error(`an attribute twice in ${whole}`)
    if (closing) {
      if (open.pop() !== name) throw new Error(`${whole} closes nothing`)
    } else {
      if (open.length === 0 && tags.length > 0) throw new Error('two roots')
      tags.push(`<${name}`)
      if (!empty) open.push(name!)
    }
    rest = rest.slice(whole.length)
  }
  if (open.length > 0) throw new Error(`${open.join()} not closed`)
  return tags
}
