/**
 * The codes that findings can have, and their reasons.
 *
 * @module
 */

/**
 * Every code, with its reasons: the ways in which one mistake is made. A code without reasons has an empty list.
 *
 * A number keeps its meaning for ever. One that is given up goes to {@link RETIRED_CODES}.
 */
export const FINDING_CODES = {
  'MQ-100': ['not-utf-8', 'utf-16', 'control-character', 'lone-surrogate'],
  'MQ-101': ['size', 'depth'],
  'MQ-102': ['empty', 'not-a-mapping'],
  'MQ-104': ['syntax', 'indentation', 'tab', 'missing-quotes'],
  'MQ-105': ['syntax', 'trailing-comma'],
  'MQ-107': [],
  'MQ-108': ['anchor', 'alias', 'tag', 'directive', 'merge-key', 'multiple-documents'],
  'MQ-112': ['not-a-string', 'reserved'],
  'MQ-114': [],
  'MQ-120': [],
  'MQ-121': [],
  'MQ-122': [],
  'MQ-123': [],
  'MQ-124': [],
  'MQ-125': [],
  'MQ-126': [],
  'MQ-140': [
    'not-an-origin',
    'missing-scheme',
    'trailing-slash',
    'path',
    'query',
    'fragment',
    'user-info',
    'upper-case',
    'default-port',
    'port',
    'host',
    'ipv4',
    'ipv6',
    'ipv6-zone',
    'international-name',
    'punycode',
    'too-long',
    'white-space',
  ],
  'MQ-157': [],
  'MQ-159': [],
  'MQ-160': [],
  'MQ-161': [],
  'MQ-162': [],
  'MQ-163': [],
  'MQ-164': [],
  'MQ-165': [],
  'MQ-166': [],
  'MQ-167': [],
  'MQ-168': [],
  'MQ-169': [],
  'MQ-170': [],
  'MQ-171': [],
  'MQ-172': [],
  'MQ-173': [],
  'MQ-174': [],
  'MQ-175': [],
  'MQ-176': [],
  'MQ-177': [],
  'MQ-178': [],
  'MQ-179': [],
  'MQ-180': [],
  'MQ-181': [],
  'MQ-182': [],
  'MQ-183': [],
  'MQ-184': [],
  'MQ-185': [],
  'MQ-186': [],
  'MQ-187': [],
  'MQ-188': [],
  'MQ-189': [],
  'MQ-190': [],
  'MQ-191': [],
  'MQ-192': [],
  'MQ-193': [],
  'MQ-194': [],
  'MQ-195': [],
  'MQ-196': [],
  'MQ-201': [],
  'MQ-202': [],
  'MQ-203': [],
  'MQ-204': [],
  'MQ-205': [],
  'MQ-206': [],
  'MQ-207': [],
  'MQ-208': [],
  'MQ-209': [],
  'MQ-210': [],
  'MQ-211': [],
  'MQ-212': [],
  'MQ-213': [],
  'MQ-214': [],
  'MQ-215': [],
  'MQ-216': [],
  'MQ-217': [],
  'MQ-218': [],
  'MQ-219': [],
  'MQ-220': [],
  'MQ-221': [],
  'MQ-222': [],
  'MQ-223': [],
  'MQ-224': [],
  'MQ-225': [],
  'MQ-226': [],
  'MQ-227': [],
  'MQ-228': [],
  'MQ-230': [],
  'MQ-231': [],
  'MQ-232': [],
  'MQ-233': [],
  'MQ-234': [],
  'MQ-236': [],
  'MQ-237': [],
  'MQ-301': [],
  'MQ-302': [],
  'MQ-303': [],
  'MQ-304': [],
  'MQ-305': [],
  'MQ-306': [],
  'MQ-307': [],
  'MQ-308': [],
  'MQ-309': [],
  'MQ-310': [],
  'MQ-311': [],
  'MQ-312': [],
  'MQ-313': [],
  'MQ-315': [],
  'MQ-316': [],
  'MQ-317': [],
  'MQ-318': [],
  'MQ-319': [],
  'MQ-320': [],
  'MQ-321': [],
  'MQ-322': [],
  'MQ-324': [],
  'MQ-325': [],
  'MQ-326': [],
  'MQ-327': [],
  'MQ-328': [],
  'MQ-329': [],
  'MQ-330': [],
  'MQ-331': [],
  'MQ-332': [],
  'MQ-333': [],
  'MQ-334': [],
  'MQ-335': [],
  'MQ-336': [],
  'MQ-401': [],
  'MQ-402': [],
  'MQ-403': [],
  'MQ-404': [],
  'MQ-405': [],
  'MQ-406': [],
  'MQ-407': [],
  'MQ-408': [],
  'MQ-409': [],
  'MQ-410': [],
  'MQ-411': [],
  'MQ-412': [],
  'MQ-413': [],
} as const

/** A code of this package. */
export type FindingCode = keyof typeof FINDING_CODES

/** The reasons of a code; `never` for a code without reasons. */
export type FindingReason<Code extends FindingCode = FindingCode> =
  (typeof FINDING_CODES)[Code][number]

/** The codes that have reasons. */
export type ReasonedCode = {
  readonly [Code in FindingCode]: FindingReason<Code> extends never ? never : Code
}[FindingCode]

/** A code, with the reason if it has reasons: `MQ-201`, `MQ-140 trailing-slash`. */
export type FindingKind = {
  readonly [Code in FindingCode]: FindingReason<Code> extends never
    ? Code
    : `${Code} ${FindingReason<Code>}`
}[FindingCode]

/** The kind of a finding, as text. */
export function kindOf(finding: {
  readonly code: string
  readonly reason?: string | undefined
}): string {
  return finding.reason === undefined ? finding.code : `${finding.code} ${finding.reason}`
}

/** Numbers that are never used again, with the code and the reason that took their place. */
export const RETIRED_CODES = {
  'MQ-103': ['MQ-102', 'not-a-mapping'],
  'MQ-106': ['MQ-104', 'tab'],
  'MQ-109': ['MQ-108', 'tag'],
  'MQ-110': ['MQ-108', 'multiple-documents'],
  'MQ-111': ['MQ-101', 'depth'],
  'MQ-113': ['MQ-108', 'merge-key'],
  'MQ-115': ['MQ-112', 'reserved'],
  'MQ-116': ['MQ-104', 'missing-quotes'],
  'MQ-117': ['MQ-100', 'control-character'],
  'MQ-118': ['MQ-104', 'indentation'],
  'MQ-141': ['MQ-140', 'trailing-slash'],
  'MQ-142': ['MQ-140', 'path'],
  'MQ-143': ['MQ-140', 'query'],
  'MQ-144': ['MQ-140', 'fragment'],
  'MQ-145': ['MQ-140', 'missing-scheme'],
  'MQ-146': ['MQ-140', 'upper-case'],
  'MQ-147': ['MQ-140', 'default-port'],
  'MQ-148': ['MQ-140', 'user-info'],
  'MQ-149': ['MQ-140', 'port'],
  'MQ-150': ['MQ-140', 'ipv4'],
  'MQ-151': ['MQ-140', 'ipv6'],
  'MQ-152': ['MQ-140', 'ipv6-zone'],
  'MQ-153': ['MQ-140', 'international-name'],
  'MQ-154': ['MQ-140', 'punycode'],
  'MQ-155': ['MQ-140', 'too-long'],
  'MQ-156': ['MQ-140', 'host'],
  'MQ-158': ['MQ-140', 'white-space'],
} as const
