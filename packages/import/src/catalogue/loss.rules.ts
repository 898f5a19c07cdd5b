/**
 * Findings about parts of an OpenAPI description that a draft does not carry over, or not as they are.
 *
 * @module
 */
import type { FindingRule } from '@marque/policy'
import { apiWith, GOOD_API } from './examples.ts'

const LOGIN = 'components: { securitySchemes: { login: { type: http, scheme: bearer } } }'
const SERVER = 'servers: [{ url: https://api.example.com }]'

/** The good description with another server. */
function servedAt(server: string): string {
  return GOOD_API.replace(SERVER, `servers: [{ ${server} }]`)
}

export const lossRules: readonly FindingRule[] = [
  {
    code: 'MQ-847',
    severity: 'note',
    title: 'path parameter named `tenant`',
    why: 'a segment `{tenant}` of a policy matches the identified tenant only, and the policy must say how tenants are identified',
    help: 'no change needed; to bind the endpoint to the tenants of the policy, write `tenants.identify` and name the segment `{tenant}` by hand',
    see: ['D15'],
    example: {
      bad: apiWith(['"/{tenant}/orders": { get: { responses: {} } }']),
      good: apiWith(['"/{customer}/orders": { get: { responses: {} } }']),
    },
  },
  {
    code: 'MQ-848',
    severity: 'warning',
    title: 'server whose path has a variable',
    why: 'without `enum` the values of the variable are not known, and requests with another value than the default match no resource',
    help: 'list the values as `enum` of the variable; for arbitrary values write the segment as a parameter of the paths, or leave out `default`',
    see: ['D5', 'OpenAPI 3.1, 4.8.6'],
    example: {
      bad: servedAt(
        'url: "https://api.example.com/{version}", variables: { version: { default: v1 } }',
      ),
      good: servedAt(
        'url: "https://api.example.com/{version}", variables: { version: { default: v1, enum: [v1, v2] } }',
      ),
    },
  },
  {
    code: 'MQ-849',
    severity: 'warning',
    title: 'extension of an API description that is not read',
    why: 'the endpoints or hosts that it describes are missing in the policy',
    help: 'write the endpoints under `paths`, and the public origins under `servers` or with `--self`',
    see: ['docs/guide/init.md'],
    example: {
      bad: apiWith([], 'x-ms-paths: { "/orders?op=list": { get: { responses: {} } } }'),
      good: GOOD_API,
    },
  },
  {
    code: 'MQ-830',
    severity: 'note',
    title: 'server whose origin has a variable',
    why: 'without `enum` the values of the variable are not known, and `self` needs every public origin',
    help: 'give the public origins with `--self`, as `self` in `x-marque`, or as `enum` of the variable',
    see: ['D6', 'OpenAPI 3.1, 4.8.6'],
    example: {
      bad: servedAt(
        'url: "https://{hostname}/api/v3", variables: { hostname: { default: HOSTNAME } }',
      ),
      good: servedAt(
        'url: "https://{hostname}/api/v3", variables: { hostname: { default: eu.example.com, enum: [eu.example.com, us.example.com] } }',
      ),
    },
  },
  {
    code: 'MQ-831',
    severity: 'warning',
    title: 'server with too many combinations of variables',
    why: 'the origins and base paths of the other combinations are missing in the policy',
    help: 'give the public origins with `--self`, or shorten the lists',
    see: ['D6', 'OpenAPI 3.1, 4.8.6'],
    example: {
      bad: servedAt(
        `url: "https://{a}{b}.example.com", variables: { ${['a', 'b']
          .map((name) => `${name}: { enum: [${Array.from('abcdefghi').join(', ')}], default: a }`)
          .join(', ')} }`,
      ),
      good: servedAt(
        'url: "https://{a}.example.com", variables: { a: { enum: [eu, us], default: eu } }',
      ),
    },
  },
  {
    code: 'MQ-832',
    severity: 'warning',
    title: 'parameter that spans segments inside a path',
    why: 'only the last segment of a pattern can be `**`, so requests whose value has a slash match no resource of the endpoint and are denied',
    help: 'write a resource with `**` in place of the parameter by hand, if all endpoints below may have the same grants',
    see: ['D5', 'OpenAPI 3.1, 4.8.8.1'],
    example: {
      bad: apiWith([
        '"/files/{path}/history": { get: { parameters: [{ in: path, name: path, x-multi-segment: true }], responses: {} } }',
      ]),
      good: apiWith([
        '"/files/{path}/history": { get: { parameters: [{ in: path, name: path }], responses: {} } }',
      ]),
    },
  },
  {
    code: 'MQ-833',
    severity: 'note',
    title: 'operation for any method',
    why: 'a policy names methods, so a method that is not named here is denied',
    help: 'remove the methods that pages do not use, and add other ones by hand',
    see: ['D7', 'D9'],
    example: {
      bad: apiWith(['"/orders": { x-amazon-apigateway-any-method: { responses: {} } }']),
      good: GOOD_API,
    },
  },
  {
    code: 'MQ-834',
    severity: 'note',
    title: 'cookie of an operation without credentials',
    why: 'browsers neither send cookies nor store them in requests of other origins without credentials',
    help: 'add `credentials: true` to the grant if pages use the cookie, or give the operation a cookie scheme in `security`',
    see: ['D13', 'Fetch, "credentials mode"'],
    example: {
      bad: apiWith([
        '/orders: { get: { parameters: [{ in: cookie, name: locale }], responses: {} } }',
      ]),
      good: GOOD_API,
    },
  },
  {
    code: 'MQ-835',
    severity: 'warning',
    title: 'login on an endpoint that `x-marque` opens to any website',
    why: 'an endpoint that requires a login is rarely meant for every website: any page with a token of a user can call it',
    help: 'name the origin sets that may call it, or write `authentication: optional` in `x-marque` if it answers without a login',
    see: ['D10', 'docs/rules.md#sensitivity'],
    example: {
      bad: apiWith(
        [
          '/orders: { get: { security: [{ login: [] }], x-marque: { sensitivity: public }, responses: {} } }',
        ],
        LOGIN,
      ),
      good: apiWith(['/orders: { get: { security: [{ login: [] }], responses: {} } }'], LOGIN),
    },
  },
  {
    code: 'MQ-836',
    severity: 'note',
    title: 'CORS settings of a gateway in an API description',
    why: 'they are settings of one product, and often allow any origin: trusted origins are never taken from them',
    help: 'name the origins with `--origin` or in `x-marque`, and remove the settings where Marque decides',
    see: ['docs/guide/init.md'],
    example: {
      bad: apiWith(
        ['/orders: { get: { responses: {} } }'],
        'x-amazon-apigateway-cors: { allowOrigins: ["*"] }',
      ),
      good: GOOD_API,
    },
  },
  {
    code: 'MQ-839',
    severity: 'note',
    title: '`Authorization` as a header parameter',
    why: 'OpenAPI says to ignore this parameter, so the header is not granted, and preflights for it fail',
    help: 'describe the login as a security scheme, and name it in `security`',
    see: ['D18', 'OpenAPI 3.1, 4.8.12.2'],
    example: {
      bad: apiWith([
        '/orders: { get: { parameters: [{ in: header, name: Authorization }], responses: {} } }',
      ]),
      good: apiWith(['/orders: { get: { security: [{ login: [] }], responses: {} } }'], LOGIN),
    },
  },
]
