/// <reference lib="dom" />
import type { Act, ActResult, PageState } from '../types.ts'
import { known, redraw, toast } from './state.ts'

let events: EventSource | null = null
let fetching = false
let stale = false
let secondsAhead = 0
let arrived: (state: PageState, before: PageState | null) => void = () => {}

/** Called with each state that comes in, before it is drawn. */
export function whenArrived(given: (state: PageState, before: PageState | null) => void): void {
  arrived = given
}

/** The time of the workspace's server, which may be another than the browser's. */
export function now(): Date {
  return new Date(performance.timeOrigin + performance.now() + secondsAhead * 1000)
}

/** Asks for the person's state; `anew` also listens to their changes from now on. */
export async function load(anew = false): Promise<void> {
  if (anew) listen()
  stale = true
  if (fetching) return
  fetching = true
  while (stale) {
    stale = false
    await fetchState()
  }
  fetching = false
}

async function fetchState(): Promise<void> {
  const { person } = known.where
  try {
    const response = await fetch(`/page/state?user=${encodeURIComponent(person)}`, { cache: 'no-store' })
    keepTime(response.headers.get('date'))
    if (!response.ok) return refused(await response.json(), person)
    take((await response.json()) as PageState, person)
  } catch {
    setOnline(false)
  }
}

/** Somebody the workspace does not know, from an old address: begins again with the first person. */
function refused({ error }: { readonly error?: string }, person: string): void {
  toast(error ?? 'The workspace did not understand the page.')
  if (person === '' || known.where.person !== person) return
  known.where = { person: '', channel: null, tab: 'messages', thread: null }
  stale = true
}

function take(state: PageState, person: string): void {
  if (person !== known.where.person) return
  const before = known.state
  known.state = withKnown(state, before)
  if (person === '') known.where = { ...known.where, person: state.me.id }
  setOnline(true)
  arrived(known.state, before)
  redraw(sameNames(known.state, before) ? 'around' : 'all')
}

/** The state with those messages that are as they were, so that they need not be drawn anew. */
function withKnown(state: PageState, before: PageState | null): PageState {
  const old = new Map(before?.messages.map((message) => [`${message.channel} ${message.ts}`, message]))
  const messages = state.messages.map((message) => {
    const known = old.get(`${message.channel} ${message.ts}`)
    return known !== undefined && JSON.stringify(known) === JSON.stringify(message) ? known : message
  })
  return { ...state, messages }
}

/** Whether whoever reads, and the names that may stand in messages, are still the same. */
function sameNames(state: PageState, before: PageState | null): boolean {
  const names = ({ me, people, bot, channels }: PageState) => JSON.stringify([me, people, bot.name, channels])
  return before !== null && names(state) === names(before)
}

function keepTime(date: string | null): void {
  if (date === null) return
  secondsAhead = Math.round((Date.parse(date) - performance.timeOrigin - performance.now()) / 1000)
}

/** One stream of “something changed”; the browser opens it again by itself when it breaks. */
function listen(): void {
  events?.close()
  events = new EventSource(`/page/events?user=${encodeURIComponent(known.where.person)}`)
  events.onopen = () => void load()
  events.onmessage = ({ data }) => {
    if (known.state?.version !== (JSON.parse(data) as { version: number }).version) void load()
  }
  events.onerror = () => setOnline(false)
}

function setOnline(online: boolean): void {
  if (known.online === online) return
  known.online = online
  redraw()
}

/** Does something as the person of the page; what the workspace refuses is said in a toast. */
export async function act(act: Act): Promise<ActResult> {
  const result = await send({ user: known.where.person, act })
  const sentence = result.ok ? null : sentenceOf(result.error)
  if (sentence !== null) toast(sentence)
  return result
}

/** The workspace's words for what it refuses; null where it tells the person itself, in a notice. */
const sentences: Readonly<Record<string, string | null>> = {
  operation_timeout: null,
  dispatch_failed: null,
  unknown_command: null,
  view_not_found: null,
  user_not_found: 'This person can do nothing here any more.',
  channel_not_found: 'You are not in this channel.',
  message_not_found: 'This message is not there any more.',
  element_not_found: 'This button is not there any more.',
}

function sentenceOf(error: string): string | null {
  const sentence = sentences[error]
  return sentence === undefined ? error : sentence
}

async function send(body: { readonly user: string; readonly act: Act }): Promise<ActResult> {
  try {
    const response = await fetch('/page/act', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
    return (await response.json()) as ActResult
  } catch {
    return { ok: false, error: 'The workspace does not answer. Is it still running?' }
  }
}
