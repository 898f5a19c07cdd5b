/**
 * What to add to a server so that its log shows what a draft needs. None of it logs a cookie or a login.
 *
 * @module
 */

const NGINX = `map $http_cookie $has_cookie { default 1; '' 0; }
log_format cors escape=json
  '{"method":"$request_method","host":"$host","path":"$request_uri","status":$status,'
  '"origin":"$http_origin","has_cookie":"$has_cookie","upgrade":"$http_upgrade",'
  '"asked_method":"$http_access_control_request_method",'
  '"asked_headers":"$http_access_control_request_headers",'
  '"allow_origin":"$sent_http_access_control_allow_origin",'
  '"allow_credentials":"$sent_http_access_control_allow_credentials",'
  '"allow_headers":"$sent_http_access_control_allow_headers"}';
access_log /var/log/cors.log cors;`

const APACHE = String.raw`SetEnvIf Cookie . has_cookie=1
LogFormat "%h %l %u %t \"%r\" %>s %b host=\"%{Host}i\" origin=\"%{Origin}i\" \
has_cookie=\"%{has_cookie}e\" upgrade=\"%{Upgrade}i\" \
asked_method=\"%{Access-Control-Request-Method}i\" \
asked_headers=\"%{Access-Control-Request-Headers}i\" \
allow_origin=\"%{Access-Control-Allow-Origin}o\" \
allow_credentials=\"%{Access-Control-Allow-Credentials}o\" \
allow_headers=\"%{Access-Control-Allow-Headers}o\"" cors
CustomLog /var/log/cors.log cors`

/** Caddy logs all headers, and `REDACTED` for cookies and logins. */
const CADDY = `log {
  output file /var/log/cors.log
}`

const HAPROXY = `http-request set-var(txn.host) req.hdr(Host)
http-request set-var(txn.path) path
http-request set-var(txn.origin) req.fhdr(Origin)
http-request set-var(txn.upgrade) req.hdr(Upgrade)
http-request set-var(txn.has_cookie) int(1) if { req.hdr(Cookie) -m found }
http-request set-var(txn.asked_method) req.fhdr(Access-Control-Request-Method)
http-request set-var(txn.asked_headers) req.fhdr(Access-Control-Request-Headers)
http-response set-var(txn.allow_origin) res.fhdr(Access-Control-Allow-Origin)
http-response set-var(txn.allow_credentials) res.fhdr(Access-Control-Allow-Credentials)
http-response set-var(txn.allow_headers) res.fhdr(Access-Control-Allow-Headers)
log-format '{"method":"%HM","host":"%[var(txn.host),json(utf8s)]","path":"%[var(txn.path),json(utf8s)]","status":%ST,"origin":"%[var(txn.origin),json(utf8s)]","upgrade":"%[var(txn.upgrade),json(utf8s)]","has_cookie":"%[var(txn.has_cookie)]","asked_method":"%[var(txn.asked_method),json(utf8s)]","asked_headers":"%[var(txn.asked_headers),json(utf8s)]","allow_origin":"%[var(txn.allow_origin),json(utf8s)]","allow_credentials":"%[var(txn.allow_credentials),json(utf8s)]","allow_headers":"%[var(txn.allow_headers),json(utf8s)]"}'`

/** The lines by server. The log file is `/var/log/cors.log`; HAProxy writes where its `log` line says. */
export const LOG_LINES: { readonly [server in 'nginx' | 'Apache' | 'Caddy' | 'HAProxy']: string } =
  { nginx: NGINX, Apache: APACHE, Caddy: CADDY, HAProxy: HAPROXY }
