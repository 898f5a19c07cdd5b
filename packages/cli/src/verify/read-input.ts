/**
 * Reads what a run needs from flags and files.
 *
 * @module
 */
import { randomInt, X509Certificate } from 'node:crypto'
import { createSecureContext } from 'node:tls'
import type { Bundle, Context } from '@marque/core'
import { isRequestProblem, readContext } from '@marque/core/wire'
import type { AskOptions, VerifyInput } from '@marque/verify'
import { CommandError, EXIT } from '../errors.ts'
import { readInput } from '../files/index.ts'
import { type PolicySource, readSourceOf } from '../policy-source/index.ts'
import type { VerifyFlags } from './flags.ts'
import { readHeaderFile, readHeaderFlag } from './header-lines.ts'
import { readLayers } from './layer-flag.ts'

/** Milliseconds that a probe waits for its answer. */
const TIMEOUT = 10_000

/** The input of each run, without what differs between runs. */
export interface RunInput {
  readonly source: PolicySource
  readonly input: Omit<VerifyInput, 'asking' | 'onProgress'> & {
    readonly asking: Omit<VerifyInput['asking'], 'signal' | 'seed'>
  }
}

/**
 * Reads flags first, then files, so that a misspelt flag is reported before a missing file.
 *
 * @throws {CommandError} Exit 64 for bad flags and the content of files, 1 for a file that cannot be read, 3 for an invalid policy.
 */
export async function readRunInput(policy: string, flags: VerifyFlags): Promise<RunInput> {
  const layers = readLayers(flags.layer ?? [], flags.onlyAsSeen ?? [])
  const headers = (flags.header ?? []).map(readHeaderFlag)
  checkKeyPair(flags)
  const paths = flags.path ?? []
  for (const path of paths) checkPath(path)
  const tls = {
    ca: flags.caFile === undefined ? null : await readCertificates('--ca-file', flags.caFile),
    client: await readClient(flags),
  }
  const credentials =
    flags.headerFile === undefined
      ? []
      : readHeaderFile(await readText(flags.headerFile), flags.headerFile)
  const context = flags.context === undefined ? null : await readContextFile(flags.context)
  const judged = { env: flags.env, now: flags.now }
  const source = await readSourceOf(policy, judged)
  const alsoKnown: Bundle[] = []
  for (const file of flags.alsoKnown ?? [])
    alsoKnown.push((await readSourceOf(file, judged)).bundle)
  const { now } = flags
  return {
    source,
    input: {
      bundle: source.bundle,
      layers,
      alsoKnown,
      context,
      paths,
      maxProbes: flags.maxProbes,
      mutating: flags.mutating === true,
      throughCache: flags.throughCache === true,
      now: now === undefined ? Date.now : () => now,
      asking: {
        headers,
        credentials,
        concurrency: flags.concurrency,
        rate: flags.rate ?? null,
        replicas: flags.replicas,
        tls,
        files: filesOf(flags),
        timeout: TIMEOUT,
      },
    },
  }
}

/** A seed of a run: another one each time, so that no cache answers for an earlier run. */
export function randomSeed(): number {
  return randomInt(2 ** 31)
}

export async function readText(file: string): Promise<string> {
  return new TextDecoder().decode((await readInput(file)).bytes)
}

function checkPath(path: string): void {
  // Not normalised: `//`, `%2e` and the like are sent as they are written.
  if (/^(?:https?:\/\/[^/?#\\@\s]+)?\/[\x21-\x7e]*$/i.test(path) && !path.includes('#')) return
  throw new CommandError(
    EXIT.usage,
    `invalid URL \`${path}\` for \`--path\``,
    'write it as it is requested: --path /v1/orders/17, or with the origin of the API',
  )
}

function checkKeyPair({ certFile, keyFile }: VerifyFlags): void {
  if ((certFile === undefined) === (keyFile === undefined)) return
  throw new CommandError(
    EXIT.usage,
    `\`${certFile === undefined ? '--key-file' : '--cert-file'}\` needs \`${certFile === undefined ? '--cert-file' : '--key-file'}\``,
    'a client certificate has two files: --cert-file client.pem --key-file client-key.pem',
  )
}

async function readCertificates(flag: string, file: string): Promise<string> {
  const text = await readText(file)
  try {
    new X509Certificate(text)
    return text
  } catch {
    throw new CommandError(
      EXIT.usage,
      `\`${file}\` for \`${flag}\` has no certificate in PEM`,
      'a certificate in PEM starts with `-----BEGIN CERTIFICATE-----`',
    )
  }
}

/** What the curl line of a finding names. */
function filesOf({ caFile, certFile, keyFile }: VerifyFlags): NonNullable<AskOptions['files']> {
  return {
    ca: caFile ?? null,
    client:
      certFile === undefined || keyFile === undefined
        ? null
        : { certificate: certFile, key: keyFile },
  }
}

async function readClient({
  certFile,
  keyFile,
}: VerifyFlags): Promise<{ readonly certificate: string; readonly key: string } | null> {
  if (certFile === undefined || keyFile === undefined) return null
  const certificate = await readCertificates('--cert-file', certFile)
  const key = await readText(keyFile)
  try {
    createSecureContext({ cert: certificate, key })
  } catch {
    throw new CommandError(
      EXIT.usage,
      `\`${keyFile}\` is not the key of the certificate \`${certFile}\``,
      'pass the key in PEM, without a passphrase',
    )
  }
  return { certificate, key }
}

async function readContextFile(file: string): Promise<Context> {
  const text = await readText(file)
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    throw new CommandError(
      EXIT.usage,
      `\`${file}\` for \`--context\` is invalid JSON`,
      'write what the layers know of the login: {"roles":["reader"]}',
    )
  }
  const context = readContext(value, 'refuse')
  if (!isRequestProblem(context)) return context
  throw new CommandError(EXIT.usage, `invalid context in \`${file}\`: ${context.message}`)
}
