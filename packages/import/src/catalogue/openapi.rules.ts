/**
 * Findings about OpenAPI descriptions, and about parts of them that a policy cannot express.
 *
 * @module
 */
import type { FindingRule } from '@marque/policy'
import { apiWith, GOOD_API } from './examples.ts'

export const openApiRules: readonly FindingRule[] = [
  {
    code: 'MQ-805',
    severity: 'error',
    title: 'unsupported format or OpenAPI version',
    why: 'endpoints of another format would be lost silently',
    help: 'use an OpenAPI document of version 3.0, 3.1 or 3.2, or Swagger 2.0',
    see: ['OpenAPI 3.1, 4.8.1'],
    example: { bad: 'swagger: "1.2"\npaths: {}\n', good: GOOD_API },
  },
  {
    code: 'MQ-806',
    severity: 'warning',
    title: 'wrong kind of value in an API description',
    why: 'the value is ignored, and an endpoint with it',
    help: 'write the kind of value that OpenAPI specifies',
    see: ['OpenAPI 3.1, 4.8.9'],
    example: { bad: apiWith(['/orders: []']), good: GOOD_API },
  },
  {
    code: 'MQ-807',
    severity: 'error',
    title: 'file of an API description that is not read',
    why: 'endpoints and security of that file would be missing',
    help: 'refer to a file in the folder of the description or below it, and name the description by its path',
    see: ['OpenAPI 3.1, 4.8.23', 'RFC 3986, 5.2'],
    example: {
      bad: apiWith(['/orders: { $ref: "https://specs.example.com/orders.yaml" }']),
      good: apiWith(
        ['/orders: { $ref: "#/components/pathItems/orders" }'],
        'components: { pathItems: { orders: { get: { responses: {} } } } }',
      ),
    },
  },
  {
    code: 'MQ-808',
    severity: 'error',
    title: 'unresolved reference',
    why: 'the target, an endpoint or a header, is missing',
    help: 'refer to an existing part of the document, without a cycle',
    see: ['OpenAPI 3.1, 4.8.23', 'RFC 6901'],
    example: {
      bad: apiWith(['/orders: { $ref: "#/components/pathItems/orders" }']),
      good: apiWith(
        ['/orders: { $ref: "#/components/pathItems/orders" }'],
        'components: { pathItems: { orders: { get: { responses: {} } } } }',
      ),
    },
  },
  {
    code: 'MQ-809',
    severity: 'warning',
    title: 'path becomes a wider pattern',
    why: 'path patterns match whole segments, so other requests get the same decision as those of the endpoint',
    help: 'check which other endpoints match the pattern, and whether they may have the same grants',
    see: ['D5'],
    example: {
      bad: apiWith(['"/orders/{id}.json": { get: { responses: {} } }']),
      good: apiWith(['"/orders/{id}": { get: { responses: {} } }']),
    },
  },
  {
    code: 'MQ-810',
    severity: 'warning',
    title: 'path that no pattern can match',
    why: 'the endpoint gets no resource of its own; another resource that matches its path decides',
    help: 'remove dot segments, empty segments and inner wildcards from the path, or write a resource by hand',
    see: ['D5'],
    example: {
      bad: apiWith(['/orders//latest: { get: { responses: {} } }']),
      good: apiWith(['/orders/latest: { get: { responses: {} } }']),
    },
  },
  {
    code: 'MQ-811',
    severity: 'warning',
    title: 'operations that match the same requests with different protection',
    why: 'a request may match both, so the strictest protection is used for all of them',
    help: 'use paths that no request matches both of, or the same `security` and `x-marque`',
    see: ['D7', 'OpenAPI 3.1, 4.8.8.2'],
    example: {
      bad: apiWith(
        [
          '"/orders/{id}": { get: { responses: {} } }',
          '"/orders/{key}": { get: { security: [{ login: [] }], responses: {} } }',
        ],
        'components: { securitySchemes: { login: { type: http, scheme: bearer } } }',
      ),
      good: apiWith(['"/orders/{id}": { get: { responses: {} } }']),
    },
  },
  {
    code: 'MQ-812',
    severity: 'note',
    title: 'server that is not a public origin',
    why: '`self` of a policy lists public origins; this server is left out',
    help: 'give the public origin with `--self`, or as `self` in `x-marque`',
    see: ['D6', 'OpenAPI 3.1, 4.8.5'],
    example: {
      bad: 'openapi: 3.1.0\ninfo: { title: Orders, version: "1" }\nservers: [{ url: http://localhost:3000 }]\npaths: {}\n',
      good: GOOD_API,
    },
  },
  {
    code: 'MQ-813',
    severity: 'error',
    title: 'invalid `x-marque`',
    why: 'an ignored extension would leave the intended trust settings out',
    help: 'see docs/guide/init.md for its keys',
    see: ['docs/guide/init.md'],
    example: {
      bad: apiWith(['/orders: { get: { x-marque: { sensitivty: public }, responses: {} } }']),
      good: apiWith(['/orders: { get: { x-marque: { sensitivity: public }, responses: {} } }']),
    },
  },
  {
    code: 'MQ-814',
    severity: 'warning',
    title: 'undeclared security scheme',
    why: 'the operation requires a login of unknown kind, so neither a header nor cookies are granted for it',
    help: 'declare it under `components.securitySchemes`',
    see: ['OpenAPI 3.1, 4.8.30'],
    example: {
      bad: apiWith(['/orders: { get: { security: [{ login: [] }], responses: {} } }']),
      good: apiWith(
        ['/orders: { get: { security: [{ login: [] }], responses: {} } }'],
        'components: { securitySchemes: { login: { type: http, scheme: bearer } } }',
      ),
    },
  },
  {
    code: 'MQ-815',
    severity: 'note',
    title: 'no `security` in an API description',
    why: 'an endpoint without a login looks like one with an undescribed login; both become `internal`',
    help: 'write `security: []` where no login is required, and the scheme where one is',
    see: ['OpenAPI 3.1, 4.8.10.1'],
    example: {
      bad: 'openapi: 3.1.0\ninfo: { title: Orders, version: "1" }\npaths: { /orders: { get: { responses: {} } } }\n',
      good: GOOD_API,
    },
  },
  {
    code: 'MQ-816',
    severity: 'note',
    title: 'operation that cannot be granted',
    why: 'layers answer OPTIONS preflights themselves, and browsers never send TRACE or CONNECT; the operation is ignored',
    help: 'no action is needed: a described `OPTIONS` is usually the preflight that layers answer',
    see: ['D18', 'Fetch, forbidden method'],
    example: { bad: apiWith(['/orders: { options: { responses: {} } }']), good: GOOD_API },
  },
]
