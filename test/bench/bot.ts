import { readConfig } from '../../src/config.ts'
import { openContext } from '../../src/context.ts'
import { startJobs } from '../../src/jobs/jobs.ts'
import { startSlack } from '../../src/slack/app.ts'

/** The bot in a process of its own, as `npm start` has it: bot.ts API_URL BOT_TOKEN APP_TOKEN, over IPC. */
const [apiUrl = '', botToken = '', appToken = ''] = process.argv.slice(2)
await using shop = await openContext(readConfig())
await using slack = await startSlack(shop, { apiUrl, botToken, appToken })
await using _jobs = startJobs(shop, slack)
process.send?.('ready')
// Any other message asks how much memory it takes, in bytes.
await new Promise<void>((stop) => {
  process.on('message', (asked) => (asked === 'stop' ? stop() : process.send?.(process.memoryUsage.rss())))
})
process.disconnect()
