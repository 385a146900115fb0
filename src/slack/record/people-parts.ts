import { limits } from '../../present/blocks/limits.ts'
import { cut, plain } from '../../present/blocks/pieces.ts'
import { field, menu, option, textInput } from '../elements.ts'
import { recordFormActions } from './names.ts'
import type { Part } from './part.ts'

const none = 'none'

/** Who sent them; left empty, nobody did. */
export const referralPart: Part = {
  title: 'Sent by',
  blocks: ({ sentBy }, _, filled) => {
    const { [recordFormActions.customer]: chosen, referrer } = filled
    const said = chosen && referrer ? { id: chosen, name: referrer } : null
    const initial = said ?? (chosen === undefined || chosen === String(sentBy?.id) ? sentBy : null)
    return [
      field(
        'Who sent them',
        {
          ...{ type: 'external_select', action_id: recordFormActions.customer, min_query_length: 1 },
          placeholder: plain('Name, e-mail, phone or reference', limits.placeholder),
          ...(initial && { initial_option: option(cut(initial.name, 75), String(initial.id)) }),
        },
        { optional: true, hint: 'Left empty, nobody sent them.' },
      ),
      field('How do you know', textInput('evidence', filled.evidence ?? '', 200), { optional: true }),
    ]
  },
  compared: () => [{ kind: 'referral', referrerId: null, evidence: null }],
  asked: ({ [recordFormActions.customer]: chosen = '', evidence = '' }) => [
    {
      field: recordFormActions.customer,
      change: { kind: 'referral', referrerId: chosen === '' ? null : Number(chosen), evidence: evidence || null },
    },
  ],
}

/** Who looks after them, and their home store. */
export const keepersPart: Part = {
  title: 'Owner and store',
  blocks: ({ owner, store }, { staff, stores }, filled) => [
    field(
      'Looked after by',
      menu(
        'owner',
        [
          option('Nobody in particular', none),
          ...withOwn(staff, owner).map(({ id, name }) => option(name, String(id))),
        ],
        filled.owner ?? (owner ? String(owner.id) : none),
      ),
    ),
    field(
      'Home store',
      menu(
        'store',
        [option('None', none), ...withOwn(stores, store).map(({ id, name }) => option(name, String(id)))],
        filled.store ?? (store ? String(store.id) : none),
      ),
    ),
  ],
  compared: () => [
    { kind: 'owner', staffId: null },
    { kind: 'store', storeId: null },
  ],
  asked: ({ owner = none, store = none }, _, __, shown) => [
    ...(owner === (shown.owner ?? none)
      ? []
      : [{ field: 'owner', change: { kind: 'owner', staffId: owner === none ? null : Number(owner) } } as const]),
    ...(store === (shown.store ?? none)
      ? []
      : [{ field: 'store', change: { kind: 'store', storeId: store === none ? null : Number(store) } } as const]),
  ],
}

interface Named {
  readonly id: number
  readonly name: string
}

/** A menu takes 100: those there are, with the one of now among them. */
function withOwn(all: readonly Named[], own: Named | null): readonly Named[] {
  const shown = all.slice(0, limits.selectOptions - 2)
  return own === null || shown.some(({ id }) => id === own.id) ? shown : [own, ...shown]
}
