/// <reference lib="dom" />
import { composer } from './composer.ts'
import { type Child, h } from './h.ts'
import { icon } from './icons.ts'
import { drawMessage, statusLine, threadOf, withDays } from './messages.ts'
import { channelName } from './people.ts'
import { current, known } from './state.ts'
import { go } from './where.ts'

/** A thread beside its channel. */
export function threadPane(): Child {
  const { channel, thread } = known.where
  const place = current().channels.find(({ id }) => id === channel)
  if (place === undefined || place.kind === 'direct' || thread === null) return null
  const root = current().messages.find((message) => message.channel === channel && message.ts === thread)
  const replies = threadOf(place.id, thread)
  return h(
    'aside',
    { class: 'thread-pane', 'aria-label': 'Thread', 'data-region': true, key: 'thread' },
    h(
      'header',
      { class: 'pane-head' },
      known.narrow && backButton(),
      h(
        'div',
        { class: 'pane-title' },
        h('h2', {}, 'Thread'),
        h('span', { class: 'pane-subtitle' }, `#${channelName(place.id)}`),
      ),
      !known.narrow && closeButton(),
    ),
    h(
      'div',
      { class: 'messages scroll', key: `thread:${thread}`, 'data-scroll': true },
      root === undefined
        ? h('p', { class: 'empty' }, 'The first message was deleted.')
        : drawMessage(root, 'thread', false),
      replies.length > 0 &&
        h(
          'div',
          { class: 'reply-count', key: 'count' },
          h('span', {}, replies.length === 1 ? '1 reply' : `${replies.length} replies`),
        ),
      withDays(replies, 'thread'),
      statusLine(place.id, thread),
    ),
    composer({
      key: `${known.where.person}:${place.id}:${thread}`,
      channel: place.id,
      threadTs: thread,
      slash: false,
      placeholder: 'Reply …',
    }),
  )
}

function backButton(): Child {
  return h(
    'button',
    { class: 'icon-button', type: 'button', 'aria-label': 'Back to the channel', onclick: () => go({ thread: null }) },
    icon('back'),
  )
}

function closeButton(): Child {
  return h(
    'button',
    {
      class: 'icon-button',
      type: 'button',
      'aria-label': 'Close thread',
      title: 'Close',
      onclick: () => go({ thread: null }),
    },
    icon('close'),
  )
}
