import { expect, test } from 'vitest'
import { channels, manifest, people, stage, without } from './support.ts'

const ask = { kind: 'slash', channel: channels.general.id, command: '/ask', text: 'top customers of @noor' } as const

test('a command is acknowledged with words that only its author sees', async () => {
  const texts: string[] = []
  await using on = await stage((app) =>
    app.command('/ask', async ({ ack, command }) => {
      texts.push(`${command.user_name} in ${command.channel_name}: ${command.text}`)
      await ack('Looking …')
    }),
  )
  expect(await on.does(people.dana, ask)).toMatchObject({ ok: true })
  expect(texts).toEqual(['dana in general: top customers of <@U0NOOR|noor>'])
  expect(on.workspace.state(people.dana.id).messages.map(({ text }) => text)).toEqual(['Looking …'])
  expect(on.workspace.state(people.noor.id).messages).toEqual([])
})

test('without should_escape names come as they were typed', async () => {
  const texts: string[] = []
  await using on = await stage(
    (app) =>
      app.command('/ask', async ({ ack, command }) => {
        texts.push(`${command.channel_name}: ${command.text}`)
        await ack()
      }),
    { manifest: manifest({ shouldEscape: false }) },
  )
  await on.does(people.dana, { ...ask, channel: 'D0DANA' })
  await on.does(people.dana, { ...ask, channel: channels.back.id })
  expect(texts).toEqual(['directmessage: top customers of @noor', 'privategroup: top customers of @noor'])
})

test('a command that is not acknowledged in time fails, and its author is told', async () => {
  await using on = await stage((app) => app.command('/ask', async () => {}), { acknowledgeWithinMs: 50 })
  expect(await on.does(people.dana, ask)).toEqual({ ok: false, error: 'operation_timeout' })
  expect(on.workspace.state(people.dana.id).notices.map(({ text }) => text)).toEqual([
    '/ask failed with the error operation_timeout',
  ])
  expect(on.workspace.state(people.noor.id).notices).toEqual([])
})

test('a command that the manifest does not have, or has no scope for, is none', async () => {
  await using on = await stage(() => {})
  expect(await on.does(people.dana, { ...ask, command: '/answer' })).toEqual({ ok: false, error: 'unknown_command' })
  await using other = await stage(() => {}, { manifest: manifest({ scopes: without('commands') }) })
  expect(await other.does(people.dana, ask)).toEqual({ ok: false, error: 'unknown_command' })
})

test('a response_url takes five answers, to one or to all, in the channel or in a thread', async () => {
  const results: string[] = []
  await using on = await stage((app) =>
    app.command('/ask', async ({ ack, respond }) => {
      await ack()
      for (const nth of [1, 2, 3, 4, 5, 6])
        await respond({ text: `${nth}`, response_type: nth === 2 ? 'in_channel' : 'ephemeral' }).then(
          () => results.push('ok'),
          (error: { readonly statusCode?: number }) => results.push(String(error.statusCode)),
        )
    }),
  )
  await on.does(people.dana, ask)
  await on.workspace.waitFor('six calls', () => on.workspace.calls('response_url').length === 6)
  await expect.poll(() => results).toEqual(['ok', 'ok', 'ok', 'ok', 'ok', '404'])
  expect(on.workspace.state(people.noor.id).messages.map(({ text }) => text)).toEqual(['2'])
})

test('a response_url is good for thirty minutes', async () => {
  let minutes = 0
  const now = () => new Date(Date.UTC(2026, 10, 20, 9, minutes))
  await using on = await stage(
    (app) =>
      app.command('/ask', async ({ ack, respond }) => {
        await ack()
        await respond('in time')
        minutes = 31
        await respond('too late').catch(() => {})
      }),
    { now },
  )
  await on.does(people.dana, ask)
  await on.workspace.waitFor('both', () => on.workspace.calls('response_url').length === 2)
  expect(on.workspace.calls('response_url').map(({ response }) => response.error)).toEqual([undefined, 'expired_url'])
})

test('a response_url meets faults like any method', async () => {
  const statuses: (number | undefined)[] = []
  await using on = await stage((app) =>
    app.command('/ask', async ({ ack, respond }) => {
      await ack()
      await respond('lost').catch(({ statusCode }: { readonly statusCode?: number }) => statuses.push(statusCode))
    }),
  )
  on.workspace.inject('response_url', { kind: 'status', status: 500 })
  await on.does(people.dana, ask)
  await expect.poll(() => statuses).toEqual([500])
})
