import { App, HTTPReceiver, type Receiver, SocketModeReceiver } from '@slack/bolt'
import { identify } from '../access/identify.ts'
import { currentAsking } from '../ask/current.ts'
import type { OpenPlanner } from '../ask/opening.ts'
import { openPlanner as openEveryPlanner } from '../ask/planners/open.ts'
import type { Context } from '../context.ts'
import { readSettings } from '../db/settings.ts'
import type { DigestRun } from '../digest/runs.ts'
import { UserError } from '../errors.ts'
import type { ScheduleRun, Stopped } from '../schedules/runs.ts'
import type { Bot } from './bot.ts'
import { openClaims } from './claims.ts'
import { clientOptions, connectFault, type Identity, onceClient, whoWeAre } from './client.ts'
import { bringBackDigests } from './digest/bring-back.ts'
import { postDigest, redrawDigests } from './digest/post.ts'
import { postReport } from './digest/report.ts'
import { openIntake } from './intake.ts'
import { boltLogger } from './logging.ts'
import { profileOf } from './people.ts'
import { isConversation, isShared, threadKey } from './places.ts'
import { clearMessages } from './privacy/clearing.ts'
import { promptsFor } from './prompts.ts'
import { inOrder } from './queue.ts'
import { register } from './register.ts'
import { remembered } from './remembered.ts'
import { postSchedule, scheduleStopped } from './schedule-post.ts'

export interface SlackOptions {
  /** `xoxb-…` */
  readonly botToken: string
  /** `xapp-…`, for Socket Mode. */
  readonly appToken?: string
  /** For HTTP, where there is no app token. */
  readonly signingSecret?: string
  /** Of the HTTP receiver. */
  readonly port?: number
  /** Another address than Slack's: the local workspace's. */
  readonly apiUrl?: string
  readonly openPlanner?: OpenPlanner
  /** After how long an answer says what it is doing: 700 ms unless told otherwise. */
  readonly streamAfterMs?: number
}

export interface SlackApp extends AsyncDisposable {
  readonly botUserId: string
  /** `T…` */
  readonly team: string
  readonly teamName: string
  /** Posts one scheduled answer, exactly once. */
  postSchedule(run: ScheduleRun): Promise<void>
  /** Tells its owner that a schedule was paused on its own account. */
  scheduleStopped(stopped: Stopped): Promise<void>
  /** Posts one digest, exactly once. */
  postDigest(run: DigestRun): Promise<void>
  /** Posts a manager's weekly report, exactly once. */
  postReport(run: DigestRun): Promise<void>
  /** Shows in the messages of digests how their entries stand now. */
  redrawDigests(runIds: readonly number[]): Promise<void>
  /** Posts the latest digests again where their messages are gone: for the local workspace, which forgets them. */
  bringBackDigests(): Promise<void>
  /** Takes over what a crash left unanswered. */
  sweep(): Promise<void>
}

/** What is under way when it is told to stop may take so long to finish. */
const partingMs = 10_000
const fiveMinutesMs = 5 * 60_000

/** Connects the bot to Slack and answers until it is disposed of: then it finishes what is under way. */
export async function startSlack(shop: Context, options: SlackOptions): Promise<SlackApp> {
  const log = shop.log
  const identity = await whoWeAre(onceClient(options.botToken, log, options.apiUrl))
  const app = openApp(options, identity, shop)
  const claims = openClaims(shop.db, log)
  const isOurs = (channel: string, threadTs: string) =>
    isConversation(shop.db, threadKey(identity.team, channel, threadTs))
  const intake = openIntake(app, { claims, botUserId: identity.botUserId, isOurs, log })
  const bot = openBot(app, shop, options, identity, claims)
  register(app, bot)
  // Thrown again, it leaves the claim open: the sweep tries once more.
  app.error(async (error) => {
    throw error
  })
  await promptsFor(await bot.asking())
  await app.start(options.port ?? 3000).catch((error: unknown) => {
    throw connectFault(error)
  })
  return {
    botUserId: identity.botUserId,
    team: identity.team,
    teamName: identity.teamName,
    postSchedule: (run) => postSchedule(run, bot),
    scheduleStopped: (stopped) => scheduleStopped(stopped, bot),
    postDigest: (run) => postDigest(run, bot),
    postReport: (run) => postReport(run, bot),
    redrawDigests: (runIds) => redrawDigests(runIds, bot),
    bringBackDigests: () => bringBackDigests(bot),
    sweep: async () => {
      await intake.sweep()
      await clearMessages(bot)
    },
    [Symbol.asyncDispose]: async () => {
      intake.close()
      await intake.quiet(partingMs)
      await app.stop()
      claims[Symbol.dispose]()
    },
  }
}

function openApp(options: SlackOptions, { botId, botUserId }: Identity, shop: Context): App {
  return new App({
    token: options.botToken,
    botId,
    botUserId,
    receiver: receiverFor(options, shop),
    clientOptions: clientOptions(shop.log, options.apiUrl),
    logger: boltLogger(shop.log),
    convoStore: false,
    ignoreSelf: true,
  })
}

/** Slack ends a connection now and then; the client waits one ping time-out, five seconds if it were not set, to come back. */
const pingTimeoutMs = 2_500

function receiverFor({ appToken, signingSecret, port, apiUrl }: SlackOptions, { log }: Context): Receiver {
  const logger = boltLogger(log)
  if (appToken !== undefined)
    return new SocketModeReceiver({
      appToken,
      logger,
      clientPingTimeout: pingTimeoutMs,
      installerOptions: {
        clientOptions: {
          ...clientOptions(log, apiUrl),
          retryConfig: { retries: 1_000, factor: 1.3, maxTimeout: 10_000 },
        },
      },
    })
  if (signingSecret !== undefined)
    return new HTTPReceiver({ signingSecret, logger, ...(port !== undefined && { port }) })
  throw new UserError(
    'There is a bot token, but neither an app token nor a signing secret.',
    'Set SLACK_APP_TOKEN (Socket Mode) or SLACK_SIGNING_SECRET (HTTP).',
  )
}

function openBot(
  app: App,
  shop: Context,
  { botToken, apiUrl, openPlanner, streamAfterMs = 700 }: SlackOptions,
  { botUserId, team }: Identity,
  claims: Bot['claims'],
): Bot {
  const current = currentAsking(shop, openPlanner ?? openEveryPlanner)
  const client = app.client
  const profile = remembered(fiveMinutesMs, shop.now, (userId) => profileOf(userId, client, team))
  return {
    app,
    client,
    poster: onceClient(botToken, shop.log, apiUrl),
    shop,
    log: shop.log,
    claims,
    inOrder: inOrder(),
    botUserId,
    team,
    streamAfterMs,
    asking: current.asking,
    settings: current.settings,
    profile,
    identifyUser: async (userId) => identify(await profile(userId), shop.db, await readSettings(shop.db)),
    isShared: (channel) => isShared(channel, client),
  }
}
