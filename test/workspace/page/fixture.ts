import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { UserError } from '../../../src/errors.ts'
import { handlePage } from '../../../src/workspace/page/handler.ts'
import type {
  Act,
  ActResult,
  Channel,
  Message,
  Notice,
  PageState,
  Person,
  View,
  Workspace,
} from '../../../src/workspace/types.ts'
import { answerBlocks, charts, everyTextBlock, homeBlocks, hostile, inputBlocks, menus } from './blocks.ts'

export const people: readonly Person[] = [
  person('U0DANA', 'Dana Reyes', 'Manager · Lincoln Square'),
  person('U0NOOR', 'Noor Haddad', 'Associate · Wicker Park'),
  person('U0ADA', 'Ada Brandt', 'Administrator · All stores'),
]

const everybody = people.map(({ id }) => id)
const app = { id: 'U0APP', name: 'Regulars' }

const channels: readonly Channel[] = [
  { id: 'C0GENERAL', name: 'general', kind: 'public', members: everybody, hasApp: true },
  { id: 'C0FLOOR', name: 'shop-floor', kind: 'public', members: everybody, hasApp: false },
  { id: 'C0BACK', name: 'back-office', kind: 'private', members: ['U0DANA', 'U0ADA'], hasApp: true },
  { id: 'C0SUPPLY', name: 'suppliers', kind: 'public', members: everybody, hasApp: true, shared: true },
  ...everybody.map(
    (id): Channel => ({ id: `D${id.slice(1)}`, name: app.name, kind: 'direct', members: [id], hasApp: true }),
  ),
]

/** A workspace that only remembers: the page shows it as if an app were there. */
export interface Fixture extends AsyncDisposable {
  readonly url: string
  readonly acts: readonly { readonly user: string; readonly act: Act }[]
  /** Adds a message that the app, or somebody, writes. */
  post(message: Partial<Message> & { readonly channel: string }): Message
  update(channel: string, ts: string, change: Partial<Message>): void
  open(view: Partial<View>): void
  change(change: Partial<PageState>): void
  notify(text: string): void
}

/** Serves the page over a remembered state; `filled` puts an answer, charts and every block into it. */
export async function openFixture({ filled = true }: { readonly filled?: boolean } = {}): Promise<Fixture> {
  const fake = new FakeWorkspace()
  const server = createServer(async (request, response) => {
    if (!(await handlePage(request, response, fake))) response.writeHead(404).end()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  if (filled) fill(fake)
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    acts: fake.acts,
    post: (message) => fake.post(message),
    update: (channel, ts, change) => fake.update(channel, ts, change),
    open: (view) => fake.open(view),
    change: (change) => fake.change(change),
    notify: (text) => fake.notify(text),
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

class FakeWorkspace implements Workspace {
  readonly url = ''
  readonly apiUrl = ''
  readonly botToken = ''
  readonly appToken = ''
  readonly teamId = 'T0SHOP'
  readonly botUserId = app.id
  readonly people = people
  readonly connected = true
  readonly acts: { readonly user: string; readonly act: Act }[] = []
  #messages: readonly Message[] = []
  #views: readonly View[] = []
  #notices: readonly Notice[] = []
  #changed: Partial<PageState> = {}
  #version = 1
  #count = 0
  readonly #listeners = new Set<(version: number) => void>()
  /** Messages lie some minutes apart, up to now. */
  readonly #begin = Date.now() / 1000 - 3 * 3600

  async act(user: string, act: Act): Promise<ActResult> {
    this.acts.push({ user, act })
    switch (act.kind) {
      case 'say':
        return { ok: true, ts: this.post({ ...act, user }).ts }
      case 'edit':
        this.update(act.channel, act.ts, { text: act.text, edited: true })
        return { ok: true }
      case 'remove':
        this.#messages = this.#messages.filter(({ channel, ts }) => channel !== act.channel || ts !== act.ts)
        break
      case 'close':
        this.#views = this.#views.slice(0, -1)
        break
      case 'submit':
        return this.#submit(act)
      case 'suggest':
        return {
          ok: true,
          options: named.filter(({ text }) => text.text.toLowerCase().includes(act.value.toLowerCase())),
        }
      default:
        return { ok: true }
    }
    this.#stir()
    return { ok: true }
  }

  /** Refuses a name that is taken, as an app would. */
  #submit({ view, values }: Extract<Act, { readonly kind: 'submit' }>): ActResult {
    const taken = JSON.stringify(values.Name ?? '').includes('"taken"')
    this.#views = taken
      ? this.#views.map((open) =>
          open.id === view ? { ...open, errors: { Name: 'There is a segment of this name already.' } } : open,
        )
      : this.#views.filter(({ id }) => id !== view)
    this.#stir()
    return { ok: true }
  }

  state(user: string): PageState {
    const me = people.find(({ id }) => id === user)
    if (me === undefined) throw new UserError('There is nobody with this id in the workspace.')
    const own = channels.filter(({ members }) => members.includes(user))
    return {
      version: this.#version,
      team: { id: this.teamId, name: 'Heron & Spoke' },
      me,
      people,
      bot: { ...app, connected: true },
      channels: own,
      messages: this.#messages.filter(
        ({ channel, ephemeralTo }) => own.some(({ id }) => id === channel) && (ephemeralTo ?? user) === user,
      ),
      views: user === 'U0DANA' ? this.#views : [],
      home: view({ id: 'V0HOME', type: 'home', blocks: homeBlocks }),
      statuses: [],
      prompts,
      commands,
      shortcuts: [{ callbackId: 'log_note', name: 'Log as note', type: 'message' }],
      notices: this.#notices,
      ...this.#changed,
    }
  }

  post(given: Partial<Message> & { readonly channel: string }): Message {
    this.#count += 1
    const ts = `${Math.floor(this.#begin + this.#count * 120)}.${String(this.#count).padStart(6, '0')}`
    const nothing = { text: '', blocks: [], files: [], edited: false, reactions: [], options: {} }
    const message: Message = { ts, user: app.id, ...nothing, ...given }
    this.#messages = [...this.#messages, message]
    this.#stir()
    return message
  }

  update(channel: string, ts: string, change: Partial<Message>): void {
    this.#messages = this.#messages.map((each) =>
      each.channel === channel && each.ts === ts ? { ...each, ...change } : each,
    )
    this.#stir()
  }

  open(given: Partial<View>): void {
    this.#views = [...this.#views, view({ id: `V${this.#views.length + 1}`, ...given })]
    this.#stir()
  }

  change(change: Partial<PageState>): void {
    this.#changed = { ...this.#changed, ...change }
    this.#stir()
  }

  notify(text: string): void {
    this.#notices = [...this.#notices, { text, at: String(this.#notices.length) }]
    this.#stir()
  }

  #stir(): void {
    this.#version += 1
    for (const listener of this.#listeners) listener(this.#version)
  }

  onChange(listener: (version: number) => void): () => void {
    this.#listeners.add(listener)
    return () => void this.#listeners.delete(listener)
  }

  directChannel = (user: string): string => `D${user.slice(1)}`
  messages = (channel: string): readonly Message[] => this.#messages.filter((each) => each.channel === channel)
  calls = (): readonly never[] => []
  fileContent = (id: string): Buffer | null => (id === 'F0CSV' ? Buffer.from('name\r\nAna Silva\r\n') : null)
  inject(): void {}
  async redeliver(): Promise<void> {}
  disconnect(): void {}
  waitFor = <T>(): Promise<T> => Promise.reject(new Error('The fixture waits for nothing.'))
  async [Symbol.asyncDispose](): Promise<void> {}
}

const named = ['Ana Silva', 'Bea Novak', 'Cal Okafor'].map((name) => ({
  text: { type: 'plain_text', text: name },
  value: name.toLowerCase().replace(' ', '-'),
}))

const prompts: PageState['prompts'] = {
  title: 'Try one of these',
  prompts: [
    { title: 'Win-back list', message: 'Who are our lapsed top customers?' },
    { title: 'This month', message: 'Revenue by store this month against last month' },
    { title: 'New faces', message: 'How many new customers came each week since August?' },
    { title: 'Birthdays', message: 'Which loyal customers have their birthday next week?' },
  ],
}

const commands: PageState['commands'] = [
  {
    command: '/ask',
    description: 'Ask about customers, orders and segments',
    usageHint: 'who are our lapsed top customers',
  },
  { command: '/note', description: 'Log a note on a customer', usageHint: 'customer | note' },
  { command: '/regulars', description: 'Help, settings and saved segments', usageHint: '' },
]

function person(id: string, name: string, title: string): Person {
  return { id, name, title, email: `${name.split(' ')[0]?.toLowerCase()}@example.com`, timeZone: 'America/Chicago' }
}

function view(given: Partial<View> & { readonly id: string }): View {
  return {
    type: 'modal',
    callbackId: 'save_segment',
    title: 'Save as segment',
    submit: 'Save',
    close: 'Cancel',
    blocks: inputBlocks,
    privateMetadata: '',
    hash: '1',
    errors: {},
    ...given,
  }
}

const csv = {
  id: 'F0CSV',
  name: 'lapsed-top-customers.csv',
  title: 'lapsed-top-customers.csv',
  size: 4_321,
  mimeType: 'text/csv',
  path: '/page/files/F0CSV',
}

/** What a day of use leaves behind. */
function fill(fake: FakeWorkspace): void {
  fake.post({ channel: 'C0GENERAL', user: 'U0NOOR', text: 'Morning all! The new teapots are in.' })
  fake.post({
    channel: 'C0GENERAL',
    user: 'U0NOOR',
    text: 'They look *lovely*. :tada:',
    reactions: [{ name: 'heart', users: ['U0DANA'] }],
  })
  const asked = fake.post({ channel: 'C0GENERAL', user: 'U0DANA', text: '<@U0APP> who are our lapsed top customers?' })
  fake.post({ channel: 'C0GENERAL', threadTs: asked.ts, text: '12 lapsed top customers', blocks: answerBlocks })
  fake.post({ channel: 'C0GENERAL', user: 'U0NOOR', threadTs: asked.ts, text: '<@U0APP> only at Wicker Park' })
  fake.post({
    channel: 'C0GENERAL',
    ephemeralTo: 'U0DANA',
    text: 'E-mail addresses are shown to you alone.',
    files: [csv],
  })
  fake.post({
    channel: 'C0FLOOR',
    user: 'U0NOOR',
    text: hostile.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;'),
  })
  fake.post({ channel: 'C0BACK', text: 'Every block', blocks: everyTextBlock })
  fake.post({ channel: 'C0BACK', text: 'Menus', blocks: [menus] })
  fake.post({ channel: 'C0BACK', text: 'Charts', blocks: charts.slice(0, 2) })
  fake.post({ channel: 'C0BACK', text: 'Charts', blocks: charts.slice(2) })
  const first = fake.post({ channel: 'D0DANA', user: 'U0DANA', text: 'who are our lapsed top customers' })
  fake.post({ channel: 'D0DANA', threadTs: first.ts, text: '12 lapsed top customers', blocks: answerBlocks })
}
