import { WebClient } from '@slack/web-api'
import { UserError } from '../errors.ts'
import { silentLog } from '../log.ts'
import { clientOptions, connectFault, type Identity, startFault, whoWeAre } from './client.ts'

/** What Slack says when it is asked whether the tokens work. */
export interface SlackProbe {
  readonly identity: Identity | UserError
  /** The scopes that the bot token was granted; null where Slack does not say. */
  readonly scopes: readonly string[] | null
  /** Whether a connection of Socket Mode could be opened; null without an app token. */
  readonly connection: 'open' | UserError | null
}

interface Tokens {
  readonly botToken: string
  readonly appToken?: string
  /** Another address than Slack's. */
  readonly apiUrl?: string
}

/** Tries the tokens without connecting: nothing is posted, and a bot that runs goes on running. */
export async function probeSlack({ botToken, appToken, apiUrl }: Tokens): Promise<SlackProbe> {
  const bot = clientFor(botToken, apiUrl)
  const [identity, scopes, connection] = await Promise.all([
    whoWeAre(bot).catch((error: unknown) => asFault(startFault(error))),
    grantedScopes(bot),
    appToken === undefined ? null : connects(clientFor(appToken, apiUrl)),
  ])
  return { identity, scopes, connection }
}

const clientFor = (token: string, apiUrl: string | undefined): WebClient =>
  new WebClient(token, { ...clientOptions(silentLog, apiUrl), retryConfig: { retries: 1 } })

async function grantedScopes(client: WebClient): Promise<readonly string[] | null> {
  try {
    const { response_metadata } = await client.auth.test()
    return response_metadata?.scopes ?? null
  } catch {
    return null
  }
}

/** The address it gives is used by nobody and expires by itself. */
async function connects(client: WebClient): Promise<'open' | UserError> {
  try {
    await client.apps.connections.open({})
    return 'open'
  } catch (error) {
    return asFault(connectFault(error))
  }
}

function asFault(error: unknown): UserError {
  if (error instanceof UserError) return error
  const says = error instanceof Error ? error.message : String(error)
  return new UserError(`Slack could not be asked: ${says}`, undefined, { cause: error })
}
