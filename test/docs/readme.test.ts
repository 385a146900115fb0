import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { administrator } from '../../src/access/asker.ts'
import { ask } from '../../src/ask/ask.ts'
import { openAsking } from '../../src/ask/opening.ts'
import { openOfflinePlanner } from '../../src/ask/planners/open.ts'
import { continued, emptyThread } from '../../src/ask/threads.ts'
import { buildCatalog } from '../../src/catalog/catalog.ts'
import { commonFlags } from '../../src/cli/command.ts'
import { environmentSettings, readConfig } from '../../src/config.ts'
import { openContext } from '../../src/context.ts'
import { shopSettings } from '../../src/db/settings.ts'
import { silentLog } from '../../src/log.ts'
import { readWish } from '../../src/wishes/wishes.ts'
import { type TestDatabase, testDatabase } from '../support/database.ts'
import { generatedParts, type Word } from './parts.ts'
import {
  cutAs,
  exchanges,
  exists,
  packageScripts,
  part,
  readme,
  section,
  writeExchange,
  writePart,
  writing,
} from './readme.ts'
import { commands, openTerminal, printedOn, type Terminal } from './terminal.ts'

const mend = 'README_WRITE=1 npm test -- test/docs writes what the program says now; read the difference'

let empty: TestDatabase
let words: readonly Word[]
beforeAll(async () => {
  empty = await testDatabase()
  using terminal = openTerminal(empty)
  words = JSON.parse(await terminal.type('npm run -s cli -- describe --json')) as Word[]
})
afterAll(() => empty[Symbol.asyncDispose]())

describe('the parts that are generated', () => {
  test.each([
    'definitions',
    'vocabulary',
    'commands',
    'files',
    'environment',
    'settings',
    'rules',
  ])('%s are what the program says', (name) => {
    const expected = generatedParts(words)[name] ?? ''
    if (writing) writePart(name, expected)
    expect(expected.length).toBeGreaterThan(200)
    expect(part(name), mend).toBe(expected)
  })
})

describe('the sample shop in it', () => {
  let shop: TestDatabase
  let terminal: Terminal
  let made: string
  beforeAll(async () => {
    shop = await testDatabase()
    terminal = openTerminal(shop)
    terminal.put('customers.csv', `${csvOnThePage()}\n`)
    made = await terminal.type('npm run -s cli -- sample')
  })
  afterAll(async () => {
    terminal[Symbol.dispose]()
    await shop[Symbol.asyncDispose]()
  })

  // migrate is left out: its output counts migrations, and a page that changes with each of them helps nobody. eval is: it
  // asks for a file of a shop's own questions.
  test('shows outputs of every command that works on a shop', () => {
    const typed = exchanges().map((one) => one.typed)
    const shown = commands.filter(({ name }) => typed.some((line) => line.includes(` ${name}`)))
    const onShops = commands.filter((command) => 'run' in command && !['migrate', 'eval'].includes(command.name))
    expect(shown.map(({ name }) => name)).toEqual(onShops.map(({ name }) => name))
  })

  test.each(exchanges().map(({ typed }, at) => [typed, at] as const))('prints the same for: %s', async (typed, at) => {
    // The sample fills an empty database, so its output is the one from before the first test.
    const all = typed.endsWith(' sample') ? made : await terminal.type(typed)
    const { printed } = exchanges()[at] ?? { printed: '' }
    const expected = cutAs(printed, all)
    if (writing) writeExchange(at, expected)
    expect(exchanges()[at]?.printed, mend).toBe(expected)
  })

  test('answers every question that the page offers to try', async () => {
    const offered = questionsToTry()
    const config = readConfig({ DATABASE_URL: shop.url, REGULARS_AS_OF: printedOn })
    await using context = await openContext(config, { log: silentLog })
    const asking = await openAsking(context, openOfflinePlanner)
    const unanswered: string[] = []
    for (const text of offered) {
      const reply = await ask({ text, asker: administrator, thread: emptyThread }, asking)
      if (reply.kind !== 'answer') unanswered.push(text)
    }
    expect(offered.length).toBeGreaterThan(10)
    expect(unanswered).toEqual([])
  })

  test('answers what is said in the five minutes, to an associate without what is hidden from them', async () => {
    const said = [...section('Five minutes').matchAll(/\*\*([a-z][^*]+)\*\*/g)].map((match) => match[1] ?? '')
    const [first = '', below = '', another = '', wish = '', hidden = ''] = said
    const config = readConfig({ DATABASE_URL: shop.url, REGULARS_AS_OF: printedOn })
    await using context = await openContext(config, { log: silentLog })
    const asking = await openAsking(context, openOfflinePlanner)
    const answer = async (text: string, asker = administrator, thread = emptyThread) => {
      const reply = await ask({ text, asker, thread }, asking)
      if (reply.kind !== 'answer') throw new Error(`“${text}” is not answered`)
      return reply
    }
    const whole = await answer(first)
    const part = await answer(below, administrator, continued(emptyThread, whole))
    expect([part.rows.length > 0, part.rows.length < whole.rows.length]).toEqual([true, true])
    expect((await answer(another)).rows.length).toBeGreaterThan(2)
    const now = new Date(`${printedOn}T20:00:00Z`)
    expect(readWish(wish, { hasAnswer: true, segments: [], now, timeZone: 'UTC' })?.kind).toBe('save_segment')
    const associate = { ...administrator, maySeeContactDetails: false }
    expect((await answer(hidden)).withheld).toEqual([])
    expect((await answer(hidden, associate)).withheld).toEqual(['E-mail'])
    expect(said).toHaveLength(5)
  })
})

describe('what it speaks of', () => {
  test('begins with two commands that exist', () => {
    const [first, second] = readme().matchAll(/npm install && npm (\w+)/g)
    expect([first?.[1], second?.[1]]).toEqual(['start', 'test'])
  })

  test('runs only scripts of package.json', () => {
    const run = [...readme().matchAll(/npm run (?:-s )?([a-z]+)/g)].map((match) => match[1] ?? '')
    expect(run.length).toBeGreaterThan(5)
    expect([...new Set(run)].filter((name) => !(name in packageScripts()))).toEqual([])
  })

  test('names every script', () => {
    const named = (name: string) => new RegExp(`npm (run (-s )?)?${name}\\b`).test(readme())
    expect(Object.keys(packageScripts()).filter((name) => !named(name))).toEqual([])
  })

  test('names every command with its flags', () => {
    const table = part('commands')
    expect(commands.length).toBeGreaterThan(5)
    const flags = [commonFlags, ...commands.map((command) => command.flags)].flatMap((one) => Object.keys(one))
    expect(flags.filter((flag) => !table.includes(`\`--${flag}`))).toEqual([])
    expect(commands.filter(({ name }) => !table.includes(`**${name}**`))).toEqual([])
  })

  test('types no flag that its command does not have', () => {
    const lines = [...readme().matchAll(/npm run -s (?:cli -- )?(\w+) (?:-- )?([^\n`]*)/g)]
    const unknown = lines.flatMap(([, name = '', rest = '']) => {
      const command = commands.find((one) => one.name === name)
      const flags = [...rest.replaceAll(/"[^"]*"/g, '').matchAll(/--([a-z-]+)/g)].map((match) => match[1] ?? '')
      return flags
        .filter((flag) => !(flag in commonFlags) && !(flag in (command?.flags ?? {})))
        .map((flag) => `${name} --${flag}`)
    })
    expect(lines.length).toBeGreaterThan(5)
    expect(unknown).toEqual([])
  })

  test('names every setting of the environment and of the shop', () => {
    const text = readme()
    const names = [...Object.keys(environmentSettings), ...Object.keys(shopSettings)]
    expect(names.length).toBeGreaterThan(20)
    expect(names.filter((name) => !text.includes(`| \`${name}\` |`))).toEqual([])
  })

  test('links to files and headings that are there', () => {
    const links = [...readme().matchAll(/\]\(([^)\s]+)\)/g)].map((match) => match[1] ?? '')
    const files = links.filter((link) => !/^(https?:|#)/.test(link))
    const headings = [...readme().matchAll(/^#+ (.*)$/gm)].map(([, title = '']) => anchor(title))
    const anchors = links.filter((link) => link.startsWith('#')).map((link) => link.slice(1))
    expect(files.length).toBeGreaterThan(5)
    expect(files.filter((path) => !exists(path))).toEqual([])
    expect(anchors.filter((name) => !headings.includes(name))).toEqual([])
  })
})

describe('every word of the catalogue', () => {
  const catalog = buildCatalog([])
  const entries = [catalog.segments, catalog.metrics, catalog.terms, catalog.entities, catalog.fields].flatMap(
    (words): { name: string; label: string; meaning: string; synonyms: readonly string[] }[] => [...words.values()],
  )

  test('has a meaning that is a sentence', () => {
    expect(entries.length).toBeGreaterThan(150)
    expect(entries.filter(({ meaning }) => !/^[\p{Lu}\d].*\.$/su.test(meaning)).map(({ name }) => name)).toEqual([])
  })

  test.each([
    ['segment', catalog.segments],
    ['metric', catalog.metrics],
    ['term', catalog.terms],
    ['entity', catalog.entities],
  ] as const)('is described, if it is a %s', (_, known) => {
    const described = new Set(words.map(({ name }) => name))
    expect(known.size).toBeGreaterThan(5)
    expect([...known.keys()].filter((name) => !described.has(name))).toEqual([])
  })

  test('is described with the shop’s numbers in place of names for them', () => {
    expect(words.length).toBeGreaterThan(100)
    expect(words.filter(({ meaning }) => /:[a-z]+_[a-z]+/.test(meaning)).map(({ name }) => name)).toEqual([])
  })
})

/** The file that the page shows being imported. */
function csvOnThePage(): string {
  const found = /^```csv\n([\s\S]*?)\n```$/m.exec(readme())?.[1]
  if (!found) throw new Error('README.md shows no CSV file')
  return found
}

/** The list items of “What can be asked” that are questions in quotation marks. */
function questionsToTry(): readonly string[] {
  return [...section('What can be asked').matchAll(/“([^”]+)”/g)].map((match) => match[1] ?? '')
}

/** A heading's name in a link. */
function anchor(title: string): string {
  return title
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\s-]/gu, '')
    .replaceAll(' ', '-')
}
