/** Templates that a pattern says exactly. */
export const exactCases: readonly (readonly [template: string, path: string])[] = [
  ['/', '/'],
  ['/users', '/users'],
  ['/users/', '/users'],
  ['/users/{id}', '/users/{id}'],
  ['/users/{user-id}', '/users/{user_id}'],
  ['/users/{user.id}/{user-id}', '/users/{user_id}/{user_id_2}'],
  ['/users/{id}/posts/{id}', '/users/{id}/posts/{id_2}'],
  ['/{1}', '/{p_1}'],
  ['/{é}', '/{p}'],
  [`/{${'x'.repeat(80)}}`, `/{${'x'.repeat(55)}}`],
  ['/a.b/c_d/e~f/$count/(x)/@me/v1:go', '/a.b/c_d/e~f/$count/(x)/@me/v1:go'],
  ['/.well-known/openid-configuration', '/.well-known/openid-configuration'],
]

/** Templates that only a wider pattern covers, with words of the reason. */
export const widerCases: readonly (readonly [template: string, path: string, why: string])[] = [
  ['/a/{b}.json', '/a/{b_json}', 'part of a segment'],
  ['/a/{x}{y}', '/a/{x_y}', 'part of a segment'],
  ['/a/{x},{y}/c', '/a/{x_y}/c', 'part of a segment'],
  ['/a/v{version}', '/a/{v_version}', 'part of a segment'],
  ['/a/{unclosed', '/a/{unclosed}', 'part of a segment'],
  ['/a/{}', '/a/{p}', 'part of a segment'],
  ['/a b', '/{a_b}', 'layers read differently'],
  ['/a%20b/c', '/{a_20b}/c', 'layers read differently'],
  ['/a;b', '/{a_b}', 'layers read differently'],
  ['/münchen', '/{m_nchen}', 'layers read differently'],
  ['/a\\b', '/{a_b}', 'layers read differently'],
  ['/files/{path+}', '/files/**', 'any number of segments'],
  ['/files/{path*}', '/files/**', 'any number of segments'],
  ['/files/*', '/files/**', 'any number of segments'],
  ['/files/**', '/files/**', 'any number of segments'],
  ['/a?x=1', '/a', 'query and fragment'],
  ['/a#b', '/a', 'query and fragment'],
  ['/a/{b}?x={y}', '/a/{b}', 'query and fragment'],
]

/** Templates that no pattern can say, with words of the reason. */
export const impossibleCases: readonly (readonly [template: string, why: string])[] = [
  ['', 'start with a slash'],
  ['users', 'start with a slash'],
  ['//', 'empty segment'],
  ['/a//b', 'empty segment'],
  ['/a/../b', 'browsers resolve'],
  ['/./a', 'browsers resolve'],
  ['/a/%2e%2E/b', 'browsers resolve'],
  ['/a/%2e', 'browsers resolve'],
  ['/{path+}/b', 'is not the last one'],
  ['/*/b', 'is not the last one'],
  ['/a'.repeat(65), 'more than 64 segments'],
  [`/${'a'.repeat(2048)}`, '2048 characters'],
]
