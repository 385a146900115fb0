import { flushCompileCache } from 'node:module'
import { setTimeout as wait } from 'node:timers/promises'
import { openOfflinePlanner } from '../../src/ask/planners/open.ts'
import { clock } from '../../src/context.ts'
import { openPools } from '../../src/db/database.ts'
import { readSettings } from '../../src/db/settings.ts'
import { silentLog } from '../../src/log.ts'
import { startSlack } from '../../src/slack/app.ts'
import { today } from '../ask/cast.ts'

/** The app in a process of its own, to be killed: node bot-process.ts DATABASE API_URL BOT_TOKEN APP_TOKEN THINKING_MS STREAM_AFTER_MS */
const [url = '', apiUrl = '', botToken = '', appToken = '', thinkingMs = '0', streamAfterMs = '30000'] =
  process.argv.slice(2)
const { db, reader } = openPools(url)
const shop = {
  db,
  reader,
  settings: await readSettings(db),
  now: clock,
  today: () => today,
  log: silentLog,
  home: '/nonexistent',
  embedded: false,
  migrated: [],
  [Symbol.asyncDispose]: async () => {},
}
const app = await startSlack(shop, {
  botToken,
  appToken,
  apiUrl,
  streamAfterMs: Number(streamAfterMs),
  openPlanner: async (context, catalog) => {
    const planner = await openOfflinePlanner(context, catalog)
    return {
      plan: async (question, thread, asker) => {
        if (question.includes('top 3')) await wait(Number(thinkingMs))
        return planner.plan(question, thread, asker)
      },
    }
  },
})
process.stdout.write('ready\n')
// It is killed, and would write nothing.
flushCompileCache()
setInterval(() => void app.sweep().catch(() => {}), 500)
