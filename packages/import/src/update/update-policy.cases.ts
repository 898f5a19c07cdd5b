/** Policies before and after a description with `/orders` and `/invoices` (both GET, no login), of which they know `/orders`. */
export const updateCases: readonly (readonly [
  name: string,
  file: string,
  before: string,
  after: string,
])[] = [
  [
    'a block list',
    'policy.yaml',
    `version: 1
self: [https://api.example.com]
resources:
  - name: orders # ours
    match: [{ path: '/orders' }]
    sensitivity: "internal"
    grants: []
`,
    `version: 1
self: [https://api.example.com]
resources:
  - name: orders # ours
    match: [{ path: '/orders' }]
    sensitivity: "internal"
    grants: []
ADDED`,
  ],
  [
    'a list at the margin, keys behind it, comments of the last one, no end of the last line',
    'policy.yaml',
    `# top
version: 1
self: [https://api.example.com]
resources:
- name: orders
  match: [{ path: /orders }]
  sensitivity: internal
  grants: []
  # of orders

  # and this
# of what follows

contact: a@example.com # end`,
    `# top
version: 1
self: [https://api.example.com]
resources:
- name: orders
  match: [{ path: /orders }]
  sensitivity: internal
  grants: []
  # of orders

  # and this
ADDED# of what follows

contact: a@example.com # end`,
  ],
  [
    'no end of the last line, in the list itself',
    'policy.yaml',
    `version: 1
self: [https://api.example.com]
resources:
  - { name: orders, match: [{ path: /orders }], sensitivity: internal, grants: [] }`,
    `version: 1
self: [https://api.example.com]
resources:
  - { name: orders, match: [{ path: /orders }], sensitivity: internal, grants: [] }
ADDED`,
  ],
  [
    'an empty list',
    'policy.yaml',
    'version: 1\nself: [https://api.example.com]\nresources: [ ]\ncontact: a@example.com\n',
    'version: 1\nself: [https://api.example.com]\nresources:\nBOTHcontact: a@example.com\n',
  ],
  [
    'brackets on one line',
    'policy.yaml',
    'version: 1\nself: [https://api.example.com]\nresources: [{ name: orders, match: [{ path: /orders }], sensitivity: internal, grants: [] }] # all\n',
    'version: 1\nself: [https://api.example.com]\nresources: [{ name: orders, match: [{ path: /orders }], sensitivity: internal, grants: [] }, FLOW] # all\n',
  ],
  [
    'JSON on several lines',
    'policy.json',
    `{
  "version": 1,
  "self": ["https://api.example.com"],
  "resources": [
    {"name": "orders", "match": [{"path": "/orders"}], "sensitivity": "internal", "grants": []}
  ]
}
`,
    `{
  "version": 1,
  "self": ["https://api.example.com"],
  "resources": [
    {"name": "orders", "match": [{"path": "/orders"}], "sensitivity": "internal", "grants": []},
    FLOW
  ]
}
`,
  ],
  [
    'JSON with an empty list',
    'policy.json',
    '{"version": 1, "self": ["https://api.example.com"], "resources": []}',
    '{"version": 1, "self": ["https://api.example.com"], "resources": [\n    FLOWORDERS,\n    FLOW\n  ]}',
  ],
  [
    'brackets with quotes and comments that hold brackets',
    'policy.yaml',
    `version: 1
self: [https://api.example.com]
resources: [
  # ] not here
  { name: orders, match: [{ path: "/orders" }], sensitivity: internal, grants: [], data: ['it''s ]', "\\"]"] }
]
`,
    `version: 1
self: [https://api.example.com]
resources: [
  # ] not here
  { name: orders, match: [{ path: "/orders" }], sensitivity: internal, grants: [], data: ['it''s ]', "\\"]"] },
  FLOW
]
`,
  ],
]

/** Policies whose list cannot be added to without a risk; they stay as they are. */
export const refusedCases: readonly (readonly [name: string, text: string])[] = [
  [
    'a comment in an empty list',
    'version: 1\nself: [https://api.example.com]\nresources: [ # none\n  ]\n',
  ],
  [
    'a comment behind an empty list',
    'version: 1\nself: [https://api.example.com]\nresources: [] # none\n',
  ],
  [
    'a comment behind the last item in brackets',
    'version: 1\nself: [https://api.example.com]\nresources: [\n  { name: orders, match: [{ path: /orders }], sensitivity: internal, grants: [] } # }\n]\n',
  ],
]
