import type { App, BlockAction } from '@slack/bolt'
import { expect, test } from 'vitest'
import { channels, people, plain, type Stage, stage } from './support.ts'

const CHANNEL = channels.general.id

const buttons = [
  {
    type: 'actions',
    block_id: 'answer',
    elements: [
      { type: 'button', action_id: 'chart', text: plain('Chart'), value: 'A1:chart' },
      {
        type: 'overflow',
        action_id: 'more',
        options: [
          { text: plain('CSV'), value: 'A1:all' },
          { text: plain('For e-mail'), value: 'A1:email' },
        ],
      },
    ],
  },
  {
    type: 'context_actions',
    block_id: 'verdict',
    elements: [
      {
        type: 'feedback_buttons',
        action_id: 'right',
        positive_button: { text: plain('Right'), value: 'A1:right' },
        negative_button: { text: plain('Wrong'), value: 'A1:wrong' },
      },
    ],
  },
]

/** An app that keeps every action, and a message of its with the buttons. */
async function withButtons(act: (app: App) => void = () => {}): Promise<Stage & { ts: string; heard: BlockAction[] }> {
  const heard: BlockAction[] = []
  const on = await stage(
    (app) => {
      act(app)
      app.action(/.*/, async ({ ack, body }) => {
        await ack()
        heard.push(body as BlockAction)
      })
    },
    { acknowledgeWithinMs: 300 },
  )
  const { ts } = await on.app.client.chat.postMessage({ channel: CHANNEL, text: 'Answer', blocks: buttons as never })
  return { ...on, ts: ts ?? '', heard }
}

test('a click brings the button, the message and who clicked', async () => {
  await using on = await withButtons()
  const click = { kind: 'click', in: { channel: CHANNEL, ts: on.ts }, blockId: 'answer', actionId: 'chart' } as const
  expect(await on.does(people.noor, click)).toEqual({ ok: true })
  expect(on.heard[0]).toMatchObject({
    user: { id: 'U0NOOR', name: 'noor' },
    container: { type: 'message', message_ts: on.ts, channel_id: CHANNEL, is_ephemeral: false },
    message: { text: 'Answer', bot_id: expect.any(String) },
    channel: { id: CHANNEL, name: 'general' },
    actions: [{ type: 'button', action_id: 'chart', block_id: 'answer', value: 'A1:chart' }],
  })
})

test('a choice in a menu is filled in from the menu, and feedback says which of the two', async () => {
  await using on = await withButtons()
  const place = { channel: CHANNEL, ts: on.ts }
  const chosen = { selected_option: { value: 'A1:email' } }
  await on.does(people.dana, { kind: 'click', in: place, blockId: 'answer', actionId: 'more', chosen })
  const wrong = { value: 'A1:wrong' }
  await on.does(people.dana, { kind: 'click', in: place, blockId: 'verdict', actionId: 'right', chosen: wrong })
  expect(on.heard.flatMap(({ actions }) => actions)).toMatchObject([
    { type: 'overflow', selected_option: { text: { text: 'For e-mail' }, value: 'A1:email' } },
    { type: 'feedback_buttons', text: { text: 'Wrong' }, value: 'A1:wrong' },
  ])
})

test('what is not there cannot be clicked', async () => {
  await using on = await withButtons()
  const place = { channel: CHANNEL, ts: on.ts }
  const absent = { selected_option: { value: 'A1:post' } }
  const acts = [
    { in: place, blockId: 'answer', actionId: 'delete' },
    { in: place, blockId: 'nowhere', actionId: 'chart' },
    { in: { channel: CHANNEL, ts: '1.000000' }, blockId: 'answer', actionId: 'chart' },
    { in: place, blockId: 'answer', actionId: 'more', chosen: absent },
  ]
  for (const act of acts)
    expect(await on.does(people.dana, { kind: 'click', ...act })).toEqual({ ok: false, error: 'element_not_found' })
  expect(on.heard).toEqual([])
})

test('an ephemeral message is seen and clicked by one person, and replaced through its response_url', async () => {
  await using on = await stage((app) =>
    app.action('chart', async ({ ack, respond, body }) => {
      await ack()
      expect((body as BlockAction).message).toBeUndefined()
      await respond({ replace_original: true, text: 'A chart' })
    }),
  )
  const { message_ts: ts = '' } = await on.app.client.chat.postEphemeral({
    channel: CHANNEL,
    user: people.noor.id,
    text: 'For you',
    blocks: buttons as never,
  })
  const click = { kind: 'click', in: { channel: CHANNEL, ts }, blockId: 'answer', actionId: 'chart' } as const
  expect(await on.does(people.dana, click)).toEqual({ ok: false, error: 'element_not_found' })
  expect(await on.does(people.noor, click)).toEqual({ ok: true })
  await on.workspace.waitFor('the chart', () => on.said().some(({ text }) => text === 'A chart'))
  expect(on.workspace.state(people.noor.id).messages.map(({ text }) => text)).toEqual(['A chart'])
  expect(on.workspace.state(people.dana.id).messages).toEqual([])
})

const modal = {
  type: 'modal',
  callback_id: 'note',
  private_metadata: 'C0001',
  notify_on_close: true,
  title: plain('Note'),
  submit: plain('Save'),
  blocks: [
    {
      type: 'input',
      block_id: 'who',
      label: plain('Customer'),
      element: { type: 'external_select', action_id: 'customer', min_query_length: 1 },
      optional: true,
    },
    {
      type: 'input',
      block_id: 'what',
      label: plain('Note'),
      element: { type: 'plain_text_input', action_id: 'text', max_length: 20 },
    },
    {
      type: 'input',
      block_id: 'when',
      label: plain('Call on'),
      element: { type: 'datepicker', action_id: 'day', initial_date: '2026-11-27' },
      optional: true,
    },
  ],
} as const

/** Opens the modal by the shortcut and says which it is. */
async function opened(on: Stage): Promise<string> {
  await on.does(people.dana, { kind: 'shortcut', callbackId: 'ask_anywhere' })
  return (await on.workspace.waitFor('the modal', () => on.workspace.state(people.dana.id).views.at(-1))).id
}

function withModal(act: (app: App) => void): Promise<Stage> {
  return stage(
    (app) => {
      app.shortcut('ask_anywhere', async ({ ack, body, client }) => {
        await ack()
        await client.views.open({ trigger_id: body.trigger_id, view: modal as never })
      })
      act(app)
    },
    { acknowledgeWithinMs: 300 },
  )
}

const typed = (value: string) => ({ what: { text: { value } } })

test('a form is refused with errors beside its inputs, and closes when it is right', async () => {
  const states: object[] = []
  await using on = await withModal((app) =>
    app.view('note', async ({ ack, view }) => {
      states.push(view.state.values)
      const text = view.state.values.what?.text?.value
      if (text === 'no') return ack({ response_action: 'errors', errors: { what: 'Say more.' } })
      await ack()
    }),
  )
  const view = await opened(on)
  expect(await on.does(people.dana, { kind: 'submit', view, values: typed('no') })).toEqual({ ok: true })
  expect(on.workspace.state(people.dana.id).views[0]?.errors).toEqual({ what: 'Say more.' })
  expect(await on.does(people.dana, { kind: 'submit', view, values: typed('cable locks') })).toEqual({ ok: true })
  expect(on.workspace.state(people.dana.id).views).toEqual([])
  expect(states[1]).toEqual({
    who: { customer: { type: 'external_select', selected_option: null } },
    what: { text: { type: 'plain_text_input', value: 'cable locks' } },
    when: { day: { type: 'datepicker', selected_date: '2026-11-27' } },
  })
})

test.each<[typed: string, error: string]>([
  ['', 'Please complete this required field.'],
  ['more than twenty characters', 'Please enter no more than 20 characters.'],
])('“%s” never reaches the app', async (text, error) => {
  const heard: string[] = []
  await using on = await withModal((app) =>
    app.view('note', async ({ ack }) => {
      heard.push('submitted')
      await ack()
    }),
  )
  const view = await opened(on)
  await on.does(people.dana, { kind: 'submit', view, values: typed(text) })
  expect(on.workspace.state(people.dana.id).views[0]?.errors).toEqual({ what: error })
  expect(heard).toEqual([])
})

test('a form that is not acknowledged stays open, and the person is told', async () => {
  await using on = await withModal((app) => app.view('note', async () => {}))
  const view = await opened(on)
  const result = await on.does(people.dana, { kind: 'submit', view, values: typed('locks') })
  expect(result).toEqual({ ok: false, error: 'operation_timeout' })
  expect(on.workspace.state(people.dana.id).views).toHaveLength(1)
  expect(on.workspace.state(people.dana.id).notices[0]?.text).toBe('We had some trouble connecting. Try again?')
})

test('forms are updated, pushed upon each other to three, and cleared', async () => {
  const actions = ['push', 'push', 'update', 'clear'] as const
  let nth = 0
  await using on = await withModal((app) =>
    app.view('note', async ({ ack }) => {
      const action = actions[nth++] ?? 'clear'
      const title = plain(`${action} ${nth}`)
      await ack(
        action === 'clear'
          ? { response_action: action }
          : { response_action: action, view: { ...modal, title } as never },
      )
    }),
  )
  await opened(on)
  const titles = () => on.workspace.state(people.dana.id).views.map(({ title }) => title)
  const submitTop = () => {
    const view = on.workspace.state(people.dana.id).views.at(-1)?.id ?? ''
    return on.does(people.dana, { kind: 'submit', view, values: typed('locks') })
  }
  await submitTop()
  await submitTop()
  expect(titles()).toEqual(['Note', 'push 1', 'push 2'])
  await submitTop()
  expect(titles()).toEqual(['Note', 'push 1', 'update 3'])
  await submitTop()
  expect(titles()).toEqual([])
})

test('closing a form tells the app when the form asks for it', async () => {
  const closed: string[] = []
  await using on = await withModal((app) =>
    app.view({ callback_id: 'note', type: 'view_closed' }, async ({ ack, view }) => {
      await ack()
      closed.push(view.private_metadata)
    }),
  )
  const view = await opened(on)
  expect(await on.does(people.dana, { kind: 'close', view })).toEqual({ ok: true })
  expect(closed).toEqual(['C0001'])
  expect(on.workspace.state(people.dana.id).views).toEqual([])
})

test('typing into an external select brings the app’s options', async () => {
  await using on = await withModal((app) =>
    app.options('customer', async ({ ack, options }) => {
      await ack({ options: [{ text: plain(`${options.value} Silva`), value: 'C0042' }] })
    }),
  )
  const view = await opened(on)
  const act = { kind: 'suggest', in: { view }, blockId: 'who', actionId: 'customer', value: 'Ana' } as const
  expect(await on.does(people.dana, act)).toEqual({
    ok: true,
    options: [{ text: plain('Ana Silva'), value: 'C0042' }],
  })
})

test('more options than Slack takes are none', async () => {
  await using on = await withModal((app) =>
    app.options('customer', async ({ ack }) => {
      await ack({ options: Array.from({ length: 101 }, (_, nth) => ({ text: plain(`${nth}`), value: `${nth}` })) })
    }),
  )
  const view = await opened(on)
  const act = { kind: 'suggest', in: { view }, blockId: 'who', actionId: 'customer', value: 'Ana' } as const
  expect(await on.does(people.dana, act)).toEqual({ ok: false, error: 'invalid_options' })
})

test('a click that is not acknowledged in time is told to the person', async () => {
  await using on = await stage((app) => app.action('chart', async () => {}), { acknowledgeWithinMs: 50 })
  const { ts = '' } = await on.app.client.chat.postMessage({ channel: CHANNEL, text: 'x', blocks: buttons as never })
  const click = { kind: 'click', in: { channel: CHANNEL, ts }, blockId: 'answer', actionId: 'chart' } as const
  expect(await on.does(people.dana, click)).toEqual({ ok: false, error: 'operation_timeout' })
  expect(on.workspace.state(people.dana.id).notices[0]?.text).toBe('Regulars did not respond. Try again?')
})

test('a trigger opens one form within three seconds', async () => {
  let seconds = 0
  const now = () => new Date(Date.UTC(2026, 10, 20, 9, 0, seconds))
  const errors: unknown[] = []
  await using on = await stage(
    (app) =>
      app.command('/ask', async ({ ack, body, client, command }) => {
        await ack()
        seconds += Number(command.text)
        for (const _ of [1, 2])
          await client.views.open({ trigger_id: body.trigger_id, view: modal as never }).then(
            () => errors.push(null),
            (error: { readonly data?: { readonly error?: string } }) => errors.push(error.data?.error),
          )
      }),
    { now },
  )
  for (const [text, calls] of [
    ['2', 2],
    ['4', 4],
  ] as const) {
    await on.does(people.dana, { kind: 'slash', channel: CHANNEL, command: '/ask', text })
    await on.workspace.waitFor('its calls', () => on.workspace.calls('views.open').length === calls)
  }
  await expect.poll(() => errors).toEqual([null, 'exchanged_trigger_id', 'expired_trigger_id', 'expired_trigger_id'])
})

test('a view is updated by who has seen its last state', async () => {
  await using on = await withModal(() => {})
  const view = await opened(on)
  const hash = on.workspace.state(people.dana.id).views[0]?.hash ?? ''
  const client = on.app.client
  await client.views.update({ view_id: view, hash, view: { ...modal, title: plain('Second') } as never })
  await expect(client.views.update({ view_id: view, hash, view: modal as never })).rejects.toThrow('hash_conflict')
  await on.does(people.dana, { kind: 'close', view })
  await expect(client.views.update({ view_id: view, view: modal as never })).rejects.toThrow('not_found')
})

test('a message shortcut brings the message', async () => {
  const texts: (string | undefined)[] = []
  await using on = await stage((app) =>
    app.shortcut({ callback_id: 'log_note', type: 'message_action' }, async ({ ack, shortcut }) => {
      await ack()
      texts.push(shortcut.message.text)
    }),
  )
  const said = await on.does(people.noor, { kind: 'say', channel: CHANNEL, text: 'Ana asked for locks' })
  const ts = said.ok ? (said.ts ?? '') : ''
  await on.does(people.dana, { kind: 'shortcut', callbackId: 'log_note', channel: CHANNEL, ts })
  expect(texts).toEqual(['Ana asked for locks'])
  expect(await on.does(people.dana, { kind: 'shortcut', callbackId: 'nothing' })).toMatchObject({ ok: false })
})
