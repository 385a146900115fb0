import type { App } from '@slack/bolt'
import type { WebClient } from '@slack/web-api'
import type { SlackProfile } from '../access/identify.ts'
import type { Identified } from '../access/rights.ts'
import type { AskContext } from '../ask/ask.ts'
import type { Context } from '../context.ts'
import type { ShopSettings } from '../db/settings.ts'
import type { Log } from '../log.ts'
import type { Claims } from './claims.ts'
import type { InOrder } from './queue.ts'

/** What every listener is given. */
export interface Bot {
  readonly app: App
  /** Calls that change nothing or may be made twice; waits out 429 and tries again twice. */
  readonly client: WebClient
  /** Calls that must not be made twice: tries once. Used by post.ts alone. */
  readonly poster: WebClient
  readonly shop: Context
  readonly log: Log
  readonly claims: Claims
  readonly inOrder: InOrder
  readonly botUserId: string
  /** `T…` */
  readonly team: string
  /** An answer that takes longer than this says what it is doing. */
  readonly streamAfterMs: number
  /** The catalogue, planner and settings of right now. */
  asking(): Promise<AskContext>
  settings(): Promise<ShopSettings>
  /** What Slack says of a person; at most five minutes old. */
  profile(userId: string): Promise<SlackProfile>
  /** Who that is to the shop, with their rights of now. */
  identifyUser(userId: string): Promise<Identified>
  /** Whether people of another organisation read along, asked at this moment; events say it themselves. */
  isShared(channel: string): Promise<boolean>
}
