/**
 * The environment of the page that the SDK runs in. Workers have most of it, other runtimes little; everything is optional.
 *
 * @module
 */

interface PageEnvironment {
  /** `null` for opaque origins, unlike `location.origin`. */
  readonly origin?: string
  readonly isSecureContext?: boolean
  readonly location?: { readonly protocol: string; readonly hostname: string }
  readonly navigator?: {
    readonly onLine?: boolean
    readonly permissions?: {
      query(descriptor: { readonly name: string }): Promise<{ readonly state: string }>
    }
  }
  readonly document?: EventTargetLike
}

interface EventTargetLike {
  addEventListener(type: string, listener: (event: Event) => void): void
}

/** Reads the environment anew on each call: tests and frames may change it. */
export function pageEnvironment(): PageEnvironment {
  return globalThis as PageEnvironment
}

/** Collects the last urls that the page's own Content-Security-Policy blocked. */
export function watchCspViolations(): { has(url: string): boolean } {
  const blocked = new Set<string>()
  const target = pageEnvironment().document ?? (globalThis as Partial<EventTargetLike>)
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
