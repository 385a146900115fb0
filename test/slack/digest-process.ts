import { flushCompileCache } from 'node:module'
import { clock } from '../../src/context.ts'
import { openPools } from '../../src/db/database.ts'
import { readSettings } from '../../src/db/settings.ts'
import { sendDigests } from '../../src/jobs/morning.ts'
import { silentLog } from '../../src/log.ts'
import { startSlack } from '../../src/slack/app.ts'
import { today } from '../ask/cast.ts'

/** The app sending digests in a process of its own, to be killed: node digest-process.ts DATABASE API_URL BOT_TOKEN APP_TOKEN LEASE_MS */
const [url = '', apiUrl = '', botToken = '', appToken = '', leaseMs = '2000'] = process.argv.slice(2)
const { db, reader } = openPools(url)
const shop = {
  ...{ db, reader, settings: await readSettings(db), now: clock, today: () => today, log: silentLog },
  ...{ home: '/nonexistent', embedded: false, migrated: [] },
  [Symbol.asyncDispose]: async () => {},
}
const app = await startSlack(shop, { botToken, appToken, apiUrl })
process.stdout.write('ready\n')
// It is killed, and would write nothing.
flushCompileCache()
for (;;) {
  await sendDigests(shop, app, Number(leaseMs)).catch(() => {})
  await new Promise((resolve) => setTimeout(resolve, 150))
}
