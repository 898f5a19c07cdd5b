/**
 * HTTP/1.1 requests that do not build Node's `headers` object.
 *
 * Node builds it for every request to look up `Host` and `Expect`. The gateway evaluates the raw header lines and needs a few more names for framing, so the object
 * holds only those.
 *
 * @module
 */
import { IncomingMessage } from 'node:http'

/** Fields whose second line is ignored, as Node does; lines of other fields are joined. */
const SINGLE: ReadonlySet<string> = new Set(['host', 'content-length'])

/** The fields that Node's server and the gateway read by name, indexed by length, which is enough to skip most lines. */
const READ_FIELDS: readonly (string | undefined)[] = [
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

/** `headers` holds `te`, `host`, `expect`, `upgrade`, `connection`, `content-length` and `transfer-encoding` as Node reads them, and no other field. */
export class LeanRequest extends IncomingMessage {
  fields: Fields | null = null
}

Object.defineProperty(LeanRequest.prototype, 'headers', {
  get(this: LeanRequest): Fields {
    this.fields ??= readFields(this.rawHeaders)
    return this.fields
  },
})

function readFields(raw: readonly string[]): Fields {
  const fields: Fields = {}
  for (let at = 1; at < raw.length; at += 2) {
    const name = raw[at - 1] ?? ''
    const field = READ_FIELDS[name.length]
    if (field === undefined || !isName(name, field)) continue
    const earlier = fields[field]
    const value = raw[at] ?? ''
    if (earlier === undefined) fields[field] = value
    else if (!SINGLE.has(field)) fields[field] = `${earlier}, ${value}`
  }
  return fields
}

/** Compares the first letter before allocating a lower-case copy. */
function isName(name: string, lower: string): boolean {
  return (name.charCodeAt(0) | 0x20) === lower.charCodeAt(0) && name.toLowerCase() === lower
}
