import { isAbsolute } from 'node:path'
import { describe, expect, test } from 'vitest'
import { environmentSettings, isDay, readConfig } from '../src/config.ts'
import { UserError } from '../src/errors.ts'

const faultsOf = (env: Record<string, string>): UserError => {
  try {
    readConfig(env)
  } catch (error) {
    if (error instanceof UserError) return error
  }
  throw new Error('no fault')
}

test('nothing has to be set', () => {
  const config = readConfig({})
  expect(config).toMatchObject({ logLevel: 'info', slack: {}, openai: { model: 'gpt-5-mini' } })
  expect(config.databaseUrl).toBeUndefined()
  expect(isAbsolute(config.home)).toBe(true)
})

test('an empty variable is one that is not set', () => {
  expect(readConfig({ DATABASE_URL: '', PORT: ' ', REGULARS_AS_OF: '' })).toEqual(readConfig({}))
})

test('all faults are told together, each with what it should be', () => {
  const { message, hint } = faultsOf({
    DATABASE_URL: 'mysql://localhost/shop',
    PORT: '99999',
    LOG_LEVEL: 'loud',
    REGULARS_AS_OF: '2026-02-30',
    OPENAI_BASE_URL: 'localhost',
    SLACK_BOT_TOKEN: 'hunter2',
  })
  expect(message).toMatchInlineSnapshot(`
    "The configuration cannot be used:
      DATABASE_URL is not a PostgreSQL address. Example: postgres://regulars@localhost/regulars
      SLACK_BOT_TOKEN must be the Bot User OAuth Token of the Slack app; it starts with xoxb-.
      OPENAI_BASE_URL must be a web address. Example: http://localhost:11434/v1
      PORT must be a number up to 65535. Example: 3000
      LOG_LEVEL must be debug, info, warn or error.
      REGULARS_AS_OF must be a day. Example: 2026-11-16
      SLACK_BOT_TOKEN needs SLACK_APP_TOKEN (Socket Mode) or SLACK_SIGNING_SECRET (HTTP) beside it."
  `)
  expect(hint).toBe('Every setting is described in README.md, under “Settings”.')
})

test('a fault never repeats a secret', () => {
  expect(faultsOf({ SLACK_BOT_TOKEN: 'hunter2', SLACK_APP_TOKEN: 'hunter3' }).message).not.toMatch(/hunter/)
})

test('every setting that is read has a meaning and an example, and the other way round', () => {
  const given = Object.fromEntries(Object.entries(environmentSettings).map(([name, { example }]) => [name, example]))
  const config = readConfig({ ...given, SLACK_BOT_TOKEN: 'xoxb-1', SLACK_APP_TOKEN: 'xapp-1' })
  expect(config).toMatchObject({
    databaseUrl: given.DATABASE_URL,
    databaseReadUrl: given.DATABASE_READ_URL,
    asOf: '2026-11-16',
    port: 3000,
    slack: { botToken: 'xoxb-1', appToken: 'xapp-1' },
    openai: { baseUrl: given.OPENAI_BASE_URL },
  })
})

describe('a day', () => {
  test.each([
    ['2026-02-28', true],
    ['2026-02-29', false],
    ['2028-02-29', true],
    ['2026-2-28', false],
    ['2026-13-01', false],
    ['today', false],
  ])('%s: %s', (text, is) => {
    expect(isDay(text)).toBe(is)
  })
})
