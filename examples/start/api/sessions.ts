/**
 * Authentication: a session cookie with a random value for the customer, an API key for the shop.
 *
 * @module
 */
import { randomBytes } from 'node:crypto'
import type { IncomingMessage } from 'node:http'

/** The customer of the example, and the password that the page submits. */
export const CUSTOMER = { user: 'mara', password: 'tern' } as const

/** The shop's API key. In production such keys stay on the server and never reach a page. */
export const SHOP_KEY = 'quay-books-demo-key'

export interface Sessions {
  /** @returns The `set-cookie` value of a new session. */
  open(): string
  /** @returns The `set-cookie` value that deletes the cookie. */
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
      // Lax: pages of other sites do not send it; all pages below tern.localhost do.
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
