/**
 * Ten edits of the sample company's policy, one thing each. The reports are in `golden/company`, rewritten by `vitest run -u`.
 */
export interface CompanyEdit {
  /** The name of the golden file. */
  readonly name: string
  /** Replacements in `examples/company/policy.yaml`; each text occurs in it. */
  readonly edits: readonly (readonly [text: string, by: string])[]
}

export const companyEdits: readonly CompanyEdit[] = [
  {
    name: 'an-origin-joins-a-set',
    edits: [
      [
        '      - https://app.halyard.example\n',
        '      - https://app.halyard.example\n      - https://assistant.halyard.example\n',
      ],
    ],
  },
  {
    name: 'an-origin-leaves-a-set',
    edits: [['      - https://vendors.halyard.example\n', '']],
  },
  {
    name: 'a-partner-gets-a-grant-with-an-end',
    edits: [
      [
        '      - { origins: [kiosks], methods: [GET, POST], requestHeaders: [authorization, content-type] }\n  - name: pickups',
        '      - { origins: [kiosks], methods: [GET, POST], requestHeaders: [authorization, content-type] }\n' +
          '      - { origins: [shops], methods: [GET, POST], requestHeaders: [content-type], until: 2099-01-31T23:00:00Z }\n  - name: pickups',
      ],
    ],
  },
  {
    name: 'a-method-is-added',
    edits: [
      [
        '      - { origins: [apps, staging-apps], methods: [GET], exposeHeaders: [content-disposition, link], credentials: true, when',
        '      - { origins: [apps, staging-apps], methods: [GET, PUT], exposeHeaders: [content-disposition, link], credentials: true, when',
      ],
    ],
  },
  {
    name: 'a-path-moves-between-resources',
    edits: [
      ['{ path: /v1/ports/** }, { path: /v1/terminals/** }', '{ path: /v1/ports/** }'],
      [
        '[{ path: /v1/warehouses/** }]',
        '[{ path: /v1/warehouses/** }, { path: /v1/terminals/** }]',
      ],
    ],
  },
  {
    name: 'a-resource-is-renamed',
    edits: [['  - name: labels\n', '  - name: parcel-labels\n']],
  },
  {
    name: 'a-tenant-is-added',
    edits: [
      [
        '    oxbow:\n',
        '    northwind:\n' +
          '      allow: [https://portal.northwind.example, https://stock.northwind.example]\n' +
          '      owner: it@northwind.example\n' +
          '      purpose: web applications of Northwind\n' +
          '      reviewBy: 2099-06-15\n' +
          '    oxbow:\n',
      ],
    ],
  },
  {
    name: 'a-second-own-origin',
    edits: [
      [
        'production: [https://api.halyard.example]',
        'production: [https://api.halyard.example, https://api-eu.halyard.example]',
      ],
    ],
  },
  {
    name: 'credentials-are-allowed',
    edits: [
      [
        'origins: [apps, brokers, resellers, staging-apps, previews, developers], methods: [GET], exposeHeaders: [etag]',
        'origins: [apps, brokers, resellers, staging-apps, previews, developers], methods: [GET], exposeHeaders: [etag], credentials: true',
      ],
    ],
  },
  {
    name: 'a-condition-is-added',
    edits: [
      [
        '        exposeHeaders: [etag, location]\n        credentials: true\n      - origins: [resellers]\n',
        '        exposeHeaders: [etag, location]\n        credentials: true\n        when: { roles: [account-admin, dispatcher] }\n      - origins: [resellers]\n',
      ],
    ],
  },
]
