import { consentChannels } from '../../record/change.ts'
import { channelName } from '../../record/consent.ts'
import { aside, datePicker, field, menu, option, textInput } from '../elements.ts'
import type { Part } from './part.ts'

const stay = 'stay'

/** What they agreed to, channel by channel, with the day and how it is known. */
export const consentPart: Part = {
  title: 'Consent',
  blocks: ({ consents }, { today }, filled) => [
    ...consents.map(({ channel, text }) =>
      field(
        channelName(channel),
        menu(
          channel,
          [option('stays as it is', stay), option('yes, they agreed', 'yes'), option('no', 'no')],
          filled[channel] ?? stay,
        ),
        { hint: `Now: ${text}.` },
      ),
    ),
    field('Said on', datePicker('on', filled.on ?? today)),
    field('How do you know', textInput('how', filled.how ?? '', 200), {
      hint: 'At the counter, by phone, in writing… It is the evidence.',
    }),
    aside('What was said before stays on record. Without a yes nobody is written to or called.'),
  ],
  compared: (_, { today }) =>
    consentChannels.map((channel) => ({ kind: 'consent', channel, state: 'no', how: '-', on: today })),
  asked: (filled, _, { today }) => {
    const changed = consentChannels.flatMap((channel) => {
      const state = filled[channel]
      return state === 'yes' || state === 'no' ? [{ channel, state } as const] : []
    })
    if (changed.length === 0) return { errors: { email: 'Nothing is changed yet: choose yes or no.' } }
    const { on = today, how = '' } = filled
    return changed.map(({ channel, state }) => ({
      field: on > today ? 'on' : how === '' ? 'how' : channel,
      change: { kind: 'consent', channel, state, how, on },
    }))
  },
}

/** Never to be contacted at all. */
export const banPart: Part = {
  title: 'Do not contact',
  blocks: ({ doNotContact }, _, filled) => [
    field(
      'May they be contacted',
      menu(
        'ban',
        [option('By the channels they agreed to', 'no'), option('Never: they asked for it', 'yes')],
        filled.ban ?? (doNotContact ? 'yes' : 'no'),
      ),
      { hint: '“Never” holds everywhere and before any consent. Only managers lift it.' },
    ),
  ],
  compared: () => [{ kind: 'do_not_contact', on: false }],
  asked: ({ ban }) => [{ field: 'ban', change: { kind: 'do_not_contact', on: ban === 'yes' } }],
}
