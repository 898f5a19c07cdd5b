/**
 * Reads `--every` and the flags that need it.
 *
 * @module
 */
import { readWebhookKey } from '@marque/verify'
import { CommandError, EXIT } from '../errors.ts'
import type { VerifyFlags } from './flags.ts'
import { readText } from './read-input.ts'

export interface WatchSettings {
  /** Milliseconds from start to start. */
  readonly interval: number
  readonly metrics: { readonly host: string; readonly port: number } | null
  readonly webhook: { readonly url: string; readonly key: Uint8Array } | null
}

/** @returns Null without `--every`. @throws {CommandError} Exit 64, or 1 for a key file that cannot be read. */
export async function readWatchSettings(flags: VerifyFlags): Promise<WatchSettings | null> {
  const { every, metrics } = flags
  if (every === undefined) {
    for (const [flag, value] of [
      ['--metrics', metrics],
      ['--webhook', flags.webhook],
      ['--webhook-key-file', flags.webhookKeyFile],
    ] as const) {
      if (value === undefined) continue
      throw new CommandError(
        EXIT.usage,
        `\`${flag}\` has no effect without \`--every\``,
        'add --every 5m',
      )
    }
    return null
  }
  return {
    interval: every,
    metrics: metrics === undefined ? null : await readMetricsAddress(metrics),
    webhook: await readWebhook(flags),
  }
}

/** Loads the servers' code, which a single run does not need. */
async function readMetricsAddress(text: string): Promise<WatchSettings['metrics']> {
  const { addressOption } = await import('../server/index.ts')
  return addressOption('--metrics', text)
}

async function readWebhook({
  webhook,
  webhookKeyFile,
}: VerifyFlags): Promise<WatchSettings['webhook']> {
  if (webhook === undefined && webhookKeyFile === undefined) return null
  if (webhook === undefined) {
    throw new CommandError(
      EXIT.usage,
      '`--webhook-key-file` has no effect without `--webhook`',
      'add --webhook https://alerts.example.com/hooks/cors',
    )
  }
  if (webhookKeyFile === undefined) {
    throw new CommandError(
      EXIT.usage,
      '`--webhook` needs `--webhook-key-file`, because receivers must be able to check the sender',
      'write `whsec_` and the base64 of 24 to 64 random bytes into a file',
    )
  }
  // The URL may hold a secret, so it is not repeated.
  if (!/^https?:\/\//i.test(webhook) || !URL.canParse(webhook)) {
    throw new CommandError(
      EXIT.usage,
      'the value of `--webhook` is no http or https URL',
      '--webhook https://alerts.example.com/hooks/cors',
    )
  }
  const { username, password } = new URL(webhook)
  if (username !== '' || password !== '') {
    throw new CommandError(
      EXIT.usage,
      'the URL of `--webhook` has a user name or password, which HTTP clients refuse',
      'webhooks are signed; remove it',
    )
  }
  const key = readWebhookKey(await readText(webhookKeyFile))
  if (key !== undefined) return { url: webhook, key }
  throw new CommandError(
    EXIT.usage,
    `\`${webhookKeyFile}\` has no webhook key`,
    'expected `whsec_` and the base64 of 24 to 64 bytes',
  )
}
