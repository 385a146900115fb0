import { execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { readWish } from '../../src/wishes/wishes.ts'
import { readManifest } from '../../src/workspace/manifest.ts'
import { readme, section } from './readme.ts'
import { printedOn } from './terminal.ts'

const root = new URL('../../', import.meta.url).pathname

test('counts the scopes that the manifest asks for', () => {
  const { scopes } = readManifest(readFileSync(join(root, 'manifest.yml'), 'utf8'))
  expect(section('In your Slack')).toContain(`${scopes.length} bot scopes`)
  expect(section('In your Slack')).toContain(`all ${scopes.length} of manifest.yml`)
})

test('shows wishes that are understood', () => {
  const rows = section('What people can do in Slack')
    .split('\n')
    .filter((line) => line.startsWith('|'))
  const shown = rows.flatMap((row) => [...row.matchAll(/“([^”]+)”/g)].map((match) => match[1] ?? ''))
  const now = new Date(`${printedOn}T20:00:00Z`)
  const situation = { hasAnswer: true, segments: ['Tacoma sleepers'], now, timeZone: 'America/Los_Angeles' }
  const misunderstood = shown.filter((text) => ['unclear', undefined].includes(readWish(text, situation)?.kind))
  expect(shown.length).toBeGreaterThan(12)
  expect(misunderstood).toEqual([])
})

test('has pictures that are light', () => {
  const pictures = [...readme().matchAll(/\]\((\.github\/pictures\/\w+\.png)\)/g)].map((match) => match[1] ?? '')
  expect(pictures.length).toBeGreaterThan(1)
  expect(pictures.filter((path) => statSync(join(root, path)).size > 300_000)).toEqual([])
})

const systemdAnalyze = existsSync('/usr/bin/systemd-analyze')

test.skipIf(!systemdAnalyze)('shows a unit that systemd takes', () => {
  const [, unit = ''] = /^```ini\n([\s\S]*?)^```$/m.exec(readme()) ?? []
  expect(unit).toContain('src/main.ts')
  const folder = mkdtempSync(join(tmpdir(), 'regulars-unit-'))
  const file = join(folder, 'regulars.service')
  // As it would be here: at this place, and without a user that this machine does not have.
  writeFileSync(file, unit.replaceAll('/opt/regulars', root.replace(/\/$/, '')).replace(/^User=.*\n/m, ''))
  try {
    expect(execFileSync('systemd-analyze', ['verify', file], { encoding: 'utf8', stdio: 'pipe' })).toBe('')
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
})
