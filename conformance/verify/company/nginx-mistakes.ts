/**
 * Mistakes in the nginx between the gateway and the application.
 *
 * @module
 */
import type { Cause } from '@marque/verify'
import type { CompanyMistake, NginxChange } from './mistake.ts'

const row = (
  id: string,
  note: string,
  cause: Cause,
  nginx: NginxChange,
  input: CompanyMistake['input'] = {},
): CompanyMistake => ({ id, note, expected: { layer: 'nginx', cause }, nginx, input })

/** Answers in place of the application's value. */
const replace = (value: string): string =>
  `proxy_hide_header Access-Control-Allow-Origin; add_header Access-Control-Allow-Origin ${value} always;`

export const NGINX_MISTAKES: readonly CompanyMistake[] = [
  row('nginx-echo', '`$http_origin` echoed with credentials', 'reflects-any-origin', {
    location: `${replace('$http_origin')} proxy_hide_header Access-Control-Allow-Credentials; add_header Access-Control-Allow-Credentials true always;`,
  }),
  row('nginx-echo-in-one-location', 'the same below /v1/quotes only', 'reflects-any-origin', {
    server: `location /v1/quotes { PASS ${replace('$http_origin')} proxy_hide_header Access-Control-Allow-Credentials; add_header Access-Control-Allow-Credentials true always; }`,
  }),
  row('nginx-adds-any', '`add_header Access-Control-Allow-Origin *`', 'two-authors', {
    location: 'add_header Access-Control-Allow-Origin * always;',
  }),
  row('nginx-one-origin', 'the header replaced by one origin', 'fixed-origin', {
    location: replace('https://app.halyard.example'),
  }),
  row(
    'nginx-null',
    'a map echoes `null` for local test pages',
    'reflects-null',
    {
      http: 'map $http_origin $with_null { "null" "null"; default $upstream_http_access_control_allow_origin; }',
      server: `location /v1/quotes { PASS ${replace('$with_null')} }`,
    },
    { maxProbes: 850 },
  ),
  row('nginx-map-without-end', 'a map of origins without `$` at its end', 'matches-prefix', {
    http: 'map $http_origin $without_end { "~^https://app\\.halyard\\.example" $http_origin; default $upstream_http_access_control_allow_origin; }',
    server: `location /v1/quotes { PASS ${replace('$without_end')} }`,
  }),
  row('nginx-hides-vary', '`proxy_hide_header Vary`', 'vary-lost', {
    location: 'proxy_hide_header Vary;',
  }),
  row('nginx-hides-credentials', 'Access-Control-Allow-Credentials hidden', 'credentials-missing', {
    location: 'proxy_hide_header Access-Control-Allow-Credentials;',
  }),
  row('nginx-hides-exposed', 'Access-Control-Expose-Headers hidden', 'exposed-headers-differ', {
    location: 'proxy_hide_header Access-Control-Expose-Headers;',
  }),
  row('nginx-hides-max-age', 'Access-Control-Max-Age hidden', 'max-age-differs', {
    location: 'proxy_hide_header Access-Control-Max-Age;',
  }),
  row('nginx-limit-except', '`limit_except` without OPTIONS', 'preflight-not-answered', {
    location: 'limit_except GET POST PUT PATCH DELETE { deny all; }',
  }),
  row('nginx-options-204', 'OPTIONS answered 204 by nginx', 'preflight-forwarded', {
    location: 'if ($request_method = OPTIONS) { return 204; }',
  }),
  row('nginx-options-redirected', 'OPTIONS redirected to the login', 'preflight-redirected', {
    location: 'if ($request_method = OPTIONS) { return 302 /login; }',
  }),
  row('nginx-options-401', 'OPTIONS needs a password', 'preflight-authenticated', {
    http: 'map $request_method $realm { default off; OPTIONS api; }',
    location: 'auth_basic $realm; auth_basic_user_file /dev/null;',
  }),
  row(
    'nginx-cache',
    '`proxy_cache` without Vary',
    'cache-mixed',
    {
      http: 'proxy_cache_path cache keys_zone=company:1m;',
      location:
        'proxy_cache company; proxy_cache_valid 200 1m; proxy_ignore_headers Vary Cache-Control Set-Cookie;',
    },
    { throughCache: true, maxProbes: 1400 },
  ),
  row('nginx-error-pages', '`proxy_intercept_errors` with own pages', 'errors-without-headers', {
    location: 'proxy_intercept_errors on; error_page 404 = @error;',
    server: 'location @error { return 404 sorry; }',
  }),
  row('nginx-own-redirects', 'redirects of the application replaced', 'redirect-without-headers', {
    location: 'proxy_intercept_errors on; error_page 302 = @moved;',
    server: 'location @moved { return 302 /v1/quotes/list; }',
  }),
  row(
    'nginx-own-304',
    'conditional requests answered by nginx',
    'not-modified-without-headers',
    {
      location: 'if ($http_if_none_match) { return 304; }',
    },
    { maxProbes: 850 },
  ),
]
