import { runCommand } from './commands.ts'
import { composed } from './composed.ts'
import { tellChanged, tellDeleted, tellHomeOpened, tellMessage } from './events.ts'
import { click, shortcut, suggest } from './gestures.ts'
import { addMessage, changeMessage, findMessage, removeMessage } from './messages.ts'
import { notify, type State } from './state.ts'
import { close, submit } from './submissions.ts'
import type { Act, ActOf, ActResult, Channel, Message, Person } from './types.ts'
import { directOf } from './web-api/answers.ts'

const refused = (error: string): ActResult => ({ ok: false, error })

/** What a person does. Resolves when the app has acknowledged it, where it must; messages do not wait. */
export async function perform(state: State, user: string, act: Act): Promise<ActResult> {
  const person = state.people.get(user)
  if (!person || person.deactivated) return refused('user_not_found')
  switch (act.kind) {
    case 'say':
      return inChannel(state, person, act.channel, (channel) => say(state, person, channel, act))
    case 'slash':
      return inChannel(state, person, act.channel, (channel) =>
        runCommand(state, person, channel, act.command, act.text),
      )
    case 'edit':
      return ofOwn(state, person, act, (channel, message) => edit(state, channel, message, act.text))
    case 'remove':
      return ofOwn(state, person, act, (channel, message) => remove(state, channel, message))
    case 'click':
      return click(state, person, act)
    case 'suggest':
      return suggest(state, person, act)
    case 'shortcut':
      return shortcut(state, person, act)
    case 'submit':
      return submit(state, person, act.view, act.values)
    case 'close':
      return close(state, person, act.view)
    case 'open':
      return open(state, person, act.tab)
    default:
      return act satisfies never
  }
}

type Result = ActResult | Promise<ActResult>

function inChannel(state: State, person: Person, id: string, work: (channel: Channel) => Result): Result {
  const channel = state.channels.get(id)
  return channel?.members.includes(person.id) ? work(channel) : refused('channel_not_found')
}

function ofOwn(
  state: State,
  person: Person,
  place: { readonly channel: string; readonly ts: string },
  work: (channel: Channel, message: Message) => ActResult,
): Result {
  return inChannel(state, person, place.channel, (channel) => {
    const message = findMessage(state, channel.id, place.ts)
    return message?.user === person.id ? work(channel, message) : refused('message_not_found')
  })
}

function say(state: State, person: Person, channel: Channel, act: ActOf<'say'>): ActResult {
  if (act.text.trim() === '') return refused('no_text')
  if (channel.kind === 'direct' && !state.manifest.messagesTab) return refused('messages_tab_disabled')
  if (act.threadTs && !isRoot(state, channel, act.threadTs)) return refused('thread_not_found')
  const nothing = { blocks: [], files: [], reactions: [], options: {}, edited: false }
  const thread = act.threadTs ? { threadTs: act.threadTs } : {}
  const text = composed(state, act.text)
  const ts = state.ids.ts()
  const message = addMessage(state, { ts, channel: channel.id, user: person.id, text, ...nothing, ...thread })
  if (!channel.hasApp && text.includes(`<@${state.app.userId}>`))
    notify(state, person.id, `${state.app.name} is not in #${channel.name}. Add it with /invite @${state.app.name}`)
  tellMessage(state, channel, message)
  return { ok: true, ts }
}

/** People answer to the message that began a thread; ephemeral ones take no answers. */
function isRoot(state: State, channel: Channel, ts: string): boolean {
  const root = findMessage(state, channel.id, ts)
  return root !== undefined && root.ephemeralTo === undefined && (root.threadTs ?? ts) === ts
}

function edit(state: State, channel: Channel, message: Message, text: string): ActResult {
  const next = changeMessage(state, { ...message, text: composed(state, text), edited: true })
  tellChanged(state, channel, next, message)
  return { ok: true, ts: message.ts }
}

function remove(state: State, channel: Channel, message: Message): ActResult {
  removeMessage(state, message)
  tellDeleted(state, channel, message)
  return { ok: true }
}

function open(state: State, person: Person, tab: 'home' | 'messages'): ActResult {
  const channel = directOf(state, person.id)
  if (!channel) return refused('channel_not_found')
  tellHomeOpened(state, person.id, channel.id, tab)
  return { ok: true }
}
