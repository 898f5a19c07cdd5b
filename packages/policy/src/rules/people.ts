/**
 * People and teams that a policy names: whether they can be reached, and which spellings name the same one.
 *
 * @module
 */
import type { RawFinding } from '../findings/index.ts'
import type { Model } from '../read/index.ts'
import { type Pointer, shorten } from '../text/index.ts'
import { isBlank, type Judgement } from './judgement.ts'

/** MQ-414: reports each owner, contact, requester and approver that is no address. One that is missing has a finding of its own. */
export function* judgePeople({ model }: Judgement): Iterable<RawFinding> {
  for (const { text, path, what, mayBePage } of peopleOf(model)) {
    if (isBlank(text) || text === null || addressOf(text) !== null) continue
    if (mayBePage && isPage(text)) continue
    yield {
      code: 'MQ-414',
      path,
      message: `${what} \`${shorten(text)}\` is not an e-mail address${mayBePage ? ' or a web address' : ''}`,
      value: shorten(text),
    }
  }
}

interface NamedPerson {
  readonly text: string | null
  readonly path: Pointer
  /** As in a message: `the owner`. */
  readonly what: string
  /** Whether the address of a page is as good: developers read the contact, nobody approves anything there. */
  readonly mayBePage?: boolean
}

function* peopleOf(model: Model): Iterable<NamedPerson> {
  yield { text: model.contact, path: '/contact', what: 'the contact', mayBePage: true }
  for (const { owner, path } of [...model.sets, ...model.resources, ...model.members]) {
    yield { text: owner, path: `${path}/owner`, what: 'the owner' }
  }
  for (const { path, requestedBy, approvedBy } of model.requests) {
    yield { text: requestedBy, path: `${path}/requestedBy`, what: 'the requester' }
    for (const text of approvedBy) {
      yield { text, path: `${path}/approvedBy`, what: 'the approver' }
    }
  }
  for (const { by, path } of model.acknowledgements) {
    yield { text: by, path: `${path}/by`, what: 'the person' }
  }
}

/**
 * A text by which two spellings of one person are equal.
 *
 * `dev@example.com`, `Dev <DEV@example.com>`, `mailto:dev@example.com` and `dev+tickets@example.com` are one person: these reach one
 * mailbox nearly everywhere, and a second mailbox of one person is no second person. A name without an address is compared without
 * case and with white space collapsed. Empty for a blank text.
 */
export function personOf(text: string): string {
  const address = addressOf(text)
  return address ?? visible(text).toLowerCase()
}

/** The address in a text, in lower case without a `+` part and with an ASCII domain; null if there is not exactly one. */
function addressOf(text: string): string | null {
  const shown = visible(text)
  const angled = /^[^<>]*<([^<>]*)>$/.exec(shown)?.[1]
  const [plain = ''] = (angled ?? shown.replace(/\s*\([^()]*\)$/, ''))
    .replace(/^mailto:/i, '')
    .split('?')
  const parts = /^([^\s@<>(),;:"]+)\s*@\s*([^\s@<>(),;:"/]+?)\.?$/.exec(plain.trim())
  if (parts === null) return null
  const [, local = '', domain = ''] = parts
  const host = asciiDomain(domain)
  if (host === null) return null
  const [mailbox] = local.toLowerCase().split('+')
  return `${mailbox || local.toLowerCase()}@${host}`
}

/** Without characters that cannot be seen, in the compatible form of Unicode, white space collapsed. */
function visible(text: string): string {
  return text
    .normalize('NFKC')
    .replaceAll(/\p{Cf}/gu, '')
    .replaceAll(/\s+/g, ' ')
    .trim()
}

/** Lower case, international names as A-labels. */
function asciiDomain(domain: string): string | null {
  // A policy may have a hundred thousand tenants, and each has an owner.
  if (/^(?:[a-z0-9-]+\.)+[a-z][a-z0-9-]*$/i.test(domain)) return domain.toLowerCase()
  const url = URL.canParse(`https://${domain}`) ? new URL(`https://${domain}`) : null
  return url !== null && /^[^.]+(?:\.[^.]+)+$/.test(url.hostname) && url.port === ''
    ? url.hostname
    : null
}

function isPage(text: string): boolean {
  return /^https?:\/\/\S+$/.test(text) && URL.canParse(text)
}
