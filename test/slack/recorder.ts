import type { App } from '@slack/bolt'
import type { Bot } from '../../src/slack/bot.ts'

/** What listeners were registered for. */
export interface Registered {
  readonly events: readonly string[]
  readonly commands: readonly string[]
  readonly shortcuts: readonly string[]
  readonly actions: readonly (string | RegExp)[]
  readonly views: readonly (string | RegExp)[]
  readonly options: readonly (string | RegExp)[]
}

/** Registers listeners on an app that only writes down for what. */
export function recorded(register: (app: App, bot: Bot) => void): Registered {
  const kinds = ['event', 'command', 'shortcut', 'action', 'view', 'options'] as const
  const seen = Object.fromEntries(kinds.map((kind) => [kind, [] as unknown[]])) as Record<
    (typeof kinds)[number],
    unknown[]
  >
  const app = Object.fromEntries(kinds.map((kind) => [kind, (what: unknown) => void seen[kind].push(what)]))
  // Registering calls nothing else of either.
  register(app as unknown as App, { app } as unknown as Bot)
  return {
    events: seen.event as string[],
    commands: seen.command as string[],
    shortcuts: seen.shortcut as string[],
    actions: seen.action as (string | RegExp)[],
    views: seen.view as (string | RegExp)[],
    options: seen.options as (string | RegExp)[],
  }
}
