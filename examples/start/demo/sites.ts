/**
 * The origins of the demo's pages and of its API.
 *
 * Names below `localhost` resolve to loopback in every browser (RFC 6761), and each name is a separate origin. The last two labels are the
 * site: `app.tern.localhost` and `promo.tern.localhost` send each other's Lax cookies, `free-parcels.localhost` does not. Browsers apply this
 * rule to suffixes that are not on the Public Suffix List.
 *
 * @module
 */
import type { Site, SiteName } from '../page/index.ts'
import type { Ports } from './ports.ts'

const HOSTS: { readonly [name in SiteName]: string } = {
  web: 'app.tern.localhost',
  shop: 'shop.quaybooks.localhost',
  hostile: 'free-parcels.localhost',
  lookalike: 'app.tern.localhost.free-parcels.localhost',
  forgotten: 'promo.tern.localhost',
}

const STORIES: { readonly [name in SiteName]: readonly [title: string, story: string] } = {
  web: ['Tern Parcels', 'The company’s own application. It signs in a customer first.'],
  shop: ['Quay Books', 'A partner: its customers see here where their parcels are.'],
  hostile: ['Free Parcels!', 'A stranger. You opened it while you were signed in elsewhere.'],
  lookalike: ['Almost Tern', 'A stranger whose name begins like the company’s.'],
  forgotten: ['Summer at Tern', 'A campaign page that the company forgot and somebody took over.'],
}

/** The public origin of the API, where the gateway listens. */
export function apiAt({ gateway }: Ports): string {
  return `http://api.tern.localhost:${gateway}`
}

/** All pages, in display order. */
export function sitesAt({ pages }: Ports): readonly Site[] {
  return (['web', 'shop', 'hostile', 'forgotten', 'lookalike'] as const).map((name) => {
    const [title, story] = STORIES[name]
    return { name, title, story, origin: `http://${HOSTS[name]}:${pages}` }
  })
}
