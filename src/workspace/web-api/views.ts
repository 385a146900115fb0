import { viewPayload } from '../payloads.ts'
import type { State, StoredView } from '../state.ts'
import { redeemTrigger } from '../triggers.ts'
import {
  draftOf,
  findView,
  findViewByExternalId,
  modalsOf,
  openModal,
  publishHome,
  pushModal,
  updateView,
} from '../views.ts'
import { type Answer, invalidArguments, isRefusal, personOf, type Refusal, refuse } from './answers.ts'
import { type Arguments, textOf } from './arguments.ts'
import type { Methods } from './method.ts'

export const views: Methods = {
  'views.open': { required: ['trigger_id', 'view'], run: open },
  'views.push': { required: ['trigger_id', 'view'], run: push },
  'views.update': { required: ['view'], run: update },
  'views.publish': { required: ['user_id', 'view'], run: publish },
}

const answerWith = (state: State, view: StoredView | Refusal): Answer =>
  isRefusal(view) ? view : { ok: true, view: viewPayload(state, view) }

function open(state: State, args: Arguments): Answer {
  const draft = draftOf(state, args.view, 'modal')
  if (isRefusal(draft)) return draft
  const trigger = redeemTrigger(state, textOf(args, 'trigger_id') ?? '')
  return trigger.ok ? answerWith(state, openModal(state, trigger.user, draft)) : refuse(trigger.error)
}

function push(state: State, args: Arguments): Answer {
  const draft = draftOf(state, args.view, 'modal')
  if (isRefusal(draft)) return draft
  const trigger = redeemTrigger(state, textOf(args, 'trigger_id') ?? '')
  if (!trigger.ok) return refuse(trigger.error)
  if (modalsOf(state, trigger.user).length === 0) return invalidArguments('no modal is open')
  return answerWith(state, pushModal(state, trigger.user, draft))
}

function update(state: State, args: Arguments): Answer {
  const id = textOf(args, 'view_id')
  const externalId = textOf(args, 'external_id')
  if (!id && !externalId) return invalidArguments('missing required field: view_id')
  const view = id ? findView(state, id) : findViewByExternalId(state, externalId ?? '')
  if (!view) return refuse('not_found')
  const hash = textOf(args, 'hash')
  if (hash && hash !== view.hash) return refuse('hash_conflict')
  const draft = draftOf(state, args.view, view.type)
  return isRefusal(draft) ? draft : answerWith(state, updateView(state, view, draft))
}

function publish(state: State, args: Arguments): Answer {
  if (!state.manifest.homeTab) return refuse('not_enabled')
  const person = personOf(state, textOf(args, 'user_id'))
  if (isRefusal(person)) return person
  const hash = textOf(args, 'hash')
  const before = state.homes.get(person.id)
  if (hash && before && hash !== before.hash) return refuse('hash_conflict')
  const draft = draftOf(state, args.view, 'home')
  return isRefusal(draft) ? draft : answerWith(state, publishHome(state, person.id, draft))
}
