/**
 * A host of each class that two bundles distinguish: every host of a match, of the tenants and of own origins, one and two labels below each suffix, and a host that
 * neither names.
 *
 * @module
 */
import { firstUnused, requestableFirst } from '../../requests/index.ts'
import type { PolicySides } from '../sides.ts'
import { authorityOf } from './front-at.ts'

export interface HostSample {
  /** With its port unless it is the default one. */
  readonly authority: string
  readonly scheme: string
}

/**
 * @param isListed Whether a list of either side holds an origin.
 * @returns Own hosts first, with the scheme of their entry of `self`: their urls serve as examples where the host does not matter. Those that an https page can
 *   request come before others, and a host with both schemes has `https`.
 */
export function hostSamples(
  policies: PolicySides,
  tenants: readonly string[],
  isListed: (origin: string) => boolean,
): readonly HostSample[] {
  // Requests are shown as they are sent after the change: its own hosts come first.
  const [before, after] = policies
  const schemes = new Map<string, string>()
  const exact = new Set<string>()
  const suffixes = new Set<string>()
  for (const { bundle } of policies) {
    const hosts = bundle.resources.flatMap(({ match }) => match.flatMap(({ host }) => host ?? []))
    for (const host of new Set(hosts)) {
      if (host.startsWith('*.')) suffixes.add(host.slice(1))
      else exact.add(host)
    }
    const { tenancy } = bundle
    if (tenancy !== null && 'host' in tenancy) {
      suffixes.add(tenancy.host.slice(tenancy.host.indexOf('}') + 1))
    }
  }
  for (const { bundle } of [after, before]) {
    for (const entry of requestableFirst(bundle.self)) {
      const scheme = entry.slice(0, entry.indexOf('://'))
      const authority = authorityOf(entry)
      if (!authority.includes('{tenant}')) addTo(schemes, authority, scheme)
      else {
        const label = firstUnused(['any'], 'any', new Set(tenants))
        for (const name of [...tenants, label]) {
          addTo(schemes, authority.replace('{tenant}', name), scheme)
        }
      }
    }
  }
  const [usual = 'https'] = schemes.values()
  // On another port of its host an own origin is like any other, which matters where a list holds it.
  for (const [authority, scheme] of [...schemes]) {
    const name = authority.replace(/:[0-9]+$/, '')
    const port = firstUnused(['8444'], '844', { has: (text) => schemes.has(`${name}:${text}`) })
    if (isListed(`${scheme}://${authority}`)) addTo(schemes, `${name}:${port}`, scheme)
  }
  const own = [...schemes].map(([authority, scheme]) => ({
    name: authority.replace(/:[0-9]+$/, ''),
    scheme,
  }))
  const schemeAt = (isAlike: (name: string) => boolean): string =>
    own.find(({ name }) => isAlike(name))?.scheme ?? usual
  for (const host of exact)
    addTo(
      schemes,
      host,
      schemeAt((name) => name === host),
    )
  const known = { has: (host: string) => exact.has(host) || schemes.has(host) }
  for (const suffix of suffixes) {
    const scheme = schemeAt((name) => name.endsWith(suffix))
    for (const tenant of tenants) addTo(schemes, `${tenant}${suffix}`, scheme)
    const label = firstUnused(['any'], 'any', {
      has: (word) =>
        tenants.includes(word) ||
        known.has(`${word}${suffix}`) ||
        suffixes.has(`.${word}${suffix}`),
    })
    addTo(schemes, `${label}${suffix}`, scheme)
    addTo(schemes, `any.${label}${suffix}`, scheme)
  }
  addTo(schemes, firstUnused(['unlisted.invalid'], 'unlisted.invalid', known), usual)
  return [...schemes].map(([authority, scheme]) => ({ authority, scheme }))
}

function addTo(schemes: Map<string, string>, authority: string, scheme: string): void {
  if (!schemes.has(authority)) schemes.set(authority, scheme)
}
