import { parse } from 'yaml'
import { UserError } from '../errors.ts'
import type { Command, Shortcut, SuggestedPrompt } from './types.ts'

/** What the app's manifest grants it: the only source of its scopes, events, commands and shortcuts. */
export interface Manifest {
  readonly appName: string
  readonly scopes: readonly string[]
  readonly events: readonly string[]
  readonly commands: readonly ManifestCommand[]
  readonly shortcuts: readonly Shortcut[]
  readonly homeTab: boolean
  /** Whether people can write to the app. */
  readonly messagesTab: boolean
  /** Buttons, menus, forms and shortcuts reach the app. */
  readonly interactivity: boolean
  /** Shown in the direct message until the app sets its own. */
  readonly prompts: readonly SuggestedPrompt[]
}

export interface ManifestCommand extends Command {
  /** Whether names in the text arrive as `<@U…|name>`. */
  readonly shouldEscape: boolean
}

type Fields = Readonly<Record<string, unknown>>

/** Reads a manifest in YAML (or JSON, which is YAML). */
export function readManifest(text: string): Manifest {
  const manifest = parsed(text)
  const features = fields(manifest.features)
  const display = fields(features.bot_user).display_name ?? fields(manifest.display_information).name
  return {
    appName: typeof display === 'string' ? display : 'App',
    scopes: botScopes(fields(fields(manifest.oauth_config).scopes)),
    events: strings(fields(fields(manifest.settings).event_subscriptions).bot_events),
    commands: list(features.slash_commands).map(commandOf),
    shortcuts: list(features.shortcuts).map(shortcutOf),
    homeTab: fields(features.app_home).home_tab_enabled === true,
    messagesTab: fields(features.app_home).messages_tab_enabled === true,
    interactivity: fields(fields(manifest.settings).interactivity).is_enabled === true,
    prompts: list(fields(features.agent_view).suggested_prompts).map(promptOf),
  }
}

function parsed(text: string): Fields {
  try {
    return fields(parse(text))
  } catch (error) {
    throw new UserError('The app’s manifest is not YAML.', 'Look at manifest.yml.', { cause: error })
  }
}

const botScopes = (scopes: Fields): readonly string[] => [...strings(scopes.bot), ...strings(scopes.bot_optional)]

function commandOf(command: Fields): ManifestCommand {
  return {
    command: String(command.command),
    description: String(command.description ?? ''),
    usageHint: String(command.usage_hint ?? ''),
    shouldEscape: command.should_escape === true,
  }
}

function shortcutOf(shortcut: Fields): Shortcut {
  return {
    callbackId: String(shortcut.callback_id),
    name: String(shortcut.name),
    type: shortcut.type === 'message' ? 'message' : 'global',
  }
}

function promptOf(prompt: Fields): SuggestedPrompt {
  return { title: String(prompt.title), message: String(prompt.message) }
}

function fields(value: unknown): Fields {
  return typeof value === 'object' && value !== null ? (value as Fields) : {}
}

const list = (value: unknown): readonly Fields[] => (Array.isArray(value) ? value.map(fields) : [])

const strings = (value: unknown): readonly string[] => (Array.isArray(value) ? value.map(String) : [])
