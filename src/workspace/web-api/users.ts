import { handleOf } from '../composed.ts'
import { teamOf } from '../payloads.ts'
import { channelScope, holdsOne } from '../scopes.ts'
import type { State } from '../state.ts'
import type { Person } from '../types.ts'
import { type Answer, isRefusal, personOf, refuse } from './answers.ts'
import { type Arguments, textOf } from './arguments.ts'
import { channelPayload, ofKinds } from './conversations.ts'
import type { Methods } from './method.ts'
import { pageOf } from './pages.ts'

export const users: Methods = {
  'users.info': { scopes: ['users:read'], required: ['user'], run: info },
  'users.list': { scopes: ['users:read'], run: list },
  'users.lookupByEmail': { scopes: ['users:read.email'], required: ['email'], run: lookupByEmail },
  'users.conversations': { run: conversations },
}

function info(state: State, args: Arguments): Answer {
  const id = textOf(args, 'user')
  if (id === state.app.userId) return { ok: true, user: botPayload(state) }
  const person = personOf(state, id)
  return isRefusal(person) ? person : { ok: true, user: personPayload(state, person) }
}

function list(state: State, args: Arguments): Answer {
  const everyone = [...state.people.values()].map((person) => personPayload(state, person))
  const page = pageOf([...everyone, botPayload(state)], args, 1_000)
  return { ok: true, members: page.items, response_metadata: page.response_metadata }
}

function lookupByEmail(state: State, args: Arguments): Answer {
  const email = textOf(args, 'email')?.toLowerCase()
  const person = [...state.people.values()].find((other) => other.email.toLowerCase() === email && !other.deactivated)
  return person ? { ok: true, user: personPayload(state, person) } : refuse('users_not_found')
}

function conversations(state: State, args: Arguments): Answer {
  const user = textOf(args, 'user') ?? state.app.userId
  const shared = ofKinds(state, args).filter(
    ({ hasApp, members }) => hasApp && (user === state.app.userId || members.includes(user)),
  )
  const allowed = shared.filter((channel) => holdsOne(state.manifest, channelScope(channel, 'read')))
  const page = pageOf(allowed, args, 100)
  const channels = page.items.map((channel) => channelPayload(state, channel))
  return { ok: true, channels, response_metadata: page.response_metadata }
}

/** A person as `users.info` shows them; the e-mail address only with `users:read.email`. */
function personPayload(state: State, person: Person): Record<string, unknown> {
  const mayReadEmail = holdsOne(state.manifest, ['users:read.email'])
  const admin = person.slackAdmin === true
  return {
    id: person.id,
    team_id: teamOf(state, person),
    name: handleOf(person),
    real_name: person.name,
    deleted: person.deactivated === true,
    tz: person.timeZone,
    profile: {
      real_name: person.name,
      display_name: person.name,
      title: person.title,
      ...(mayReadEmail ? { email: person.email } : {}),
    },
    is_admin: admin,
    is_owner: admin,
    is_primary_owner: false,
    is_restricted: person.guest === true,
    is_ultra_restricted: false,
    is_bot: false,
    is_app_user: false,
    is_stranger: person.foreign === true,
    updated: 0,
  }
}

function botPayload({ app, team }: State): Record<string, unknown> {
  return {
    id: app.userId,
    team_id: team.id,
    name: app.name.toLowerCase(),
    real_name: app.name,
    deleted: false,
    is_bot: true,
    is_app_user: false,
    profile: { real_name: app.name, display_name: '', bot_id: app.botId, api_app_id: app.id },
  }
}
