import type { WebClient } from '@slack/web-api'
import type { SlackProfile } from '../access/identify.ts'
import { slackError } from './faults.ts'

type SlackUser = NonNullable<Awaited<ReturnType<WebClient['users']['info']>>['user']>

/** Looks a person up in Slack; somebody who is not there is a foreigner. */
export async function profileOf(userId: string, client: WebClient, team: string): Promise<SlackProfile> {
  try {
    const { user } = await client.users.info({ user: userId })
    return user ? asProfile(user, userId, team) : nobody(userId)
  } catch (error) {
    const code = slackError(error)
    if (code === 'user_not_found' || code === 'user_not_visible') return nobody(userId)
    throw error
  }
}

function asProfile(user: SlackUser, userId: string, team: string): SlackProfile {
  const teamId = user.team_id ?? team
  return {
    userId,
    teamId,
    email: user.profile?.email ?? null,
    name: user.profile?.real_name || user.real_name || user.name || userId,
    timeZone: user.tz ?? null,
    deactivated: user.deleted === true,
    bot: user.is_bot === true || userId === 'USLACKBOT',
    guest: user.is_restricted === true || user.is_ultra_restricted === true,
    foreign: user.is_stranger === true || teamId !== team,
  }
}

const nobody = (userId: string): SlackProfile => ({
  userId,
  teamId: '',
  email: null,
  name: userId,
  timeZone: null,
  deactivated: false,
  bot: false,
  guest: false,
  foreign: true,
})
