/**
 * Domains below which a provider gives names to its customers, and which the public suffix list lacks: whoever signs up gets a name.
 *
 * A domain is here only while the list (MQ-201) does not hold it; a test removes what has become redundant.
 * `shared-hosting.cases.ts` holds the source of each.
 *
 * @module
 */
import { isAddress } from '@marque/core'
import { getPublicSuffix } from 'tldts'

/** The day on which the domains below were last compared with their sources and with the public suffix list. */
export const SHARED_HOSTING_DATE = '2026-11-30'

/** Where a label differs by region, cluster or instance, `*` stands for any one label. */
const DOMAINS = `
au.auth0.com auth0.com authkit.app b2clogin.com ca.auth0.com ciamlogin.com clerk.accounts.dev cloudflareaccess.com
eu-2.auth0.com eu.auth0.com eu1.zitadel.cloud frontegg.com fusionauth.io jp.auth0.com kinde.com logto.app
okta-emea.com okta.com oktapreview.com onelogin.com onmicrosoft.com uk.auth0.com us-3.auth0.com us-4.auth0.com
us.auth0.com us1.zitadel.cloud zitadel.cloud

anvil.app b4a.app b4a.run back4app.io bettyblocks.com cloudspaces.litng.ai *.dynamics.com frappe.cloud
functions.*.nhost.run gigalixirapp.com glide.page glitch.me gradio.live hasura.*.nhost.run kinsta.app kinsta.cloud
kinsta.page koyeb.app m.frappe.cloud mendixcloud.com modal.run mxapps.io mybluemix.net odoo.com
outsystemsenterprise.com plotly.app pockethost.io powerappsportals.com proxy.runpod.net quickbase.com retool.com
s.frappe.cloud sevalla.app sevalla.page share.connect.posit.cloud shinyapps.io softr.app storage.*.nhost.run
tcloudbaseapp.com zapier.app zohosites.com

app.github.dev cdpn.io chromatic.com *.cloudshell.dev *.cloudworkstations.dev codesandbox.io githack.com *.gitpod.dev
*.gitpod.io jshell.net plnkr.co preview.app.github.dev run.goorm.io sse.codesandbox.io stackblitz.io
*.webcontainer-api.io *.webcontainer.io

a.free.pinggy.link a.pinggy.link ap.loclx.io *.cpolar.top cpolar.top *.devtunnels.ms eu.loclx.io exp.direct lhr.life
lhr.rocks loca.lt localhost.run localtunnel.me loclx.io mooo.com natappfree.cc nip.io pagekite.me run.pinggy-free.link
serveo.net serveousercontent.com share.zrok.io sharedwithexpose.com shares.zrok.io sslip.io traefik.me tunnelto.dev
xip.io

apiary-mock.com free.beeceptor.com m.pipedream.net webhook.site

000webhostapp.com 42web.io *.acquia-sites.com acsitefactory.com beehiiv.com bigcartel.com clickfunnels.com
cloudwaysapps.com company.site edgeone.app epizy.com files.wordpress.com flywheelsites.com flywheelstaging.com free.nf
ghost.io gitbook.site godaddysites.com gumroad.com hashnode.dev hostingersite.com infinityfreeapp.com instawp.xyz
jimdofree.com jimdosite.com livejournal.com mailchimpsites.com medium.com mintlify.app mybigcommerce.com
*.mybluehost.me *.myftpupload.com mykajabi.com myportfolio.com mystrikingly.com myvtex.com nekoweb.org neocities.org
podia.com readme.io rf.gd sg-host.com shopifypreview.com site123.me squarespace.com stoplight.io substack.com
super.site teachable.com thinkific.com tiiny.site tilda.ws tumblr.com unbouncepages.com webnode.page weebly.com
weeblysite.com wix.com wordpress.com wpcomstaging.com wpengine.com

aha.io app.box.com app.netsuite.com atlassian.net bamboohr.com box.com circle.so custhelp.com freshdesk.com
freshservice.com grafana.net helpjuice.com helpscoutdocs.com hs-sites-eu1.com hs-sites.com hubspotpagebuilder.com
instatus.com instructure.com jfrog.io kayako.com *.myworkdayjobs.com qualtrics.com service-now.com sharepoint.com
slack.com statuspage.io trydiscourse.com uservoice.com visualstudio.com webex.com youtrack.cloud zendesk.com zoom.us
zulipchat.com

adb.*.oraclecloudapps.com *.aliyuncs.com *.apigw.tencentcs.com *.apigw.yandexcloud.net apigw.yandexcloud.net
appsync-api.*.amazonaws.com authentication.*.hana.ondemand.com *.aws.found.io *.azurecontainerapps.io azurecr.io
*.azuredatabricks.net azurehdinsight.net b-cdn.net bc.googleusercontent.com *.bcebos.com bkt.clouddn.com
*.blob.storage.azure.net cachefly.net *.cdn.digitaloceanspaces.com centralus.*.azurestaticapps.net
*.cf.appdomain.cloud cfapps.*.hana.ondemand.com cloud.databricks.com cloud.looker.com *.cloudapp.azure.com
*.codeengine.appdomain.cloud colab.googleusercontent.com compat.objectstorage.*.oraclecloud.com *.contabostorage.com
*.containers.appdomain.cloud containers.yandexcloud.net cos.*.myqcloud.com demandware.net
eastasia.*.azurestaticapps.net eastus2.*.azurestaticapps.net *.exo.io *.fc.aliyuncs.com *.fcapp.run file.myqcloud.com
*.firebasedatabase.app firebaseio.com googleusercontent.com *.ionoscloud.com kb.*.aws.elastic-cloud.com
kb.*.aws.found.io kb.*.azure.elastic-cloud.com kb.*.gcp.elastic-cloud.com kxcdn.com obs.*.myhuaweicloud.com
openai.azure.com s3.*.backblazeb2.com s3.*.cloud-object-storage.appdomain.cloud s3.*.io.cloud.ovh.net
s3.*.ionoscloud.com s3.*.wasabisys.com s3.wasabisys.com *.scalingo.io scm.azurewebsites.net snowflakecomputing.app
*.snowflakecomputing.com snowflakecomputing.com sourceforge.io sourceforge.net storage.googleapis.com
upcloudobjects.com *.visual.force.com visualforce.com *.volces.com vultrusercontent.com *.web.core.windows.net
westeurope.*.azurestaticapps.net westus2.*.azurestaticapps.net *.your-objectstorage.com z01.azurefd.net
`

/** Of Salesforce, each also below the name of a partition: `acme--test.sandbox.my.salesforce.com`. */
const SALESFORCE =
  'lightning.force.com my.salesforce-sites.com my.salesforce.com my.site.com vf.force.com'
const PARTITIONS = 'demo develop patch sandbox scratch trailblaze'

/** All domains below which customers have names. */
export const SHARED_HOSTING: readonly string[] = [
  ...DOMAINS.trim().split(/\s+/),
  ...SALESFORCE.split(' ').flatMap((domain) => [
    domain,
    ...PARTITIONS.split(' ').map((partition) => `${partition}.${domain}`),
  ]),
]

const direct: ReadonlySet<string> = new Set(SHARED_HOSTING)
const above: ReadonlySet<string> = new Set(SHARED_HOSTING.flatMap(domainsAbove))

/** Clouds with too many services to name: below them, a name that is below no public suffix belongs to all customers. */
const CLOUDS = ['.amazonaws.com', '.amazonaws.com.cn', '.windows.net']

/**
 * Whether strangers can have names below a host.
 *
 * @param anyLevel Whether names of any level below the host count, or only those directly below.
 */
export function isSharedHosting(host: string, anyLevel: boolean): boolean {
  return contains(direct, host) || (anyLevel && contains(above, host)) || isInCloud(host)
}

function contains(domains: ReadonlySet<string>, host: string): boolean {
  if (domains.has(host)) return true
  const labels = host.split('.')
  return labels.some((_, index) => domains.has(labels.with(index, '*').join('.')))
}

function isInCloud(host: string): boolean {
  const cloud = CLOUDS.find((suffix) => host.endsWith(suffix))
  if (cloud === undefined) return false
  const suffix = getPublicSuffix(host, { allowPrivateDomains: true, validateHostname: false })
  return !suffix?.endsWith(cloud)
}

/** `azure.com` of `cloudapp.azure.com`; without the top-level name. */
function domainsAbove(domain: string): readonly string[] {
  const labels = domain.split('.')
  return labels.slice(1, -1).map((_, index) => labels.slice(index + 1).join('.'))
}

/**
 * The longest domain above `host` below which a provider gives names to its customers: `github.io` for `acme.github.io`. From the private
 * section of the public suffix list, and the domains that it lacks.
 *
 * @returns Null for a host of its own domain, and for addresses.
 */
export function sharedSuffixOf(host: string): string | null {
  if (isAddress(host)) return null
  const suffix = getPublicSuffix(host, { allowPrivateDomains: true })
  const isPrivate = suffix !== getPublicSuffix(host, { allowPrivateDomains: false })
  if (isPrivate && suffix !== null && suffix !== host) return suffix
  const labels = host.split('.')
  for (let at = 1; at < labels.length - 1; at++) {
    const above = labels.slice(at).join('.')
    if (isSharedHosting(above, false)) return above
  }
  return null
}
