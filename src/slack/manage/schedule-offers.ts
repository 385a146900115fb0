import type { Bot } from '../bot.ts'
import { slackError } from '../faults.ts'
import type { ScheduleOffers } from './schedule-form.ts'

const answersOffered = 10
const channelsOffered = 4

/** What somebody may want to have sent, and where: what they asked lately, and the channels they asked it in. */
export async function scheduleOffers(bot: Bot, userId: string): Promise<ScheduleOffers> {
  const [profile, settings, rows] = await Promise.all([
    bot.profile(userId),
    bot.settings(),
    bot.shop.db
      .selectFrom('answers')
      .select(['id', 'question', 'channel'])
      .where('asked_by', '=', userId)
      .where('kind', '=', 'answer')
      .where('deleted_at', 'is', null)
      .where('question', '<>', '')
      .orderBy('id', 'desc')
      .limit(40)
      .execute(),
  ])
  const latest = rows.filter(({ question }, at) => rows.findIndex((row) => row.question === question) === at)
  const channels = [...new Set(rows.map(({ channel }) => channel).filter((channel) => !channel.startsWith('D')))]
  const named = await Promise.all(channels.slice(0, channelsOffered).map((channel) => nameOf(bot, channel)))
  return {
    answers: latest.slice(0, answersOffered).map(({ id, question }) => ({ id: String(id), question })),
    channels: named.filter((channel) => channel !== null),
    timeZone: profile.timeZone ?? settings.timeZone,
  }
}

/** Null for a channel that we are not in, or no longer. */
async function nameOf({ client }: Bot, channel: string): Promise<ScheduleOffers['channels'][number] | null> {
  try {
    const found = await client.conversations.info({ channel })
    const { name, is_member, is_archived } = found.channel ?? {}
    return name && is_member !== false && !is_archived ? { id: channel, name } : null
  } catch (error) {
    if (slackError(error) === null) throw error
    return null
  }
}
