import { migrationState } from '../db/migrate.ts'
import type { Command } from './command.ts'

export const command: Command = {
  name: 'migrate',
  summary: 'Brings the database to the newest form; any other command does so too',
  usage: ['migrate'],
  flags: {},
  examples: ['migrate'],
  run: async (context, { json, print }) => {
    const { applied } = await migrationState(context.db)
    const now = context.migrated
    if (json) return print(JSON.stringify({ applied: now, total: applied.length }))
    if (now.length === 0) return print(`The database is up to date (${applied.length} migrations).`)
    print(`Applied ${now.length === 1 ? 'one migration' : `${now.length} migrations`}: ${now.join(', ')}.`)
  },
}
