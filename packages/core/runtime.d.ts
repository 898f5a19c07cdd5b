// What core expects of a JavaScript runtime beyond the language itself: the two interfaces of the Encoding standard and base64 of HTML, which Node,
// Deno, Bun, workerd and browsers all have. Nothing else of a platform may be named in core, so nothing else is declared here.
declare class TextEncoder {
  encode(text?: string): Uint8Array<ArrayBuffer>
  encodeInto(text: string, into: Uint8Array): { read: number; written: number }
}
declare class TextDecoder {
  constructor(label?: string, options?: { fatal?: boolean; ignoreBOM?: boolean })
  decode(bytes?: Uint8Array, options?: { stream?: boolean }): string
}
/** Base64 of a text in which each character is a byte (HTML, 8.3). */
declare function btoa(binary: string): string
/** Throws where the text is no base64. */
declare function atob(base64: string): string
/** URL Standard, 6.1; only for what a page's `fetch` would do with a URL. The target of a received request is split by hand (D1). */
declare class URL {
  static parse(url: string): URL | null
  readonly username: string
  readonly password: string
  readonly href: string
  hash: string
}
