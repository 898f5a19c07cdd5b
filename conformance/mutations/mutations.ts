/**
 * Faults that are planted in the engine, one at a time: the comparison with the oracle must find each.
 *
 * @module
 */

export interface Mutation {
  readonly name: string
  readonly rule: `D${number}`
  /** Below `packages/core/src`. */
  readonly file: string
  /** Stands in the file exactly once. */
  readonly find: string
  readonly replace: string
}

export const mutations: readonly Mutation[] = [
  {
    name: 'default-port-accepted-in-an-origin',
    rule: 'D3',
    file: 'origin/read-origin.ts',
    find: 'if (port < 0 || port === defaultPort(scheme)) return undefined',
    replace: 'if (port < 0) return undefined',
  },
  {
    name: 'second-decoding-forgotten',
    rule: 'D4',
    file: 'path/alternatives.ts',
    find: 'decoding <= 2 &&',
    replace: 'decoding <= 1 &&',
  },
  {
    name: 'first-decoding-forgotten',
    rule: 'D4',
    file: 'path/alternatives.ts',
    find: '    texts.push(text)\n',
    replace: '    if (decoding > 1) texts.push(text)\n',
  },
  {
    name: 'dot-segment-behind-a-backslash-missed',
    rule: 'D4',
    file: 'path/alternatives.ts',
    find: '(?:^|[/\\\\])\\.\\.?',
    replace: '(?:^|[/])\\.\\.?',
  },
  {
    name: 'segment-never-whole',
    rule: 'D4',
    file: 'path/alternatives.ts',
    find: "if (slash) return [null, '/']",
    replace: "if (slash) return ['/']",
  },
  {
    name: 'decoded-slash-never-a-separator',
    rule: 'D4',
    file: 'path/alternatives.ts',
    find: "if (slash) return [null, '/']",
    replace: 'if (slash) return [null]',
  },
  {
    name: 'backslash-never-a-separator',
    rule: 'D4',
    file: 'path/alternatives.ts',
    find: "return backslash ? [null, '\\\\'] : [null]",
    replace: 'return [null]',
  },
  {
    name: 'parameters-never-dropped',
    rule: 'D4',
    file: 'path/alternatives.ts',
    find: 'if (parameters >= 0) addText(edges, text.slice(0, parameters), to)',
    replace: '',
  },
  {
    name: 'empty-part-never-vanishes',
    rule: 'D4',
    file: 'path/alternatives.ts',
    find: 'if (isEmpty) edges.push(',
    replace: 'if (isEmpty && to === 0) edges.push(',
  },
  {
    name: 'encoded-slash-always-a-separator',
    rule: 'D4',
    file: 'path/alternatives.ts',
    find: "decodedSlash === 'separator' && text.includes('/')",
    replace: "text.includes('/')",
  },
  {
    name: 'case-never-folded',
    rule: 'D4',
    file: 'prepared/route.ts',
    find: "const BOTH: readonly Comparison[] = ['exact', 'folded']",
    replace: "const BOTH: readonly Comparison[] = ['exact']",
  },
  {
    name: 'fall-through-not-taken',
    rule: 'D4',
    file: 'prepared/follow.ts',
    find: 'if (literals.length > 0 && !all.includes(NO_MATCH)) return all',
    replace: 'if (literals.length > 0) return all',
  },
  {
    name: 'own-by-membership-skipped',
    rule: 'D6',
    file: 'prepared/own-origins.ts',
    find: 'self.tenants.has(label) && (',
    replace: '(',
  },
  {
    name: 'own-origin-by-prefix',
    rule: 'D6',
    file: 'decide/front.ts',
    find: 'if (self.only !== null) return origin === self.only',
    replace: 'if (self.only !== null) return origin.startsWith(self.only)',
  },
  {
    name: 'null-is-same-origin-from-any-site',
    rule: 'D6',
    file: 'headers/request-fields.ts',
    find: "return isSingle(lines, 'sec-fetch-site', 'same-origin')",
    replace: 'return lines !== undefined',
  },
  {
    name: 'shorter-host-pattern-first',
    rule: 'D7',
    file: 'prepared/router.ts',
    find: 'hostPatterns.sort((a, b) => b.suffix.length - a.suffix.length)',
    replace: 'hostPatterns.sort((a, b) => a.suffix.length - b.suffix.length)',
  },
  {
    name: 'method-of-a-grant-ignored',
    rule: 'D9',
    file: 'decide/grants.ts',
    find: "if (!coversMethod(grant.methods, request.method)) return 'method-not-granted'",
    replace: '',
  },
  {
    name: 'open-answer-without-vary-in-a-lockdown',
    rule: 'D10',
    file: 'decide/judge.ts',
    find: 'const vary = varyOf(resource, grant !== null && !incident.lockdown)',
    replace: 'const vary = varyOf(resource, grant !== null)',
  },
  {
    name: 'version-in-the-path-ignored',
    rule: 'D11',
    file: 'decide/grants.ts',
    find: 'return version !== null && wanted.includes(version)',
    replace: 'return true',
  },
  {
    name: 'login-in-the-future',
    rule: 'D11',
    file: 'decide/conditions.ts',
    find: 'return age >= 0 && age <= limit',
    replace: 'return age <= limit',
  },
  {
    name: 'end-is-included',
    rule: 'D12',
    file: 'decide/grants.ts',
    find: '(grant.until !== null && !(request.now < grant.until))',
    replace: '(grant.until !== null && !(request.now <= grant.until))',
  },
  {
    name: 'cookies-never-counted',
    rule: 'D13',
    file: 'decide/grants.ts',
    find: 'return request.cookie || request.certificate',
    replace: 'return request.certificate',
  },
  {
    name: 'certificate-ignored',
    rule: 'D13',
    file: 'decide/grants.ts',
    find: 'return request.cookie || request.certificate',
    replace: 'return request.cookie',
  },
  {
    name: 'null-reach-for-every-method',
    rule: 'D14',
    file: 'decide/grants.ts',
    find: "return request.method === 'POST'",
    replace: 'return true',
  },
  {
    name: 'tenant-of-the-layer-never-compared',
    rule: 'D15',
    file: 'prepared/route.ts',
    find: 'if (layerTenant === null || layerTenant === route.tenant) return route',
    replace: 'return route',
  },
  {
    name: 'match-names-another-tenant',
    rule: 'D15',
    file: 'prepared/route.ts',
    find: 'if (tenant === null) return [UNKNOWN]',
    replace: 'if (tenant === null) return [null]',
  },
  {
    name: 'incident-frees-a-token-refusal',
    rule: 'D16',
    file: 'decide/decide.ts',
    find: 'if (!isDeniedYetGoesOn || !isReduced(front, context, moment)) return decision',
    replace: 'return decision',
  },
  {
    name: 'token-of-another-resource',
    rule: 'D16',
    file: 'decide/grants.ts',
    find: 'token.resource === resource.name &&',
    replace: '',
  },
  {
    name: 'put-forwarded-without-a-grant',
    rule: 'D17',
    file: 'decide/outcome.ts',
    find: "method === 'POST' || method === 'OPTIONS'",
    replace: "method === 'POST' || method === 'OPTIONS' || method === 'PUT'",
  },
  {
    name: 'max-age-rounded-up',
    rule: 'D18',
    file: 'decide/outcome.ts',
    find: 'Math.floor((end - input.request.now) / 1000)',
    replace: 'Math.ceil((end - input.request.now) / 1000)',
  },
  {
    name: 'layer-made-answers-ask-conditions',
    rule: 'D21',
    file: 'decide/grants.ts',
    find: "input.kind === 'preflight' || input.byLayer",
    replace: "input.kind === 'preflight'",
  },
  {
    name: 'vary-star-lost',
    rule: 'D22',
    file: 'answer/answer-headers.ts',
    find: "if (name === '*') return VARY_ALL",
    replace: "if (name === '*') continue",
  },
  {
    name: 'ambiguous-path-of-a-foreign-origin-goes-on',
    rule: 'D23',
    file: 'decide/judge.ts',
    find: "where === 'unreadable' || isCrossOrigin(kind) || request.site !== 'same'",
    replace: "where === 'unreadable' || request.site !== 'same'",
  },
  {
    name: 'star-covers-authorization',
    rule: 'D24',
    file: 'headers/requested-names.ts',
    find: "return granted.wildcard && !(end - start === 13 && equalsAt(line, start, 'authorization'))",
    replace: 'return granted.wildcard',
  },
  {
    name: 'one-name-more',
    rule: 'D24',
    file: 'headers/requested-names.ts',
    find: 'names: 128 }',
    replace: 'names: 129 }',
  },
  {
    name: 'every-grant-grants-websockets',
    rule: 'D25',
    file: 'decide/grants.ts',
    find: "if (kind === 'websocket' && !grant.websocket) return 'websocket-not-granted'",
    replace: '',
  },
  {
    name: 'navigation-to-any-destination',
    rule: 'D26',
    file: 'headers/request-fields.ts',
    find: "isSingle(lines, 'sec-fetch-mode', 'navigate') && isSingle(lines, 'sec-fetch-dest', 'document')",
    replace: "isSingle(lines, 'sec-fetch-mode', 'navigate')",
  },
]
