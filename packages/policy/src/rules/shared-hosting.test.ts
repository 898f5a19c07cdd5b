import { expect, test } from 'vitest'
import { setExample } from '../catalogue/examples.ts'
import { judge } from './index.ts'
import { modelOf, NOW } from './model.cases.ts'
import { isPublicSuffix } from './origins.ts'
import { sharedHostingCases } from './shared-hosting.cases.ts'
import { SHARED_HOSTING } from './shared-hosting.ts'
import { suffixBelow } from './suffixes-below.ts'

/** The hosts of which a pattern over all levels gets a finding about strangers, of any of some codes. */
function found(hosts: readonly string[], codes: readonly string[]): readonly string[] {
  const allow = hosts.map((host) => `"https://*.${host}"`).join(', ')
  const set = `{ allow: [${allow}], owner: p@example.com, purpose: partners }`
  const findings = judge(modelOf(setExample(set)), { environment: 'production', now: NOW })
  const paths = new Set(findings.filter(({ code }) => codes.includes(code)).map(({ path }) => path))
  return hosts.filter((_, index) => paths.has(`/origins/partners/allow/${index}`))
}
const STRANGERS = ['MQ-201', 'MQ-320']

test('F22: each domain of shared hosting has a source', () => {
  expect(sharedHostingCases.map(([domain]) => domain).toSorted()).toEqual(SHARED_HOSTING.toSorted())
  expect(new Set(SHARED_HOSTING).size).toBe(SHARED_HOSTING.length)
})

test('F22: the list of shared hosting has only what the public suffix list lacks', () => {
  const domains = SHARED_HOSTING.filter((domain) => !domain.includes('*'))
  expect(domains.filter(isPublicSuffix)).toEqual([])
  expect(domains.filter((domain) => suffixBelow(domain) !== undefined)).toEqual([])
})

test('F22: a pattern at or above each domain of shared hosting is reported', () => {
  const hosts = sharedHostingCases.flatMap(([domain, customer]) => {
    const labels = customer.split('.').slice(-domain.split('.').length)
    return labels.slice(0, -1).map((_, index) => labels.slice(index).join('.'))
  })
  expect(found(hosts, STRANGERS)).toEqual(hosts)
})

test("F22: a pattern below one customer's name is not reported", () => {
  const hosts = sharedHostingCases
    .filter(([domain]) => !SHARED_HOSTING.includes(`*.${domain}`))
    .map(([, customer]) => customer)
  expect(hosts.length).toBeGreaterThan(250)
  expect(found(hosts, STRANGERS)).toEqual([])
})

test('F22: a pattern with a fixed end inside one label does not reach the names below', () => {
  const allow = ['https://*-acme.azure.com', 'https://*-acme.zendesk.com']
  const set = `{ allow: [${allow.map((text) => `"${text}"`)}], owner: p@example.com, purpose: partners }`
  const findings = judge(modelOf(setExample(set)), { environment: 'production', now: NOW })
  expect(findings.filter(({ code }) => code === 'MQ-320').map(({ path }) => path)).toEqual([
    '/origins/partners/allow/1',
  ])
})

test('F22: widely used hosting is reported, by either list', () => {
  const hosts = `
    vercel.app now.sh netlify.app pages.dev workers.dev trycloudflare.com r2.dev
    azurestaticapps.net 4.azurestaticapps.net westeurope.4.azurestaticapps.net azurewebsites.net scm.azurewebsites.net
    blob.core.windows.net web.core.windows.net z6.web.core.windows.net core.windows.net windows.net azurefd.net
    z01.azurefd.net azureedge.net trafficmanager.net azure-api.net cloudapp.azure.com azure.com azurecontainerapps.io
    s3.amazonaws.com s3.eu-west-1.amazonaws.com s3-website.eu-central-1.amazonaws.com amazonaws.com cloudfront.net
    amplifyapp.com execute-api.us-east-1.amazonaws.com elb.amazonaws.com us-east-1.elb.amazonaws.com
    appsync-api.eu-west-1.amazonaws.com lambda-url.us-east-1.on.aws on.aws elasticbeanstalk.com awsapprunner.com
    compute.amazonaws.com auth.eu-west-1.amazoncognito.com amazonaws.com.cn
    appspot.com uc.r.appspot.com run.app a.run.app us-central1.run.app storage.googleapis.com googleapis.com
    firebaseapp.com web.app firebaseio.com cloudfunctions.net hosted.app us-central1.hosted.app googleusercontent.com
    herokuapp.com onrender.com fly.dev railway.app up.railway.app github.io app.github.dev github.dev githack.com
    githubusercontent.com gitlab.io bitbucket.io codeberg.page readthedocs.io replit.app repl.co replit.dev csb.app
    codesandbox.io stackblitz.io webcontainer.io local-credentialless.webcontainer.io glitch.me cdpn.io
    lovable.app bolt.host hf.space streamlit.app gradio.live expo.app exp.direct val.run
    ngrok.io ngrok.app ngrok-free.app ngrok-free.dev loca.lt lhr.life serveo.net pinggy.link devtunnels.ms ts.net nip.io
    myshopify.com shopifypreview.com wixsite.com squarespace.com webflow.io wordpress.com blogspot.com notion.site
    zendesk.com force.com my.salesforce.com sandbox.my.salesforce.com my.site.com salesforce.com hs-sites.com
    hubspotpagebuilder.com atlassian.net statuspage.io supabase.co deno.dev surge.sh bubbleapps.io framer.app
    framer.website pantheonsite.io platformsh.site platform.sh acquia-sites.com prod.acquia-sites.com kinsta.cloud
    wpengine.com wpenginepowered.com cloudwaysapps.com
    fastly.net global.ssl.fastly.net edgecompute.app b-cdn.net kxcdn.com akamaized.net cdn77.org
    aliyuncs.com oss-cn-hangzhou.aliyuncs.com cn-hangzhou.fcapp.run cos.ap-shanghai.myqcloud.com myqcloud.com
    storage.yandexcloud.net website.yandexcloud.net yandexcloud.net digitaloceanspaces.com nyc3.digitaloceanspaces.com
    nyc3.cdn.digitaloceanspaces.com ondigitalocean.app linodeobjects.com us-east-1.linodeobjects.com vultrobjects.com
    s3.us-west-004.backblazeb2.com s3.eu-central-1.wasabisys.com wasabisys.com oraclecloud.com
    compat.objectstorage.eu-frankfurt-1.oraclecloud.com us-south.codeengine.appdomain.cloud appdomain.cloud
    s3.eu-de.cloud-object-storage.appdomain.cloud obs.cn-north-4.myhuaweicloud.com s3.gra.io.cloud.ovh.net
    fsn1.your-objectstorage.com auth0.com us.auth0.com okta.com b2clogin.com clerk.accounts.dev
  `
    .trim()
    .split(/\s+/)
  expect(found(hosts, STRANGERS)).toEqual(hosts)
})

test('F22: a domain whose names are all of one company is not reported', () => {
  const hosts = `
    github.com google.com microsoft.com gitlab.com hubspot.com servicenow.com yahoo.com vercel.com netlify.com heroku.com
    shopify.com webflow.com atlassian.com auth0.example.com notzendesk.com azure.com.example.com my-salesforce.com
    acme.vercel.app acme.github.io acme.s3.amazonaws.com acme.s3.eu-west-1.amazonaws.com acme.blob.core.windows.net
    acme.web.app acme.fly.dev acme.eu-west-1.elasticbeanstalk.com acme.fra1.digitaloceanspaces.com
    brave-island-0b7c7f50f.4.azurestaticapps.net acme.azurewebsites.net acme.run.goorm.io
  `
    .trim()
    .split(/\s+/)
  expect(found(hosts, STRANGERS)).toEqual([])
})
