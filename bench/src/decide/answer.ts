/**
 * A minimal `http.ServerResponse` for connect-style middleware. All contenders share it, so that its cost is the same for each.
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
