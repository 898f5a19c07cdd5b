/**
 * What the SDK knows of the page that it runs in. Workers have most of it, other runtimes little; nothing of it is required.
 *
 * @module
 */

interface Surroundings {
  /** Opaque origins are `null`, which `location.origin` does not say. */
  readonly origin?: string
  readonly isSecureContext?: boolean
  readonly location?: { readonly protocol: string; readonly hostname: string }
  readonly navigator?: {
    readonly onLine?: boolean
    readonly permissions?: {
      query(descriptor: { readonly name: string }): Promise<{ readonly state: string }>
    }
  }
  readonly document?: Listening
}

interface Listening {
  addEventListener(type: string, listener: (event: Event) => void): void
}

/** The page. Read anew each time: a test or a frame may change it. */
export function page(): Surroundings {
  return globalThis as Surroundings
}

/** The addresses that the page's own Content-Security-Policy blocked last. */
export function watchBlocked(): { has(url: string): boolean } {
  const blocked = new Set<string>()
  const target = page().document ?? (globalThis as Partial<Listening>)
  target.addEventListener?.('securitypolicyviolation', (event) => {
    const { blockedURI, disposition } = event as Event & {
      readonly blockedURI: string
      readonly disposition: string
    }
    if (disposition !== 'enforce') return
    if (blocked.size > 31) blocked.clear()
    blocked.add(blockedURI)
  })
  return blocked
}
