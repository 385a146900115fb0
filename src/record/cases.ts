import type { Kysely } from 'kysely'
import type { Database } from '../db/schema.ts'
import { UserError } from '../errors.ts'
import type { caseChannels, Of } from './change.ts'
import { momentOn } from './consent.ts'
import { type Idea, type Line, nothingMore, type Restore, type State, type Writing } from './idea.ts'

/** A case as it is kept beside a change. */
type Held = {
  readonly id: number
  readonly status: 'open' | 'resolved'
  readonly summary: string | null
  readonly staffId: number | null
  /** A moment, as ISO text. */
  readonly resolved: string | null
  /** The contact that a change logged with it. */
  readonly reply: number | null
} | null

const longest = 3000

/** Something went wrong and has to be put right: the case, and the contact that told of it. */
export function openCaseIdea(change: Of<'open_case'>): Idea {
  const summary = change.summary.trim()
  return {
    field: 'case',
    key: '',
    state: async () => null,
    check: async () => checkWords(summary, 'Say what is wrong: “the drill stopped”.'),
    isDone: () => false,
    say: async () => ({ label: 'New service case', before: null, after: summary, isContact: false }),
    write: async (customerId, _, writing, db) => {
      const at = momentOn(writing.today, writing.now, writing.timeZone)
      const interaction = await logContact(
        customerId,
        { channel: 'store', direction: 'inbound', kind: 'service_case', summary, orderId: null },
        writing,
        db,
      )
      const { id } = await db
        .insertInto('service_cases')
        .values({
          ...{ customer_id: customerId, interaction_id: interaction, opened_at: at, opened_day: writing.today },
          ...{ status: 'open', staff_id: writing.by.staffId, summary },
        })
        .returning('id')
        .executeTakeFirstOrThrow()
      const after = { id, status: 'open', summary, staffId: writing.by.staffId, resolved: null, reply: null }
      return { key: String(id), after }
    },
  }
}

/** What is done to a case that is there. */
function caseIdea(
  id: number,
  rest: Pick<Idea, 'check' | 'write' | 'isDone'> & {
    readonly says: (held: NonNullable<Held>) => Omit<Line, 'isContact'>
  },
): Idea {
  const { says, check, ...given } = rest
  return {
    field: 'case',
    key: String(id),
    state: (customerId, db) => readCase(customerId, id, db),
    // An answer stands beside others, and so does what was done: nobody's words take the place of another's.
    seen: () => null,
    check: async (customerId, state, writing, db) => {
      there(state)
      await check(customerId, state, writing, db)
    },
    say: async (_, state) => ({ ...says(there(state)), isContact: false }),
    ...given,
  }
}

const replyKinds = {
  store: 'visit',
  phone: 'call',
  email: 'message',
  sms: 'message',
  chat: 'message',
  post: 'message',
} as const

/** A reply to the customer. It is a contact like any other, and whoever answers first is in charge from then on. */
export function answerCaseIdea({ id, words, by: channel }: Of<'answer_case'>): Idea {
  const summary = words.trim()
  return caseIdea(id, {
    check: async () => checkWords(summary, 'Say what was answered.'),
    isDone: () => false,
    says: (held) => ({ label: `Answer to the case “${brief(held.summary)}”`, before: null, after: summary }),
    write: async (customerId, state, writing, db) => {
      const orderId = await orderOf(id, db)
      const contact = { channel, direction: 'outbound', kind: replyKinds[channel], summary, orderId } as const
      const reply = await logContact(customerId, contact, writing, db)
      const held = there(state)
      const staffId = held.staffId ?? writing.by.staffId
      await db.updateTable('service_cases').set({ staff_id: staffId }).where('id', '=', id).execute()
      return { after: { ...held, staffId, reply } }
    },
  })
}

/**
 * It is put right. What was done stays with the case. Of a case that is closed already, by a colleague in the same moment or
 * long ago, the day stays and the words are added.
 */
export function closeCaseIdea({ id, words }: Of<'close_case'>): Idea {
  const done = words?.trim() || null
  return caseIdea(id, {
    check: async () => {
      if (done !== null) checkWords(done, '')
    },
    isDone: (state) => there(state).status === 'resolved' && (done === null || isTold(there(state), done)),
    says: (held) => ({
      label: `Case “${brief(held.summary)}”`,
      before: held.status === 'open' ? 'open' : 'solved',
      after: done === null ? 'solved' : held.status === 'open' ? `solved: ${done}` : `solved, with the words: ${done}`,
    }),
    write: async (_, state, { today, now, timeZone }, db) => {
      const { status, summary } = there(state)
      const set = {
        ...(status === 'open' && ({ status: 'resolved', resolved_at: momentOn(today, now, timeZone) } as const)),
        ...(done !== null && { summary: [summary, solvedBy(done)].filter(Boolean).join(between) }),
      }
      await db.updateTable('service_cases').set(set).where('id', '=', id).execute()
      return nothingMore
    },
  })
}

const between = ' — '
const solvedBy = (done: string): string => `Solved: ${done}`
/** Whether those very words were said of it before. */
const isTold = ({ summary }: NonNullable<Held>, done: string): boolean =>
  `${summary ?? ''}${between}`.includes(`${solvedBy(done)}${between}`)

/** It was not put right after all. */
export function reopenCaseIdea({ id }: Of<'reopen_case'>): Idea {
  return caseIdea(id, {
    check: async () => {},
    isDone: (state) => there(state).status === 'open',
    says: (held) => ({
      label: `Case “${brief(held.summary)}”`,
      before: held.status === 'open' ? 'open' : 'solved',
      after: 'open again',
    }),
    write: async (_, __, ___, db) => {
      await db.updateTable('service_cases').set({ status: 'open', resolved_at: null }).where('id', '=', id).execute()
      return nothingMore
    },
  })
}

/** A case of a customer, for a menu or a question. */
export interface Case {
  readonly id: number
  readonly summary: string | null
  readonly status: 'open' | 'resolved'
  readonly openedDay: string
}

/** Their cases of the last years, the open ones first. */
export async function casesOf(customerId: number, today: string, db: Kysely<Database>): Promise<readonly Case[]> {
  const rows = await db
    .selectFrom('service_cases')
    .select(['id', 'summary', 'status', 'opened_day as openedDay'])
    .where('customer_id', '=', customerId)
    .where('opened_day', '<=', today)
    .orderBy(({ eb }) => eb('status', '=', 'open'), 'desc')
    .orderBy('opened_day', 'desc')
    .orderBy('id', 'desc')
    .limit(20)
    .execute()
  return rows
}

async function readCase(customerId: number, id: number, db: Kysely<Database>): Promise<State> {
  const row = await db
    .selectFrom('service_cases')
    .select(['id', 'status', 'summary', 'staff_id as staffId', 'resolved_at'])
    .where('id', '=', id)
    .where('customer_id', '=', customerId)
    .executeTakeFirst()
  if (!row) return null
  const { resolved_at, ...held } = row
  return { ...held, resolved: resolved_at?.toISOString() ?? null, reply: null }
}

function there(state: State): NonNullable<Held> {
  const held = state as Held
  if (held) return held
  throw new UserError('This case is no longer there.')
}

const brief = (summary: string | null): string => {
  const line = (summary ?? 'without words').replace(/\s+/g, ' ')
  return line.length > 60 ? `${line.slice(0, 59).trimEnd()}…` : line
}

function checkWords(words: string, what: string): void {
  if (words === '') throw new UserError(what)
  if (words.length > longest) throw new UserError(`It may have ${longest.toLocaleString('en-US')} characters.`)
}

async function orderOf(id: number, db: Kysely<Database>): Promise<number | null> {
  const row = await db.selectFrom('service_cases').select('order_id').where('id', '=', id).executeTakeFirst()
  return row?.order_id ?? null
}

interface Contact {
  readonly channel: (typeof caseChannels)[number]
  readonly direction: 'inbound' | 'outbound'
  readonly kind: string
  readonly summary: string
  readonly orderId: number | null
}

async function logContact(
  customerId: number,
  { channel, direction, kind, summary, orderId }: Contact,
  { by, today, now, timeZone }: Writing,
  db: Kysely<Database>,
): Promise<number> {
  const { id } = await db
    .insertInto('interactions')
    .values({
      ...{ customer_id: customerId, at: momentOn(today, now, timeZone), on_day: today, channel, direction, kind },
      ...{ staff_id: by.staffId, summary, order_id: orderId },
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  return id
}

/** A case that was opened by mistake goes with its contact, an answer with its own; closing and reopening turn round. */
export const restoreCase: Restore = async (customerId, { key, before, after }, _, db) => {
  const [held, now] = [before as Held, after as Held]
  const id = Number(key)
  if (held === null) return removeCase(customerId, id, db)
  const { status, summary, staffId, resolved } = held
  const set = { status, summary, staff_id: staffId, resolved_at: resolved }
  await db.updateTable('service_cases').set(set).where('id', '=', id).where('customer_id', '=', customerId).execute()
  if (now?.reply) await removeContact(customerId, now.reply, db)
}

async function removeCase(customerId: number, id: number, db: Kysely<Database>): Promise<void> {
  const row = await db
    .deleteFrom('service_cases')
    .where('id', '=', id)
    .where('customer_id', '=', customerId)
    .returning('interaction_id')
    .executeTakeFirst()
  if (row?.interaction_id) await removeContact(customerId, row.interaction_id, db)
}

async function removeContact(customerId: number, id: number, db: Kysely<Database>): Promise<void> {
  await db.deleteFrom('interactions').where('id', '=', id).where('customer_id', '=', customerId).execute()
}
