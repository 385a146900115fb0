import { UserError } from '../errors.ts'
import { messagesOf } from './messages.ts'
import type { State } from './state.ts'
import type { PageState } from './types.ts'
import { modalsOf, shownView } from './views.ts'
import { directOf } from './web-api/answers.ts'

/** Everything one person sees. */
export function pageState(state: State, user: string): PageState {
  const me = state.people.get(user)
  if (!me) throw new UserError('There is nobody with this id in the workspace.')
  const channels = [...state.channels.values()].filter(({ members }) => members.includes(user))
  const home = state.homes.get(user)
  return {
    version: state.version,
    team: { id: state.team.id, name: state.team.name },
    me,
    people: [...state.people.values()],
    bot: { id: state.app.userId, name: state.app.name, connected: state.sockets.connected },
    channels,
    messages: channels.flatMap(({ id }) =>
      messagesOf(state, id).filter(({ ephemeralTo }) => ephemeralTo === undefined || ephemeralTo === user),
    ),
    views: modalsOf(state, user).map(shownView),
    home: home ? shownView(home) : null,
    statuses: [...state.statuses.values()].filter(({ channel }) => channels.some(({ id }) => id === channel)),
    prompts: promptsOf(state, user),
    commands: state.manifest.commands.map(({ command, description, usageHint }) => ({
      command,
      description,
      usageHint,
    })),
    shortcuts: state.manifest.shortcuts,
    notices: state.notices.get(user) ?? [],
  }
}

function promptsOf(state: State, user: string): PageState['prompts'] {
  const set = state.prompts.get(directOf(state, user)?.id ?? '')
  const { prompts } = state.manifest
  return set ?? (prompts.length > 0 ? { title: '', prompts } : null)
}
