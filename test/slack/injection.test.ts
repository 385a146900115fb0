import { setTimeout as wait } from 'node:timers/promises'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { refreshSummaries } from '../../src/db/summaries.ts'
import { formAfter, openHome, press, send } from './forms.ts'
import { counter, dana, openStory, type Story, textOf } from './support.ts'

const evil =
  '=HYPERLINK("https://evil.example","x") <!channel> <!here|here> <@U0HANK> <#C0COUNTER> <https://evil.example|click> *bold* `code` @here :smile: \u202eevil\u202c\u200b\u2028'

let story: Story
beforeAll(async () => {
  story = await openStory()
  const { db } = story.shop
  await sql`update customers set display_name = ${evil}, search_name = plain_text(${evil}) where ref = 'A1'`.execute(db)
  await sql`update customers set display_name = ${`${'Ω'.repeat(10_000)}<!channel>`} where ref = 'B1'`.execute(db)
  await sql`update customers set city = ${evil} where ref = 'D1'`.execute(db)
  await sql`update products set name = ${evil} where sku = 'GA-1'`.execute(db)
  await sql`update notes set body = ${evil}`.execute(db)
  await sql`insert into customer_tags (customer_id, tag) select id, ${evil} from customers where ref = 'A1'`.execute(db)
  await sql`update campaigns set name = ${evil}`.execute(db)
  await refreshSummaries(db)
})
afterAll(() => story[Symbol.asyncDispose]())

/** What Slack would read as markup, wherever it stands in what we sent. */
function markupIn(value: unknown, path = ''): readonly string[] {
  if (Array.isArray(value)) return value.flatMap((one, at) => markupIn(one, `${path}/${at}`))
  if (typeof value === 'object' && value !== null) {
    const parsed = value as Readonly<Record<string, unknown>>
    if (parsed.type === 'mrkdwn' || parsed.type === 'markdown')
      return [`${path}: ${JSON.stringify(parsed).slice(0, 80)}`]
    if (parsed.type === 'link' || parsed.type === 'broadcast' || parsed.type === 'user' || parsed.type === 'usergroup')
      return [`${path}: ${JSON.stringify(parsed)}`]
    return Object.entries(parsed).flatMap(([key, one]) => markupIn(one, `${path}/${key}`))
  }
  const isRead = /\/(text|initial_comment|status|title|markdown_text)$/.test(path) && !/\/blocks\/|\/view\//.test(path)
  return isRead && typeof value === 'string' && /<[!@#h]/.test(value) ? [`${path}: ${value.slice(0, 80)}`] : []
}

const decoded = (body: Readonly<Record<string, unknown>>): unknown =>
  Object.fromEntries(
    Object.entries(body).map(([key, value]) => {
      if (typeof value !== 'string' || !/^(blocks|view|chunks|prompts|metadata|files)$/.test(key)) return [key, value]
      try {
        return [key, JSON.parse(value)]
      } catch {
        return [key, value]
      }
    }),
  )

const questions = [
  'top customers',
  'customers with their city',
  'best products by revenue',
  'revenue by product this year',
  'notes',
  'customers by tag',
  'customers by city',
  'campaigns',
  'my segments',
  `customers called ${evil}`,
  `revenue of ${evil}`,
  `save this as ${evil}`,
  `send me ${evil} every monday at 9`,
  `delete the segment ${evil}`,
  `rename ${evil} to ${evil}`,
  `pause schedule ${evil}`,
  `claim ${evil}`,
  `${evil} `.repeat(100),
  'x'.repeat(10_000),
  `'; drop table customers; --`,
  `" or 1=1; delete from staff; --`,
  '$1 \\ %s {{7*7}} #{7*7}',
  '\u0001\u0007\u001b[31m top customers',
]

test('whatever stands in names, notes, products and questions, nothing of it is read as markup', {
  timeout: 120_000,
}, async () => {
  const before = story.log.length
  for (const text of questions) {
    const said = text.length > 3_000 ? text.slice(0, 10_000) : text
    await story.tell(dana, said)
    await story.ask(dana, said.replaceAll('<', '&lt;').replaceAll('>', '&gt;'))
  }
  const direct = await story.tell(dana, 'top customers')
  await story.tell(dana, `save this as ${evil}`, direct.threadTs)
  await story.tell(dana, `export that`, direct.threadTs)
  await wait(500)
  expect(JSON.stringify(story.workspace.calls().map(({ body }) => body))).toContain('HYPERLINK')
  const found = story.workspace.calls().flatMap(({ method, body }) => markupIn(decoded(body), method))
  expect(found).toEqual([])
  const loud = story.workspace
    .calls('chat.postMessage')
    .filter(
      ({ body }) =>
        String(body.unfurl_links) !== 'false' || String(body.unfurl_media) !== 'false' || body.parse !== 'none',
    )
  expect(loud).toEqual([])
  expect(
    story.log
      .slice(before)
      .filter(({ level }) => level === 'error')
      .map(({ message, details }) => [message, String(details.error)]),
  ).toEqual([])
  const { rows } = await sql<{ customers: number; staff: number }>`
    select (select count(*) from customers)::int as customers, (select count(*) from staff)::int as staff`.execute(
    story.shop.db,
  )
  expect(rows).toEqual([{ customers: 10, staff: 2 }])
})

test('no formula stands in a file, and its name is plain', async () => {
  const reply = await story.ask(dana, 'top customers')
  await story.click(dana, reply, 'answer_csv')
  const upload = await story.workspace.waitFor('the file', () =>
    story.workspace.messages(counter, reply.threadTs ?? '').find(({ files }) => files.length > 0),
  )
  const [file] = upload.files
  const content = story.workspace.fileContent(file?.id ?? '')?.toString() ?? ''
  expect(content).toContain('HYPERLINK')
  expect(content).not.toMatch(/(^|[\r\n,])"?[=+@-](?!\d+(\.\d+)?["\r\n,])/)
  expect(file?.name).toMatch(/^[a-z0-9-]+\.csv$/)
})

test('what is typed into forms is kept as it stands, or refused under its field', async () => {
  const home = await openHome(story, dana)
  const schedule = await formAfter(story, dana, () => press(story, dana, home, 'schedule_new'))
  for (const question of [evil, `'; drop table schedules; --`, 'x'.repeat(1000)])
    expect(Object.keys(await send(story, dana, schedule, { question }))).toEqual(['question'])
  await story.act(dana, { kind: 'close', view: schedule.id })
  const add = await formAfter(story, dana, async () => press(story, dana, await openHome(story, dana), 'staff_add'))
  expect(await send(story, dana, add, { name: evil.slice(0, 99), email: `'; drop table staff; --` })).not.toEqual({})
  await send(story, dana, add, { name: evil.slice(0, 99), email: 'evil@cast.example' })
  const after = await openHome(story, dana)
  expect(textOf(after)).toContain('HYPERLINK')
  expect(markupIn({ blocks: after.blocks })).toEqual([])
})
