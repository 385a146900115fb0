import { isAbsolute, resolve } from 'node:path'
import { z } from 'zod'
import { UserError } from './errors.ts'

/** What the environment decides, read once. What a shop decides is in the database: see src/db/settings.ts. */
export type Config = {
  /** Address of the shop's PostgreSQL; undefined starts the one that comes along, under `home`. */
  readonly databaseUrl?: string
  /** Address of a streaming replica that answers questions; undefined asks the same server. */
  readonly databaseReadUrl?: string
  /** Folder of the embedded database and the log file, absolute. */
  readonly home: string
  /** Pins "today" everywhere, YYYY-MM-DD. */
  readonly asOf?: string
  /** Port of the local workspace; undefined takes 3000 or the next free one. */
  readonly port?: number
  readonly logLevel: 'debug' | 'info' | 'warn' | 'error'
  readonly slack: {
    readonly botToken?: string
    readonly appToken?: string
    readonly signingSecret?: string
  }
  readonly openai: {
    readonly apiKey?: string
    readonly baseUrl?: string
    readonly model: string
  }
}

/** Every setting of the environment, with what it does and an example: the README's table and `doctor` come from it. */
export const environmentSettings = {
  DATABASE_URL: {
    meaning: 'PostgreSQL 15 or newer; without it, one is started in .regulars/',
    example: 'postgres://regulars@localhost/regulars',
  },
  DATABASE_READ_URL: {
    meaning: 'A streaming replica that answers questions; without it, DATABASE_URL does',
    example: 'postgres://regulars@replica/regulars',
  },
  SLACK_BOT_TOKEN: { meaning: 'The Bot User OAuth Token of the Slack app', example: 'xoxb-…' },
  SLACK_APP_TOKEN: { meaning: 'The app-level token, for Socket Mode', example: 'xapp-…' },
  SLACK_SIGNING_SECRET: { meaning: 'The signing secret, for HTTP instead of Socket Mode', example: '8f742231b10e…' },
  OPENAI_API_KEY: { meaning: 'Key for a model that plans what the built-in planner declines', example: 'sk-…' },
  OPENAI_BASE_URL: {
    meaning: 'Any server that speaks /v1/chat/completions; alone it is enough, without a key',
    example: 'http://localhost:11434/v1',
  },
  OPENAI_MODEL: { meaning: 'The model asked', example: 'gpt-5-mini' },
  PORT: {
    meaning: 'Port of the local workspace, without it 3000 or the next free one; with a signing secret, Slack’s, 3000',
    example: '3000',
  },
  LOG_LEVEL: { meaning: 'debug, info, warn or error', example: 'info' },
  REGULARS_HOME: { meaning: 'Folder of the embedded database and the log file', example: '.regulars' },
  REGULARS_AS_OF: { meaning: 'Pins today; later facts are invisible', example: '2026-11-16' },
} as const

type SettingName = keyof typeof environmentSettings

const database = (name: SettingName) =>
  z.string().refine((text) => /^postgres(ql)?:\/\/\S+$/.test(text) && URL.canParse(text), {
    error: `${name} is not a PostgreSQL address. Example: ${environmentSettings[name].example}`,
  })

const token = (name: SettingName, prefix: string) =>
  z.string().startsWith(prefix, {
    error: `${name} must be ${lowerFirst(environmentSettings[name].meaning)}; it starts with ${prefix}.`,
  })

const environment = z.object({
  DATABASE_URL: database('DATABASE_URL').optional(),
  DATABASE_READ_URL: database('DATABASE_READ_URL').optional(),
  SLACK_BOT_TOKEN: token('SLACK_BOT_TOKEN', 'xoxb-').optional(),
  SLACK_APP_TOKEN: token('SLACK_APP_TOKEN', 'xapp-').optional(),
  SLACK_SIGNING_SECRET: z.string().optional(),
  OPENAI_API_KEY: z.string().optional(),
  OPENAI_BASE_URL: z
    .string()
    .refine((text) => /^https?:\/\//.test(text) && URL.canParse(text), {
      error: `OPENAI_BASE_URL must be a web address. Example: ${environmentSettings.OPENAI_BASE_URL.example}`,
    })
    .optional(),
  OPENAI_MODEL: z.string().default('gpt-5-mini'),
  PORT: z
    .string()
    .refine((text) => /^\d{1,5}$/.test(text) && Number(text) <= 65535, {
      error: 'PORT must be a number up to 65535. Example: 3000',
    })
    .transform(Number)
    .optional(),
  LOG_LEVEL: z
    .enum(['debug', 'info', 'warn', 'error'], { error: 'LOG_LEVEL must be debug, info, warn or error.' })
    .default('info'),
  REGULARS_HOME: z.string().default('.regulars'),
  REGULARS_AS_OF: z.string().refine(isDay, { error: 'REGULARS_AS_OF must be a day. Example: 2026-11-16' }).optional(),
})

/**
 * Reads the environment; every fault is reported together, as one `UserError`. An empty variable is one that is not
 * set, because that is how shells and compose files unset them.
 */
export function readConfig(env: Readonly<Record<string, string | undefined>> = process.env): Config {
  const given = Object.fromEntries(Object.keys(environment.shape).map((name) => [name, env[name]?.trim() || undefined]))
  const parsed = environment.safeParse(given)
  const faults = [...(parsed.success ? [] : parsed.error.issues.map((issue) => issue.message)), ...crossFaults(given)]
  if (!parsed.success || faults.length > 0) {
    throw new UserError(
      ['The configuration cannot be used:', ...faults.map((fault) => `  ${fault}`)].join('\n'),
      'Every setting is described in README.md, under “Settings”.',
    )
  }
  return configOf(parsed.data)
}

/** What is only wrong in combination. */
function crossFaults(given: Readonly<Record<string, string | undefined>>): readonly string[] {
  const way = given.SLACK_APP_TOKEN ?? given.SLACK_SIGNING_SECRET
  if (given.SLACK_BOT_TOKEN && !way)
    return ['SLACK_BOT_TOKEN needs SLACK_APP_TOKEN (Socket Mode) or SLACK_SIGNING_SECRET (HTTP) beside it.']
  if (!given.SLACK_BOT_TOKEN && way)
    return ['SLACK_BOT_TOKEN is missing; SLACK_APP_TOKEN or SLACK_SIGNING_SECRET is set without it.']
  return []
}

function configOf(env: z.infer<typeof environment>): Config {
  return {
    ...(env.DATABASE_URL && { databaseUrl: env.DATABASE_URL }),
    ...(env.DATABASE_READ_URL && { databaseReadUrl: env.DATABASE_READ_URL }),
    home: isAbsolute(env.REGULARS_HOME) ? env.REGULARS_HOME : resolve(env.REGULARS_HOME),
    ...(env.REGULARS_AS_OF && { asOf: env.REGULARS_AS_OF }),
    ...(env.PORT !== undefined && { port: env.PORT }),
    logLevel: env.LOG_LEVEL,
    slack: {
      ...(env.SLACK_BOT_TOKEN && { botToken: env.SLACK_BOT_TOKEN }),
      ...(env.SLACK_APP_TOKEN && { appToken: env.SLACK_APP_TOKEN }),
      ...(env.SLACK_SIGNING_SECRET && { signingSecret: env.SLACK_SIGNING_SECRET }),
    },
    openai: {
      ...(env.OPENAI_API_KEY && { apiKey: env.OPENAI_API_KEY }),
      ...(env.OPENAI_BASE_URL && { baseUrl: env.OPENAI_BASE_URL }),
      model: env.OPENAI_MODEL,
    },
  }
}

/** Whether the text is a day of the calendar, YYYY-MM-DD: 2026-02-30 is not. */
export function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false
  const date = new Date(`${text}T00:00:00Z`)
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text)
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1)
}
