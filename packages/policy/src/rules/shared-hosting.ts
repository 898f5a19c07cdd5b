/**
 * Domains below which a provider gives names to its customers, and which the public suffix list lacks: whoever signs up gets a name.
 *
 * A domain is here only while the list (MQ-201) does not hold it; a test removes what has become redundant. Each line ends with the
 * page of the provider on which to verify the name.
 *
 * @module
 */

/** The day on which the domains below were last compared with the public suffix list. */
export const SHARED_HOSTING_DATE = '2026-11-30'

const DOMAINS: ReadonlySet<string> = new Set([
  // Logins: a tenant's pages can be changed by the tenant.
  'auth0.com', // auth0.com/docs/get-started/auth0-overview/create-tenants
  'b2clogin.com', // learn.microsoft.com/azure/active-directory-b2c/b2clogin
  'ciamlogin.com', // learn.microsoft.com/entra/external-id/customers/how-to-user-flow-sign-up-sign-in-customers
  'clerk.accounts.dev', // clerk.com/docs/guides/development/managing-environments
  'fusionauth.io', // fusionauth.io/docs/get-started/run-in-the-cloud/cloud
  'kinde.com', // docs.kinde.com/build/domains/pointing-your-domain/
  'okta.com', // developer.okta.com/docs/concepts/okta-organizations/
  'okta-emea.com', // developer.okta.com/docs/concepts/okta-organizations/
  'oktapreview.com', // developer.okta.com/docs/concepts/okta-organizations/
  'onelogin.com', // developers.onelogin.com/authentication/tools
  'onmicrosoft.com', // learn.microsoft.com/microsoft-365/admin/setup/domains-faq
  'zitadel.cloud', // zitadel.com/docs/guides/manage/cloud/instances

  // Applications that their customers build: any of them can run script under its name.
  'back4app.io', // back4app.com/docs/platform/activating-web-hosting
  'bettyblocks.com', // docs.bettyblocks.com
  'expo.dev', // docs.expo.dev/eas/hosting/introduction/
  'frappe.cloud', // docs.frappe.io/cloud/sites
  'gigalixirapp.com', // gigalixir.com/docs/
  'glide.page', // glideapps.com/docs/publishing
  'glitch.me', // help.glitch.com
  'gradio.live', // gradio.app/guides/sharing-your-app
  'idx.dev', // firebase.google.com/docs/studio
  'kinsta.app', // kinsta.com/docs/application-hosting/
  'kinsta.cloud', // kinsta.com/docs/wordpress-hosting/site-management/
  'kinsta.page', // kinsta.com/docs/static-site-hosting/
  'koyeb.app', // koyeb.com/docs/run-and-scale/domains
  'mendixcloud.com', // docs.mendix.com/developerportal/deploy/custom-domains/
  'mxapps.io', // docs.mendix.com/developerportal/deploy/mendix-cloud-deploy/
  'mybluemix.net', // cloud.ibm.com/docs/cloud-foundry-public
  'nhost.run', // docs.nhost.io/platform/overview/subdomain
  'odoo.com', // odoo.com/documentation/master/administration/odoo_online.html
  'outsystemsenterprise.com', // success.outsystems.com/documentation
  'posit.cloud', // docs.posit.co/cloud/
  'powerapps.com', // learn.microsoft.com/power-apps/maker/canvas-apps/share-app
  'powerappsportals.com', // learn.microsoft.com/power-pages/admin/add-custom-domain
  'quickbase.com', // help.quickbase.com
  'railway.app', // docs.railway.com/guides/public-networking
  'retool.com', // docs.retool.com/org-users/guides/configuration/custom-domain
  'sevalla.app', // docs.sevalla.com
  'sevalla.page', // docs.sevalla.com
  'shinyapps.io', // docs.posit.co/shinyapps.io/guide/
  'softr.app', // docs.softr.io
  'softr.io', // docs.softr.io
  'stackblitz.io', // developer.stackblitz.com
  'tcloudbaseapp.com', // cloud.tencent.com/document/product/876
  'webcontainer.io', // webcontainers.io/guides/browser-support
  'webcontainer-api.io', // webcontainers.io/guides/browser-support
  'zapier.app', // help.zapier.com/hc/en-us/sections/13770706541197
  'zohosites.com', // help.zoho.com/portal/en/kb/sites

  // Editors and previews of code.
  'app.github.dev', // docs.github.com/codespaces/developing-in-a-codespace/forwarding-ports-in-your-codespace
  'cdpn.io', // blog.codepen.io/documentation/
  'chromatic.com', // chromatic.com/docs/permalinks/
  'cloudshell.dev', // cloud.google.com/shell/docs/using-web-preview
  'cloudworkstations.dev', // cloud.google.com/workstations/docs/develop-code-using-local-vscode-editor
  'gitpod.dev', // gitpod.io/docs
  'gitpod.io', // gitpod.io/docs/classic/user/configure/workspaces/ports
  'jsfiddle.net', // docs.jsfiddle.net
  'plnkr.co', // plnkr.co
  'preview.app.github.dev', // docs.github.com/codespaces/developing-in-a-codespace/forwarding-ports-in-your-codespace

  // Tunnels and names for addresses: whoever runs the client, or has an address, has a name.
  'bore.pub', // github.com/ekzhang/bore
  'devtunnels.ms', // learn.microsoft.com/azure/developer/dev-tunnels/overview
  'exp.direct', // docs.expo.dev/more/expo-cli/#tunneling
  'lhr.life', // localhost.run/docs/
  'lhr.rocks', // localhost.run/docs/
  'loca.lt', // github.com/localtunnel/localtunnel
  'localhost.run', // localhost.run/docs/
  'localtunnel.me', // github.com/localtunnel/localtunnel
  'lvh.me', // github.com/levicook/lvh.me
  'nip.io', // nip.io
  'pagekite.me', // pagekite.net/support/
  'pinggy.io', // pinggy.io/docs/
  'pinggy.link', // pinggy.io/docs/
  'serveo.net', // serveo.net
  'share.zrok.io', // docs.zrok.io
  'sslip.io', // sslip.io
  'traefik.me', // traefik.me
  'tunnelto.dev', // tunnelto.dev
  'xip.io', // github.com/basecamp/xip-pdns

  // Requests that anybody may answer.
  'apiary-mock.com', // help.apiary.io
  'beeceptor.com', // beeceptor.com/docs/
  'free.beeceptor.com', // beeceptor.com/docs/
  'm.pipedream.net', // pipedream.com/docs/workflows/building-workflows/triggers
  'pipedream.net', // pipedream.com/docs/workflows/building-workflows/triggers
  'webhook.site', // docs.webhook.site

  // Sites and shops.
  '000webhostapp.com', // hostinger.com/support
  'bigcartel.com', // help.bigcartel.com
  'byethost.com', // byet.host
  'canva.site', // canva.com/help/publish-websites/
  'company.site', // support.ecwid.com
  'dato.host', // datocms.com/docs
  'edgeone.app', // edgeone.ai/document/pages
  'ghost.io', // ghost.org/help/using-custom-domains/
  'gitbook.com', // docs.gitbook.com/published-documentation/custom-domain
  'gitbook.site', // docs.gitbook.com/published-documentation/custom-domain
  'godaddysites.com', // godaddy.com/help
  'hostingersite.com', // hostinger.com/support
  'infinityfreeapp.com', // forum.infinityfree.com/docs
  'jimdofree.com', // help.jimdo.com
  'jimdosite.com', // help.jimdo.com
  'mailchimpsites.com', // mailchimp.com/help/connect-a-domain/
  'medium.com', // help.medium.com/hc/en-us/articles/115003053487
  'mintlify.app', // mintlify.com/docs/customize/custom-domain
  'mybigcommerce.com', // support.bigcommerce.com
  'mykajabi.com', // help.kajabi.com
  'mystrikingly.com', // support.strikingly.com
  'myvtex.com', // developers.vtex.com
  'neocities.org', // neocities.org
  'nekoweb.org', // nekoweb.org
  'notion.so', // notion.com/help/public-pages-and-web-publishing
  'podia.com', // help.podia.com
  'readme.io', // docs.readme.com/main/docs/custom-domain
  'site.com', // help.salesforce.com: My Domain URL formats
  'site123.me', // support.site123.com
  'shopifypreview.com', // shopify.dev/docs/storefronts/themes
  'squarespace.com', // support.squarespace.com/hc/en-us/articles/205812378
  'stoplight.io', // docs.stoplight.io
  'substack.com', // support.substack.com/hc/en-us/articles/360051222571
  'super.site', // super.so/guides
  'teachable.com', // support.teachable.com
  'thinkific.com', // support.thinkific.com
  'tilda.ws', // help.tilda.cc
  'tumblr.com', // help.tumblr.com/custom-domains/
  'weebly.com', // weebly.com/app/help
  'website.com', // website.com
  'wix.com', // support.wix.com/en/article/your-free-wix-url
  'wordpress.com', // wordpress.com/support/domains/
  'wpcomstaging.com', // wordpress.com/support/domains/
  'wpengine.com', // wpengine.com/support/domains/

  // Desks, forums, and other work that a customer shows under a name of its own.
  'atlassian.net', // support.atlassian.com/organization-administration/docs/update-a-product-and-site-url/
  'circle.so', // help.circle.so
  'custhelp.com', // docs.oracle.com: B2C Service
  'freshdesk.com', // support.freshdesk.com
  'freshservice.com', // support.freshservice.com
  'helpjuice.com', // help.helpjuice.com
  'helpscoutdocs.com', // docs.helpscout.com/article/11-custom-domain
  'hubspot.com', // knowledge.hubspot.com
  'intercom.help', // intercom.com/help/en/articles/56644
  'kayako.com', // help.kayako.com
  'mn.co', // faq.mightynetworks.com
  'myworkday.com', // doc.workday.com
  'qualtrics.com', // qualtrics.com/support/survey-platform/getting-started/
  'service-now.com', // servicenow.com/docs
  'servicenow.com', // servicenow.com/docs
  'sharepoint.com', // learn.microsoft.com/sharepoint/change-your-sharepoint-domain-name
  'slack.com', // slack.com/help/articles/201663443
  'statuspage.io', // support.atlassian.com/statuspage/docs/configure-your-custom-domain/
  'trydiscourse.com', // meta.discourse.org
  'uservoice.com', // help.uservoice.com
  'webex.com', // help.webex.com
  'zendesk.com', // support.zendesk.com/hc/en-us/articles/4408821324826
  'zoom.us', // support.zoom.com/hc/en/article?id=zm_kb&sysparm_article=KB0061540
  'zulipchat.com', // zulip.com/help/custom-domain

  // Salesforce: help.salesforce.com, My Domain URL formats.
  'force.com',
  'lightning.force.com',
  'my.salesforce.com',
  'my.site.com',
  'salesforce.com',
  'visualforce.com',

  // Clouds: machines, buckets and functions of all customers.
  'aliyuncs.com', // alibabacloud.com/help/oss/user-guide/oss-domain-names
  'amazonaws.com', // docs.aws.amazon.com/general/latest/gr/rande.html
  'appdomain.cloud', // cloud.ibm.com/docs/codeengine?topic=codeengine-domain-mappings
  'azure.com', // learn.microsoft.com/azure/virtual-network/ip-services/public-ip-addresses
  'azure.net', // learn.microsoft.com/azure/security/fundamentals/subdomain-takeover
  'cloudapp.azure.com', // learn.microsoft.com/azure/virtual-network/ip-services/public-ip-addresses
  'azurecontainerapps.io', // learn.microsoft.com/azure/container-apps/networking
  'b-cdn.net', // docs.bunny.net/docs/pull-zones
  'backblazeb2.com', // backblaze.com/docs/cloud-storage-s3-compatible-api
  'cloud.databricks.com', // docs.databricks.com/workspace/workspace-details.html
  'azuredatabricks.net', // learn.microsoft.com/azure/databricks/workspace/workspace-details
  'cloud.looker.com', // cloud.google.com/looker/docs
  'googleusercontent.com', // cloud.google.com/compute/docs/instances/create-ptr-record
  'hana.ondemand.com', // help.sap.com/docs/btp: regions and API endpoints
  'myqcloud.com', // cloud.tencent.com/document/product/436/6224
  'on.aws', // docs.aws.amazon.com/lambda/latest/dg/urls-configuration.html
  'linode.com', // techdocs.akamai.com/cloud-computing/docs/configure-rdns-reverse-dns
  'ondemand.com', // help.sap.com/docs/btp: regions and API endpoints
  'oraclecloud.com', // docs.oracle.com/iaas/Content/Object/Concepts/dedicatedendpoints.htm
  'sagemaker.aws', // docs.aws.amazon.com/sagemaker/latest/dg/notebooks.html
  'scalingo.io', // doc.scalingo.com/platform/app/domain
  'scw.cloud', // scaleway.com/en/docs/object-storage/
  'snowflakecomputing.app', // docs.snowflake.com/developer-guide/snowpark-container-services
  'snowflakecomputing.com', // docs.snowflake.com/user-guide/admin-account-identifier
  'upcloudobjects.com', // upcloud.com/docs/products/managed-object-storage/
  'windows.net', // learn.microsoft.com/azure/storage/common/storage-account-overview

  // Hosts of code and large sites, on which anybody can have a name or has had one.
  'bitbucket.org', // support.atlassian.com/bitbucket-cloud/docs/publishing-a-website-on-bitbucket-cloud/
  'github.com', // docs.github.com/pages
  'gitlab.com', // docs.gitlab.com/user/project/pages/
  'google.com', // workspace.google.com: Sites, Apps Script
  'microsoft.com', // learn.microsoft.com/power-pages
  'powerpages.microsoft.com', // learn.microsoft.com/power-pages
  'sourceforge.io', // sourceforge.net/p/forge/documentation/Project%20Web%20Services/
  'sourceforge.net', // sourceforge.net/p/forge/documentation/Project%20Web%20Services/
  'yahoo.com', // help.yahoo.com: small business stores
])

/** Domains whose customers have their names below a region: `us.auth0.com`, `usw2.devtunnels.ms`. */
const REGIONAL: ReadonlySet<string> = new Set([
  'aliyuncs.com',
  'appdomain.cloud',
  'azurecontainerapps.io',
  'cloudapp.azure.com',
  'devtunnels.ms',
  'hana.ondemand.com',
  'sagemaker.aws',
  'scalingo.io',
  'snowflakecomputing.com',
  'webcontainer.io',
])

/** Of Auth0: auth0.com/docs/policies/public-cloud-service-endpoints. Other names below it are tenants. */
const AUTH0_REGION = /^(?:au|ca|eu|jp|uk|us)(?:-[0-9])?\.auth0\.com$/

/** Whether strangers can have names directly below a host: a domain of the list, or a region of it. */
export function isSharedHosting(host: string): boolean {
  if (DOMAINS.has(host) || AUTH0_REGION.test(host)) return true
  if (host.endsWith('.amazonaws.com') || host.endsWith('.windows.net')) return true
  const parent = host.slice(host.indexOf('.') + 1)
  return parent !== host && REGIONAL.has(parent)
}

/** All domains, for the test that compares them with the public suffix list. */
export const SHARED_HOSTING: readonly string[] = [...DOMAINS]
