/**
 * Requests over HTTP/1.1 whose lines are made into an object only as far as somebody asks for it.
 *
 * Node makes the object for each request, to look for `Host` and `Expect` in it. The gateway judges the raw lines and needs no other names than these, so it
 * makes it of these alone.
 *
 * @module
 */
import { IncomingMessage } from 'node:http'

/** Names of which a second line is dropped, as Node does; those of the others are joined. */
const SINGLE: ReadonlySet<string> = new Set(['host', 'content-length'])

/** What Node's server and the gateway ask for by name, by length: most lines are told apart by that alone. */
const ASKED: readonly (string | undefined)[] = [
  'te',
  'host',
  'expect',
  'upgrade',
  'connection',
  'content-length',
  'transfer-encoding',
].reduce<(string | undefined)[]>(
  (byLength, name) => {
    byLength[name.length] = name
    return byLength
  },
  Array.from({ length: 18 }),
)

type Fields = { [name: string]: string }

/** `headers` holds `te`, `host`, `expect`, `upgrade`, `connection`, `content-length` and `transfer-encoding`, read as Node reads them, and nothing else. */
export class LeanRequest extends IncomingMessage {
  fields: Fields | null = null
}

Object.defineProperty(LeanRequest.prototype, 'headers', {
  get(this: LeanRequest): Fields {
    this.fields ??= fieldsOf(this.rawHeaders)
    return this.fields
  },
})

function fieldsOf(raw: readonly string[]): Fields {
  const fields: Fields = {}
  for (let at = 1; at < raw.length; at += 2) {
    const name = raw[at - 1] ?? ''
    const asked = ASKED[name.length]
    if (asked === undefined || !isName(name, asked)) continue
    const before = fields[asked]
    const value = raw[at] ?? ''
    if (before === undefined) fields[asked] = value
    else if (!SINGLE.has(asked)) fields[asked] = `${before}, ${value}`
  }
  return fields
}

/** Nothing is copied unless the first letter fits. */
function isName(name: string, lower: string): boolean {
  return (name.charCodeAt(0) | 0x20) === lower.charCodeAt(0) && name.toLowerCase() === lower
}
