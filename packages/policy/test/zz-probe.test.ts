import { test } from 'vitest'
import { document, findingsOf } from './documents.ts'
const docs: Record<string,string> = {}
const g = (k: string) => document({ grants: `[{ origins: [web], ${k} }]` })
const any = (k: string) => document({ grants: `[{ origins: ["*"], ${k} }]`, resource: '' }).replace('internal','public')
docs['plain']=document({})
docs['8']=any('credentials: true')
docs['9']=document({ grants: '[{ credentials: true }]' })
docs['9b']=document({ grants: '[{ origins: [], credentials: true }]' })
for (const m of ['get, Put','"*"','TRACE','trAce','""','"a b"','patch', 'PATCH']) docs['m '+m]=g(`methods: [${m}]`)
docs['27']=g('methods: ["*"], credentials: true')
docs['38']=g('requestHeaders: ["*"], credentials: true')
for (const m of ['Cookie','Sec-X','Proxy-X','Access-Control-Allow-Origin','"résumé"','""']) docs['rh '+m]=g(`requestHeaders: [${m}]`)
for (const m of ['Set-Cookie','Origin']) docs['eh '+m]=g(`exposeHeaders: [${m}]`)
docs['eh *']=g('exposeHeaders: ["*"], credentials: true')
docs['42']=g('exposeHeaders: [content-type, x-foo]')
for (const m of ['-2s','86401s','1.5s','NaN','0s','24h', '.nan', '-2', '1.5']) docs['ma '+m]=g(`maxAge: ${m}`)
for (const o of ['"https://*.example.com", "https://*.a.example.com"']) docs['53']=document({allow:`[${o}]`})
for (const o of ['https://*.com','https://*.github.io','https://*.co.uk.']) { docs['54 '+o]=document({allow:`["${o}"]`}); docs['54c '+o]=document({allow:`["${o}"]`, grants:'[{ origins: [web], credentials: true }]'}) }
for (const o of ['http://example.com','http://localhost','http://foo.localhost','http://foo.localhost.','http://127.0.0.1','http://[::1]','http://alocalhost','http://localhosta']) docs['55 '+o]=document({allow:`["${o}"]`, grants:'[{ origins: [web], credentials: true }]'})
test('x', () => { for (const [n,d] of Object.entries(docs)) console.log(n, '=>', findingsOf(d).map(f=>`${f.severity[0]} ${f.code} ${f.path}`).join(' | ')) })
