/**
 * What to add to a server so that its log shows what a draft needs. None of it logs a cookie or a login.
 *
 * @module
 */

/** The lines by server. */
export const LOG_LINES: readonly (readonly [server: string, lines: readonly string[]])[] = [
  [
    'nginx',
    [
      "map $http_cookie $has_cookie { default 1; '' 0; }",
      'log_format cors escape=json \'{"method":"$request_method","host":"$host","path":"$request_uri","status":$status,\'',
      '  \'"origin":"$http_origin","has_cookie":"$has_cookie","upgrade":"$http_upgrade",\'',
      '  \'"asked_method":"$http_access_control_request_method","asked_headers":"$http_access_control_request_headers",\'',
      '  \'"allow_origin":"$sent_http_access_control_allow_origin","allow_credentials":"$sent_http_access_control_allow_credentials",\'',
      '  \'"allow_headers":"$sent_http_access_control_allow_headers"}\';',
      'access_log /var/log/nginx/cors.log cors;',
    ],
  ],
  [
    'Apache',
    [
      'SetEnvIf Cookie . has_cookie=1',
      'LogFormat "%h %l %u %t \\"%r\\" %>s %b origin=\\"%{Origin}i\\" has_cookie=\\"%{has_cookie}e\\" asked_method=\\"%{Access-Control-Request-Method}i\\" asked_headers=\\"%{Access-Control-Request-Headers}i\\" allow_origin=\\"%{Access-Control-Allow-Origin}o\\" allow_credentials=\\"%{Access-Control-Allow-Credentials}o\\" allow_headers=\\"%{Access-Control-Allow-Headers}o\\"" cors',
      'CustomLog logs/cors.log cors',
    ],
  ],
  ['Caddy', ['log { output file /var/log/caddy/cors.log }']],
  [
    'HAProxy',
    [
      'http-request set-var(txn.origin) req.hdr(Origin)',
      'http-request set-var(txn.asked_method) req.hdr(Access-Control-Request-Method)',
      'http-request set-var(txn.asked_headers) req.hdr(Access-Control-Request-Headers)',
      'http-request set-var(txn.cookie) bool(true) if { req.hdr(Cookie) -m found }',
      'http-response set-var(txn.allow_origin) res.hdr(Access-Control-Allow-Origin)',
      'http-response set-var(txn.allow_credentials) res.hdr(Access-Control-Allow-Credentials)',
      'http-response set-var(txn.allow_headers) res.hdr(Access-Control-Allow-Headers)',
      'log-format \'{"method":"%[var(txn.method),json(utf8s)]"}\'',
    ],
  ],
]
