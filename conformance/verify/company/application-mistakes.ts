/**
 * Mistakes in the Express application.
 *
 * @module
 */
import type { Cause } from '@marque/verify'
import cors from 'cors'
import { bundleOf } from '../policy.ts'
import type { ApplicationChange, CompanyMistake } from './mistake.ts'
import { edited, OLDER_COMPANY_POLICY } from './policy.ts'

const row = (
  id: string,
  note: string,
  cause: Cause,
  application: ApplicationChange,
  input: CompanyMistake['input'] = {},
): CompanyMistake => ({ id, note, expected: { layer: 'app', cause }, application, input })

const ONE_ORIGIN = {
  origin: 'https://app.halyard.example',
  methods: ['GET', 'POST', 'PUT'],
  allowedHeaders: ['authorization', 'content-type', 'x-csrf-token'],
  credentials: true,
  maxAge: 600,
}

export const APPLICATION_MISTAKES: readonly CompanyMistake[] = [
  row(
    'app-older-policy',
    'the application still has the older policy',
    'stale-policy',
    { policy: OLDER_COMPANY_POLICY },
    { alsoKnown: [bundleOf(OLDER_COMPANY_POLICY)] },
  ),
  row('app-cors-before', '`cors()` that echoes, before the middleware', 'reflects-any-origin', {
    before: (app) => void app.use(cors({ origin: true, credentials: true })),
  }),
  row('app-cors-one-origin', '`cors()` with one origin before the middleware', 'fixed-origin', {
    before: (app) => void app.use('/v1/quotes', cors(ONE_ORIGIN)),
  }),
  row('app-answers-options', 'an OPTIONS handler of its own', 'preflight-forwarded', {
    before: (app) =>
      void app.options('/{*path}', (_, response) => {
        response.set({ Allow: 'GET, POST, PUT', Vary: 'Origin' }).sendStatus(200)
      }),
  }),
  row('app-404-before', 'what is not found is answered before CORS', 'errors-without-headers', {
    before: (app) =>
      void app.get(
        '/v1/labels',
        (_, response) => void response.status(404).vary('Origin').json({}),
      ),
  }),
  row('app-open-handshakes', 'handshakes are not guarded', 'websocket-open', {
    acceptsEveryHandshake: true,
  }),
  row('app-headers-only', '`enforce: headers` on the session', 'not-blocked', {
    policy: edited('session', 'enforce: block', 'enforce: headers'),
  }),
  row('app-grants-less', 'own applications may not read the flags', 'grants-too-little', {
    policy: edited('feature-flags', '[apps, operations', '[operations'),
  }),
  row('app-exposes-less', 'a header of quotes is not exposed', 'exposed-headers-differ', {
    policy: edited('quotes', '[etag, location]', '[etag]'),
  }),
]
