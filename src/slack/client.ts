import { WebAPIPlatformError, WebAPIRequestError, WebClient, type WebClientOptions } from '@slack/web-api'
import { UserError } from '../errors.ts'
import type { Log } from '../log.ts'
import { boltLogger } from './logging.ts'

/** How long one call may take. */
const timeoutMs = 10_000

/** A fresh object each time: the SDK writes into the one it is given. */
export function clientOptions(log: Log, apiUrl: string | undefined): WebClientOptions {
  return {
    logger: boltLogger(log),
    retryConfig: { retries: 2, minTimeout: 300, factor: 2 },
    timeout: timeoutMs,
    ...(apiUrl !== undefined && { slackApiUrl: apiUrl }),
  }
}

/** For calls that must not be made twice: tries once, and says how long Slack wants to be left alone. */
export const onceClient = (token: string, log: Log, apiUrl: string | undefined): WebClient =>
  new WebClient(token, { ...clientOptions(log, apiUrl), retryConfig: { retries: 0 }, rejectRateLimitedCalls: true })

/** Who the bot is in its workspace. */
export interface Identity {
  readonly botId: string
  readonly botUserId: string
  /** `T…` */
  readonly team: string
  readonly teamName: string
}

/** Asks Slack who we are; a token that does not work is said with what to do about it. */
export async function whoWeAre(client: WebClient): Promise<Identity> {
  const answer = await client.auth.test().catch((error: unknown) => {
    throw startFault(error)
  })
  const { bot_id, user_id, team_id, team } = answer
  if (!bot_id || !user_id || !team_id)
    throw new UserError(
      'SLACK_BOT_TOKEN is the token of a person, not of a bot.',
      'Take the “Bot User OAuth Token” under “OAuth & Permissions”; it starts with xoxb-.',
    )
  return { botId: bot_id, botUserId: user_id, team: team_id, teamName: team ?? team_id }
}

const install = 'Open https://api.slack.com/apps, choose the app, and install it to the workspace again.'
const meanings: Readonly<Record<string, readonly [message: string, hint: string]>> = {
  invalid_auth: [
    'Slack does not know the bot token in SLACK_BOT_TOKEN.',
    'Copy the “Bot User OAuth Token” again, under “OAuth & Permissions” of the app.',
  ],
  not_authed: ['Slack got no bot token.', 'Set SLACK_BOT_TOKEN to the “Bot User OAuth Token” of the app.'],
  token_revoked: ['The bot token in SLACK_BOT_TOKEN was revoked.', install],
  token_expired: ['The bot token in SLACK_BOT_TOKEN has expired.', install],
  account_inactive: ['The app was removed from the workspace, so its bot token no longer works.', install],
  missing_scope: ['The app lacks a permission it needs.', `Give it the scopes of manifest.yml. ${install}`],
}

/** A start that failed, as a sentence for whoever installs it; anything unforeseen stays what it is. */
export function startFault(error: unknown): unknown {
  if (error instanceof WebAPIPlatformError) {
    const [message, hint] = meanings[error.data.error] ?? [
      `Slack refused to let the bot in: ${error.data.error}.`,
      'npm run -s cli -- doctor checks each setting.',
    ]
    return new UserError(message, hint, { cause: error })
  }
  if (error instanceof WebAPIRequestError)
    return new UserError('Slack cannot be reached.', 'Is this machine online, and does a proxy stand between?', {
      cause: error,
    })
  return error
}

/** The same for the connection of Socket Mode, which has a token of its own. */
export function connectFault(error: unknown): unknown {
  const code = error instanceof WebAPIPlatformError ? error.data.error : null
  if (code === 'invalid_auth' || code === 'not_allowed_token_type' || code === 'not_authed')
    return new UserError(
      'Slack does not accept the app token in SLACK_APP_TOKEN.',
      'Make one under “Basic Information”, “App-Level Tokens”, with the scope connections:write; it starts with xapp-.',
      { cause: error },
    )
  return startFault(error)
}
