import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { UserError } from '../../src/errors.ts'
import { probeSlack } from '../../src/slack/probe.ts'
import { readManifest } from '../../src/workspace/manifest.ts'
import type { Workspace } from '../../src/workspace/types.ts'
import { openWorkspace } from '../../src/workspace/workspace.ts'
import { people } from './support.ts'

const manifest = readFileSync(new URL('../../manifest.yml', import.meta.url), 'utf8')

let workspace: Workspace
beforeAll(async () => {
  workspace = await openWorkspace({ manifest, people, channels: [], teamName: 'Cast & Co', port: 0 })
})
afterAll(() => workspace[Symbol.asyncDispose]())

const tokens = () => ({ botToken: workspace.botToken, appToken: workspace.appToken, apiUrl: workspace.apiUrl })

describe('tokens that work', () => {
  test('say who the bot is, which scopes it has, and that a connection opens', async () => {
    const { identity, scopes, connection } = await probeSlack(tokens())
    expect(identity).toMatchObject({ botUserId: workspace.botUserId, team: workspace.teamId, teamName: 'Cast & Co' })
    expect([...(scopes ?? [])].sort()).toEqual([...readManifest(manifest).scopes].sort())
    expect(connection).toBe('open')
  })

  test('open no connection without an app token, and post nothing', async () => {
    const { botToken, apiUrl } = tokens()
    expect((await probeSlack({ botToken, apiUrl })).connection).toBeNull()
    expect(workspace.calls().filter(({ method }) => method.startsWith('chat.'))).toEqual([])
    expect(workspace.connected).toBe(false)
  })
})

test('tokens that do not work are told apart, each with its mend', async () => {
  const { identity, scopes, connection } = await probeSlack({ ...tokens(), botToken: 'xoxb-no', appToken: 'xapp-no' })
  expect(identity).toEqual(new UserError('Slack does not know the bot token in SLACK_BOT_TOKEN.', expect.any(String)))
  expect(scopes).toBeNull()
  expect(connection).toBeInstanceOf(UserError)
  expect((connection as UserError).message).toBe('Slack does not accept the app token in SLACK_APP_TOKEN.')
})

test('a Slack that cannot be reached is told', async () => {
  const { identity } = await probeSlack({ botToken: 'xoxb-1', apiUrl: 'http://127.0.0.1:1/api/' })
  expect((identity as UserError).message).toBe('Slack cannot be reached.')
})
