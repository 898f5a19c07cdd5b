/**
 * Who is logged in: a cookie with a random name for the customer, a key for the shop.
 *
 * @module
 */
import { randomBytes } from 'node:crypto'
import type { IncomingMessage } from 'node:http'

/** The customer of the example, and the password that its page types. */
export const CUSTOMER = { user: 'mara', password: 'tern' } as const

/** The shop's key. Real ones are on the shop's server and never in its page. */
export const SHOP_KEY = 'quay-books-demo-key'

export interface Sessions {
  /** @returns The `set-cookie` value of a new session. */
  open(): string
  /** @returns The `set-cookie` value that takes the cookie away. */
  close(request: IncomingMessage): string
  isCustomer(request: IncomingMessage): boolean
  isShop(request: IncomingMessage): boolean
}

export function keepSessions(): Sessions {
  const open = new Set<string>()
  const idOf = ({ headers }: IncomingMessage): string =>
    /(?:^|; )session=([\w-]+)/.exec(headers.cookie ?? '')?.[1] ?? ''
  return {
    open() {
      const id = randomBytes(16).toString('base64url')
      open.add(id)
      // Lax: other sites' pages do not send it, ours and whatever else is below tern.localhost do.
      return `session=${id}; Path=/; HttpOnly; SameSite=Lax`
    },
    close(request) {
      open.delete(idOf(request))
      return 'session=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0'
    },
    isCustomer: (request) => open.has(idOf(request)),
    isShop: ({ headers }) => headers.authorization === `Bearer ${SHOP_KEY}`,
  }
}
