import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Ajv } from 'ajv'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { actionIds, numbered } from '../../src/present/blocks/actions.ts'
import { customerPageActions } from '../../src/present/blocks/customer.ts'
import { digestActions } from '../../src/present/blocks/digest.ts'
import { duplicateActions } from '../../src/present/blocks/duplicates.ts'
import { followUpAction } from '../../src/present/blocks/follow-ups.ts'
import { mostChoices, mostDays, noteActions } from '../../src/present/blocks/notes.ts'
import { ownDataAction } from '../../src/present/blocks/privacy.ts'
import { qualityActions } from '../../src/present/blocks/quality.ts'
import { mostAlike, mostChosen, recordActions } from '../../src/present/blocks/record.ts'
import { digestForms } from '../../src/slack/digest/acting.ts'
import { draftNames } from '../../src/slack/drafts/drafts.ts'
import { homeActions } from '../../src/slack/home/names.ts'
import { manageActions, manageForms } from '../../src/slack/manage/names.ts'
import { customerActions } from '../../src/slack/notes/customer.ts'
import { noteForms } from '../../src/slack/notes/form.ts'
import { customerForms } from '../../src/slack/notes/page.ts'
import { postHere } from '../../src/slack/post-here-button.ts'
import { privacyActions, privacyForms } from '../../src/slack/privacy/names.ts'
import { recordFormActions, recordForms } from '../../src/slack/record/names.ts'
import { register } from '../../src/slack/register.ts'
import { manifestSchema } from './manifest-schema.ts'
import { recorded } from './recorder.ts'

interface Manifest {
  readonly features: {
    readonly slash_commands: readonly { readonly command: string }[]
    readonly shortcuts?: readonly { readonly callback_id: string }[]
  }
  readonly oauth_config: { readonly scopes: { readonly bot: readonly string[] } }
  readonly settings: { readonly event_subscriptions: { readonly bot_events: readonly string[] } }
}

const text = readFileSync(new URL('../../manifest.yml', import.meta.url), 'utf8')
const manifest: Manifest = parse(text)
const scopes = manifest.oauth_config.scopes.bot
const events = manifest.settings.event_subscriptions.bot_events

describe('the manifest', () => {
  const validate = new Ajv({ allErrors: true }).compile(manifestSchema)

  test('has the form that Slack takes', () => {
    expect(validate(manifest) ? [] : validate.errors).toEqual([])
  })

  test.each<[fault: string, from: string, to: string]>([
    ['a key that Slack does not know', 'app_home:', 'home_app:'],
    ['a command without its slash', 'command: /ask', 'command: ask'],
    ['a name of more than 35 letters', 'name: Regulars', `name: ${'Regulars'.repeat(5)}`],
    ['a fifth suggested prompt', 'suggested_prompts:', 'suggested_prompts:\n      - { title: More, message: more }'],
    ['a command without a description', 'description: Ask about customers, sales', 'usage: Ask about customers, sales'],
    ['interactivity that does not say whether', 'is_enabled: true', 'request_url: https://shop.example'],
  ])('would be refused for %s', (_, from, to) => {
    expect(text).toContain(from)
    expect(validate(parse(text.replace(from, to)))).toBe(false)
  })

  test('says of each scope what it is for', () => {
    const lines = text.split('\n').filter((line) => /^ {6}- [a-z_]+:[a-z.]+/.test(line))
    expect(lines.length).toBe(scopes.length - 1)
    expect(lines.filter((line) => !/ # \S/.test(line))).toEqual([])
  })
})

const sources = readdirSync(new URL('../../src/slack/', import.meta.url), { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.ts'))
  .map((path) => readFileSync(join(new URL('../../src/slack/', import.meta.url).pathname, path), 'utf8'))

/** Which scopes a call needs; of the families of channels, all those that we are in. Null: none. */
const scopesOf: Readonly<Record<string, readonly string[]>> = {
  'apps.connections.open': [],
  'assistant.threads.setStatus': ['chat:write'],
  'assistant.threads.setSuggestedPrompts': ['assistant:write'],
  'auth.test': [],
  'chat.delete': ['chat:write'],
  'chat.getPermalink': [],
  'chat.postEphemeral': ['chat:write'],
  'chat.postMessage': ['chat:write'],
  'chat.appendStream': ['chat:write'],
  'chat.startStream': ['chat:write'],
  'chat.stopStream': ['chat:write'],
  'chat.update': ['chat:write'],
  'conversations.history': ['channels:history', 'groups:history', 'im:history'],
  'conversations.info': ['channels:read', 'groups:read'],
  'conversations.open': ['im:write'],
  'conversations.replies': ['channels:history', 'groups:history', 'im:history'],
  'files.completeUploadExternal': ['files:write'],
  'files.getUploadURLExternal': ['files:write'],
  // With the e-mail address, by which colleagues are found.
  'users.info': ['users:read', 'users:read.email'],
  'views.open': [],
  'views.publish': [],
  'views.update': [],
}

const scopesOfEvents: Readonly<Record<string, readonly string[]>> = {
  app_home_opened: [],
  app_mention: ['app_mentions:read'],
  member_joined_channel: ['channels:read', 'groups:read'],
  'message.channels': ['channels:history'],
  'message.groups': ['groups:history'],
  'message.im': ['im:history'],
}

const calls = [
  ...new Set(
    sources.flatMap((code) =>
      [...code.matchAll(/\b(?:client|poster)\s*\.\s*((?:[a-zA-Z]+\s*\.\s*)*[a-zA-Z0-9]+)\(/g)].map(([, call = '']) =>
        call.replace(/\s/g, ''),
      ),
    ),
  ),
].sort()

const listened = recorded((app, bot) => {
  register(app, bot)
})

describe('the code and the manifest agree', () => {
  test('there is something to compare', () => {
    expect(calls.length).toBeGreaterThan(12)
    expect(listened.actions.length).toBeGreaterThan(10)
    expect(listened.views.length).toBeGreaterThan(3)
  })

  test('on the methods that are called: of each it is known what it needs, and none is listed for nothing', () => {
    expect(calls.filter((call) => !(call in scopesOf))).toEqual([])
    const never = ['chat.appendStream']
    expect(Object.keys(scopesOf).filter((call) => !calls.includes(call) && !never.includes(call))).toEqual([])
  })

  test('on scopes: what is used is asked for, and nothing else', () => {
    const needed = new Set([
      ...calls.flatMap((call) => scopesOf[call] ?? []),
      ...events.flatMap((event) => scopesOfEvents[event] ?? []),
      ...(listened.commands.length + listened.shortcuts.length > 0 ? ['commands'] : []),
    ])
    expect([...scopes].sort()).toEqual([...needed].sort())
  })

  test('on events', () => {
    expect(events.filter((event) => !(event in scopesOfEvents))).toEqual([])
    // Messages are one listener for all kinds of channels.
    const subscribed = new Set(events.map((event) => event.replace(/^message\..*/, 'message')))
    expect([...new Set(listened.events)].sort()).toEqual([...subscribed].sort())
  })

  test('on commands', () => {
    expect([...listened.commands].sort()).toEqual(manifest.features.slash_commands.map(({ command }) => command).sort())
  })

  test('on shortcuts', () => {
    const declared = (manifest.features.shortcuts ?? []).map((shortcut) => shortcut.callback_id)
    expect([...listened.shortcuts].sort()).toEqual(declared.sort())
  })
})

const numberedIds: readonly string[] = [actionIds.next, actionIds.relax, actionIds.clarify, actionIds.suggest]

/** Every name that a button, menu or field of ours can have, where clicking or choosing sends it. */
const sent: readonly string[] = [
  ...Object.values(actionIds).flatMap((id) => (numberedIds.includes(id) ? [numbered(id, 0), numbered(id, 2)] : [id])),
  ...homeActions,
  ...Object.values(manageActions),
  ...Object.values(digestActions),
  draftNames.write,
  ...customerActions,
  ...Object.values(qualityActions),
  ...Object.values(duplicateActions),
  ...Object.values(privacyActions),
  ownDataAction,
  followUpAction,
  ...Object.values(noteActions).flatMap((id) =>
    id === noteActions.customer
      ? []
      : id === noteActions.choose || id === noteActions.followUp
        ? Array.from({ length: id === noteActions.choose ? mostChoices : mostDays }, (_, at) => `${id}_${at}`)
        : [id],
  ),
  ...Object.values(customerPageActions),
  postHere,
  ...Object.values(recordActions).filter((id) => id !== recordActions.choose),
  ...Array.from({ length: mostChosen }, (_, at) => `${recordActions.choose}_${at}`),
  ...Array.from({ length: mostAlike }, (_, at) => `${recordActions.edit}_${at}`),
  // Typing in it is no click.
  ...Object.values(recordFormActions).filter((id) => id !== recordFormActions.customer),
  // Below questions that are asked back, in the file that listens to them.
  ...['saved_segment_delete', 'saved_segment_replace', 'saved_segment_keep'],
]

const fits = (listener: string | RegExp, id: string): boolean =>
  typeof listener === 'string' ? listener === id : listener.test(id)

describe('what can be clicked and sent', () => {
  test('has a listener each', () => {
    expect(sent.filter((id) => !listened.actions.some((listener) => fits(listener, id)))).toEqual([])
    const forms = [
      ...Object.values(manageForms),
      ...Object.values(digestForms),
      draftNames.form,
      ...Object.values(noteForms),
      ...Object.values(customerForms),
      ...Object.values(recordForms),
      ...Object.values(privacyForms),
    ]
    expect(forms.filter((id) => !listened.views.some((listener) => fits(listener, id)))).toEqual([])
  })

  test('has one listener each, so that nothing is done twice', () => {
    const twice = sent.filter((id) => listened.actions.filter((listener) => fits(listener, id)).length > 1)
    expect(twice).toEqual([])
  })

  test('is named in the code', () => {
    const everything = sources.join('\n')
    expect(sent.filter((id) => id.startsWith('saved_segment') && !everything.includes(`'${id}'`))).toEqual([])
  })

  test('is all that is listened to', () => {
    const deaf = listened.actions.filter((listener) => !sent.some((id) => fits(listener, id)))
    expect(deaf.map(String)).toEqual([])
  })
})
