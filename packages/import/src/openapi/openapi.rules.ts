/**
 * What can be wrong with a description of an API, and what of it a policy cannot say.
 *
 * @module
 */
import type { FindingRule } from '@marque/policy'
import { apiWith, GOOD_API } from '../findings/example.ts'

export const openApiRules: readonly FindingRule[] = [
  {
    code: 'MQ-805',
    severity: 'error',
    title: 'not an OpenAPI document that is read',
    why: 'another format read as this one would lose endpoints without a word',
    help: 'give an OpenAPI document of version 3.0, 3.1 or 3.2',
    see: ['OpenAPI 3.1, 4.8.1'],
    example: { bad: 'swagger: "2.0"\npaths: {}\n', good: GOOD_API },
  },
  {
    code: 'MQ-806',
    severity: 'warning',
    title: 'a part of a description that is of the wrong kind',
    why: 'it is passed over, and an endpoint with it',
    help: 'write it as OpenAPI has it',
    see: ['OpenAPI 3.1, 4.8.9'],
    example: { bad: apiWith(['/orders: []']), good: GOOD_API },
  },
  {
    code: 'MQ-807',
    severity: 'error',
    title: 'a reference to another document',
    why: 'only this document is read: what stands elsewhere, endpoints and logins among it, would be missing',
    help: 'bundle the description into one document first',
    see: ['OpenAPI 3.1, 4.8.23'],
    example: { bad: apiWith(['/orders: { $ref: "orders.yaml" }']), good: GOOD_API },
  },
  {
    code: 'MQ-808',
    severity: 'error',
    title: 'a reference that leads nowhere',
    why: 'what it was to name, an endpoint or a header, is missing',
    help: 'name a part of the document that exists, and not itself',
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
    title: 'a path that only a wider pattern covers',
    why: 'path patterns know whole segments only, so requests beside those of the endpoint are decided like them',
    help: 'look whether anything else answers there, and whether it may be treated alike',
    see: ['DECISION D5'],
    example: {
      bad: apiWith(['"/orders/{id}.json": { get: { responses: {} } }']),
      good: apiWith(['"/orders/{id}": { get: { responses: {} } }']),
    },
  },
  {
    code: 'MQ-810',
    severity: 'warning',
    title: 'a path that no pattern can say',
    why: 'the endpoint is left out: it has no resource of its own, and is decided like whatever else covers its path',
    help: 'describe the path without dot segments, empty segments and wildcards before the end, or write a resource by hand',
    see: ['DECISION D5'],
    example: {
      bad: apiWith(['/orders//latest: { get: { responses: {} } }']),
      good: apiWith(['/orders/latest: { get: { responses: {} } }']),
    },
  },
  {
    code: 'MQ-811',
    severity: 'warning',
    title: 'operations that a policy cannot tell apart',
    why: 'they are protected differently, and one request may fit both: the strictest decides, so that none gets a milder protection than its own',
    help: 'give them paths that differ, or the same security and `x-marque`',
    see: ['DECISION D7', 'OpenAPI 3.1, 4.8.8.2'],
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
    title: 'a server that is no public origin',
    why: 'a policy guards origins that browsers in the field can name; this one is not taken for one',
    help: 'name the public origin with `--self`, or in `x-marque`',
    see: ['DECISION D6', 'OpenAPI 3.1, 4.8.5'],
    example: {
      bad: 'openapi: 3.1.0\ninfo: { title: Orders, version: "1" }\nservers: [{ url: http://localhost:3000 }]\npaths: {}\n',
      good: GOOD_API,
    },
  },
  {
    code: 'MQ-813',
    severity: 'error',
    title: '`x-marque` that cannot be understood',
    why: 'whoever wrote it meant something about trust, and nothing of it would happen',
    help: 'write it as docs/guide/init.md has it',
    see: ['DESIGN 5'],
    example: {
      bad: apiWith(['/orders: { get: { x-marque: { sensitivty: public }, responses: {} } }']),
      good: apiWith(['/orders: { get: { x-marque: { sensitivity: public }, responses: {} } }']),
    },
  },
  {
    code: 'MQ-814',
    severity: 'warning',
    title: 'a security scheme that is not declared',
    why: 'the operation needs a login, and nobody knows in what it travels: no header and no cookie of it is granted',
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
    title: 'a description that says nothing of logins',
    why: 'an endpoint without a login and one whose login nobody described look alike; both are taken for `internal`',
    help: 'say `security: []` where none is needed, and name the scheme where one is',
    see: ['OpenAPI 3.1, 4.8.10.1'],
    example: {
      bad: 'openapi: 3.1.0\ninfo: { title: Orders, version: "1" }\npaths: { /orders: { get: { responses: {} } } }\n',
      good: GOOD_API,
    },
  },
  {
    code: 'MQ-816',
    severity: 'note',
    title: 'an operation that no grant is for',
    why: 'layers answer preflights themselves, and browsers never send TRACE or CONNECT; the operation is passed over',
    help: 'nothing has to be done; a described `OPTIONS` is mostly what a layer now answers',
    see: ['DECISION D18', 'Fetch, forbidden method'],
    example: { bad: apiWith(['/orders: { options: { responses: {} } }']), good: GOOD_API },
  },
]
