/**
 * What browsers block before CORS: hosts of `self` that are mixed content for https pages, and bad ports.
 *
 * @module
 */
import { badPortOf, isMixedContent } from '@marque/core'
import type { RawFinding } from '../findings/index.ts'
import { selfOf } from '../read/index.ts'
import { type Judgement, listsOfUse, originLists, uses } from './judgement.ts'

/** Warns about each http entry of `self` of the environment, where a grant is for an https page and the same host has no https entry. */
export function* judgeMixedContent(judgement: Judgement): Iterable<RawFinding> {
  const entries = selfOf(judgement.model, judgement.environment) ?? []
  const plain = entries.filter(({ text }) => isMixedContent('https://page.example', urlOf(text)))
  const blocked = plain.filter(
    ({ text }) => !entries.some((other) => other.text.startsWith(`https:${hostOf(text)}`)),
  )
  if (blocked.length === 0) return
  const page = securePage(judgement)
  if (page === undefined) return
  for (const { text, path } of blocked) {
    yield {
      code: 'MQ-340',
      path,
      message: `\`${text}\` cannot be requested by https pages such as \`${page}\``,
      value: text,
    }
  }
}

/** Warns about each entry of `self` of the environment, and each origin, at a port to which browsers send nothing. */
export function* judgeBadPorts(judgement: Judgement): Iterable<RawFinding> {
  const entries = selfOf(judgement.model, judgement.environment) ?? []
  for (const { text, path } of [...entries, ...originLists(judgement.model)].flat()) {
    const port = badPortOf(urlOf(text.replace('://*', '://a')))
    if (port === undefined) continue
    yield {
      code: 'MQ-346',
      path,
      message: `browsers send nothing to port ${port}, and open no page there: \`${text}\``,
      value: text,
    }
  }
}

/** The first https origin that a grant names, or `https:` for a grant to any origin. */
function securePage(judgement: Judgement): string | undefined {
  for (const use of uses(judgement)) {
    if (use.grant?.any) return 'https:'
    for (const list of listsOfUse(judgement, use)) {
      const secure = list.find(({ exact, pattern }) => (exact ?? pattern)?.scheme === 'https')
      if (secure !== undefined) return secure.text
    }
  }
  return undefined
}

/** A URL of the host; `{tenant}` stands for the name of a tenant. */
function urlOf(entry: string): string {
  return `${entry.replace('{tenant}', 'tenant')}/`
}

/** `//api.example.com` of an entry, without its port. */
function hostOf(entry: string): string {
  return entry.replace(/^[a-z]+:/, '').replace(/:[0-9]+$/, '')
}
