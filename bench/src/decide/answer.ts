/**
 * The least of `http.ServerResponse` that connect-style middleware needs. One for all contenders, so that none of them pays for
 * more than another.
 *
 * @module
 */

export class Answer {
  statusCode = 200
  headersSent = false
  writableEnded = false
  body: unknown
  private readonly fields = new Map<string, unknown>()

  setHeader(name: string, value: unknown): this {
    this.fields.set(name.toLowerCase(), value)
    return this
  }

  getHeader(name: string): unknown {
    return this.fields.get(name.toLowerCase())
  }

  hasHeader(name: string): boolean {
    return this.fields.has(name.toLowerCase())
  }

  removeHeader(name: string): void {
    this.fields.delete(name.toLowerCase())
  }

  writeHead(status: number, headers?: { readonly [name: string]: unknown }): this {
    this.statusCode = status
    this.headersSent = true
    if (headers !== undefined) {
      for (const name of Object.keys(headers)) this.setHeader(name, headers[name])
    }
    return this
  }

  end(body?: unknown): this {
    this.body = body
    this.headersSent = true
    this.writableEnded = true
    return this
  }
}
