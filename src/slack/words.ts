import type { Kysely } from 'kysely'
import type { Database } from '../db/schema.ts'

/**
 * What somebody typed, as they see it: without our mention, links as their words, colleagues by name.
 *
 *     '<@U0BOT> customers of <@U0HANK> &amp; co' // 'customers of Hank Dombrowski & co'
 */
export async function plainWords(text: string, botUserId: string, db: Kysely<Database>): Promise<string> {
  const names = await namesOf(mentioned(text), db)
  return text
    .replaceAll(new RegExp(`<@${botUserId}(\\|[^>]*)?>[,:]?`, 'g'), ' ')
    .replaceAll(/<@([A-Z0-9]+)(?:\|([^>]*))?>/g, (_, id: string, label?: string) => names.get(id) ?? label ?? ' ')
    .replaceAll(/<!subteam\^[A-Z0-9]+(?:\|@?([^>]*))?>|<![^>]*>/g, (_, label?: string) => label ?? ' ')
    .replaceAll(/<(?:#[A-Z0-9]+|[a-z]+:[^|>]*)\|([^>]*)>/g, (_, label: string) => label)
    .replaceAll(/<(?:mailto:|tel:)?([^>]*)>/g, (_, target: string) => target)
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&')
    .replaceAll(/[^\S\n]+/g, ' ')
    .trim()
}

const mentioned = (text: string): readonly string[] =>
  [...text.matchAll(/<@([A-Z0-9]+)/g)].flatMap(([, id]) => (id === undefined ? [] : [id]))

async function namesOf(ids: readonly string[], db: Kysely<Database>): Promise<ReadonlyMap<string, string>> {
  if (ids.length === 0) return new Map()
  const rows = await db
    .selectFrom('staff')
    .select(['slack_user_id', 'name'])
    .where('slack_user_id', 'in', [...ids])
    .orderBy('id')
    .execute()
  return new Map(rows.flatMap(({ slack_user_id, name }) => (slack_user_id === null ? [] : [[slack_user_id, name]])))
}

/** Whether it is said to somebody else: “@Hank can you call her?” */
export const saidToAnother = (text: string, botUserId: string): boolean =>
  /^\s*<@[A-Z0-9]+/.test(text) && !text.trimStart().startsWith(`<@${botUserId}`)

export const mentions = (text: string, userId: string): boolean =>
  text.includes(`<@${userId}>`) || text.includes(`<@${userId}|`)
