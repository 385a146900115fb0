/** What Slack's manifest schema, version 2, says about the parts that ours has; anything else is refused. */

const text = (most: number, least = 1) => ({ type: 'string', minLength: least, maxLength: most })
const flag = { type: 'boolean' }
const whole = { type: 'integer' }

type Shape = Readonly<Record<string, unknown>>

const only = (properties: Shape, required: readonly string[] = []) => ({
  type: 'object',
  properties,
  required,
  additionalProperties: false,
})

const listOf = (items: unknown, maxItems: number, more: Shape = {}) => ({ type: 'array', items, maxItems, ...more })

const url = { type: 'string', pattern: '^https?://', maxLength: 3500 }
const events = listOf({ type: 'string', maxLength: 50 }, 100, { uniqueItems: true })
const scopes = listOf({ type: 'string', maxLength: 50 }, 255, { uniqueItems: true })

const prompt = only({ title: text(255), message: text(4000) }, ['title', 'message'])

const command = only(
  {
    command: { ...text(32, 2), pattern: '^/' },
    url,
    description: text(2000),
    usage_hint: text(1000),
    should_escape: flag,
  },
  ['command', 'description'],
)

const shortcut = only(
  { name: text(24), type: { enum: ['message', 'global'] }, callback_id: text(255), description: text(150) },
  ['name', 'type', 'callback_id', 'description'],
)

export const manifestSchema = only(
  {
    _metadata: only({ major_version: { const: 2 }, minor_version: whole }, ['major_version']),
    display_information: only(
      {
        name: text(35),
        description: text(140),
        long_description: text(4000, 175),
        background_color: { type: 'string', pattern: '^#([0-9a-fA-F]{3}){1,2}$' },
      },
      ['name'],
    ),
    features: only({
      app_home: only({ home_tab_enabled: flag, messages_tab_enabled: flag, messages_tab_read_only_enabled: flag }),
      bot_user: only({ display_name: text(80), always_online: flag }, ['display_name']),
      agent_view: only({
        agent_description: text(300),
        suggested_prompts: listOf(prompt, 4),
        actions: listOf(only({ name: text(255), description: text(255) }, ['name', 'description']), 100),
      }),
      slash_commands: listOf(command, 50, { minItems: 1 }),
      shortcuts: listOf(shortcut, 10, { minItems: 1 }),
    }),
    oauth_config: only({ redirect_urls: listOf(url, 1000), scopes: only({ bot: scopes, bot_optional: scopes }) }),
    settings: only({
      event_subscriptions: only({ request_url: url, bot_events: events }),
      interactivity: only({ is_enabled: flag, request_url: url, message_menu_options_url: url }, ['is_enabled']),
      socket_mode_enabled: flag,
      org_deploy_enabled: flag,
      token_rotation_enabled: flag,
    }),
  },
  ['display_information'],
)
