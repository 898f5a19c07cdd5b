/**
 * A small policy around what a test is about, and what `check` says of it.
 *
 * @module
 */
import { kindOf } from '../src/findings/codes.ts'
import { check, type Finding, load } from '../src/index.ts'

/** 2098-11-21T12:00:00Z. */
const now = Date.UTC(2098, 10, 21, 12)

/** What a document says; the rest is innocent. All are YAML as it stands behind its key. */
export interface Document {
  /** Of the set `web`, a list. */
  readonly allow?: string
  /** The grants of the one resource. */
  readonly grants?: string
  readonly resource?: string
}

/** Writes a document of one set and one resource. */
export function document({ allow, grants, resource = '' }: Document): string {
  return `version: 1
self: [https://api.example.com]
contact: api-support@example.com
origins:
  web:
    allow: ${allow ?? '["https://app.example.com"]'}
    owner: web-platform@example.com
    purpose: first-party applications
    reviewBy: 2099-05-01
resources:
  - name: account
    match: [{ path: /v1/account/** }]
    sensitivity: internal
    ${resource}
    grants: ${grants ?? '[{ origins: [web] }]'}
`
}

/** The findings for a text, as `check` reports them for production. */
export function findingsOf(text: string): readonly Finding[] {
  return check(load(text, 'policy.yaml'), { environment: 'production', now })
}

/** The codes of the findings of one severity. */
export function codesOf(text: string, severity: Finding['severity']): readonly string[] {
  return findingsOf(text)
    .filter((finding) => finding.severity === severity)
    .map(kindOf)
}
