import { READER } from '../sites.ts'
import type { Trial } from '../trial.ts'

const CHALLENGE = ['www-authenticate', 'Bearer'] as const
const readerKey = { headers: [['authorization', '$READER']] } as const
const expiredKey = { headers: [['authorization', '$EXPIRED']] } as const

/** Answers that went wrong: a page with a grant must be able to read them, whoever made them (D20, D21); one without must not. */
export const errors: readonly Trial[] = [
  ...[404, 422, 500, 503].map(
    (status): Trial => ({
      id: `status-${status}`,
      title: `the application says ${status}`,
      path: '/login',
      answer: { status: String(status) },
      steps: [{ credentials: true }],
      status,
    }),
  ),
  {
    id: 'status-500-evil',
    title: 'the application says 500 to a page without a grant',
    from: 'evil',
    path: '/write',
    answer: { status: '500' },
    status: 500,
  },
  {
    id: 'reset',
    title: 'the application cuts the connection',
    path: '/write',
    answer: { do: 'reset' },
    // What is safe to send again is sent again.
    steps: [{ method: 'POST', body: 'a' }],
    status: 502,
    own: [],
    isSeen: true,
  },
  { id: 'dead', title: 'the application is not there', path: '/dead', status: 502, own: [] },
  {
    id: 'dead-put',
    title: 'PUT, and the application is not there',
    path: '/dead',
    steps: [{ method: 'PUT' }],
    status: 502,
    own: [],
  },
  {
    id: 'dead-evil',
    title: 'the application is not there for a page without a grant',
    from: 'evil',
    path: '/dead',
    status: 502,
    own: [],
  },
  {
    id: 'slow',
    title: 'the application does not answer',
    path: '/slow',
    answer: { do: 'hang' },
    status: 504,
    own: [],
    isSeen: true,
  },
  {
    id: 'large',
    title: 'a body that is too large',
    path: '/write',
    steps: [{ method: 'POST', body: 'a'.repeat(400_000) }],
    status: 413,
    own: [],
  },
  {
    id: 'member-nobody',
    title: 'a login is required, and there is none',
    path: '/member',
    status: 401,
    own: [CHALLENGE],
  },
  {
    id: 'member-expired',
    title: 'a login that has expired',
    path: '/member',
    steps: [expiredKey],
    status: 401,
    own: [CHALLENGE],
  },
  { id: 'member', title: 'a login', path: '/member', steps: [readerKey], context: READER },
  {
    id: 'member-evil',
    title: 'a login is required of a page without a grant',
    from: 'evil',
    path: '/member',
    status: 401,
  },
  {
    id: 'reports',
    title: 'a role that is required',
    path: '/reports',
    steps: [readerKey],
    context: READER,
  },
  { id: 'reports-nobody', title: 'a role that nobody shows', path: '/reports' },
  {
    id: 'reports-expired',
    title: 'a role that is required of a login that has expired',
    path: '/reports',
    steps: [expiredKey],
    status: 401,
    own: [CHALLENGE],
  },
]
