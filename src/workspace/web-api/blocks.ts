import { faultsOf } from '../../present/blocks/validate.ts'
import type { State } from '../state.ts'
import { type Answer, invalidArguments } from './answers.ts'
import { type Arguments, jsonOf } from './arguments.ts'
import type { Methods } from './method.ts'

export const blocks: Methods = { 'blocks.validate': { run: validate } }

/** Checks the blocks of a message or of a view without sending them. */
function validate(_: State, args: Arguments): Answer {
  const view = jsonOf(args, 'view') as Arguments | undefined
  const message = jsonOf(args, 'message') as Arguments | undefined
  const given = view?.blocks ?? message?.blocks ?? jsonOf(args, 'blocks')
  if (!Array.isArray(given)) return invalidArguments('missing required field: blocks')
  const surface = view ? (view.type === 'home' ? 'home' : 'modal') : 'message'
  const errors = faultsOf(surface, given).map((fault) => ({ code: 'invalid_block', ...fault }))
  return { ok: true, valid: errors.length === 0, errors }
}
