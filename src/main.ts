import { readFile } from 'node:fs/promises'
import { claimCode } from './access/claim.ts'
import { leaveTrial } from './access/trial.ts'
import { openFilled } from './cli/sample-first.ts'
import { type Config, readConfig } from './config.ts'
import type { Context } from './context.ts'
import { UserError } from './errors.ts'
import { startJobs } from './jobs/jobs.ts'
import { type SlackOptions, startSlack } from './slack/app.ts'
import { handlePage } from './workspace/page/handler.ts'
import { TRIAL_USERS, trialOptions } from './workspace/trial.ts'
import type { Workspace } from './workspace/types.ts'
import { openWorkspace } from './workspace/workspace.ts'

/** config → shop → Slack, or the workspace that stands in for it → jobs → until it is stopped */
async function main(stop: Promise<unknown>): Promise<void> {
  const config = readConfig()
  await using open = new AsyncDisposableStack()
  const shop = open.use(await openFilled(config, {}, terminal, { unscored: true }))
  const workspace = config.slack.botToken === undefined ? open.use(await openTrial(shop, config)) : null
  if (workspace === null) await leaveTrial(shop.db, TRIAL_USERS)
  const slack = open.use(await startSlack(shop, workspace ? inTrial(workspace) : inSlack(config)))
  if (workspace !== null) await slack.bringBackDigests()
  open.use(startJobs(shop, slack))
  print(await welcome(shop, workspace?.url ?? null, slack.teamName))
  await stop
  print('Stopping: what is under way is finished first.')
}

const print = (text: string): void => void process.stdout.write(`${text}\n`)
const say = (text: string): void => void process.stderr.write(`${text}\n`)
const terminal = { positionals: [], flags: {}, json: false, as: undefined, print: say, say }

/** The real one: Socket Mode with an app token, HTTP with a signing secret alone. */
function inSlack({ slack, port }: Config): SlackOptions {
  const { botToken = '', appToken, signingSecret } = slack
  return {
    botToken,
    ...(appToken !== undefined && { appToken }),
    ...(signingSecret !== undefined && { signingSecret }),
    ...(port !== undefined && { port }),
  }
}

const inTrial = ({ botToken, appToken, apiUrl }: Workspace): SlackOptions => ({ botToken, appToken, apiUrl })

/** The workspace in the browser, with colleagues of the shop to switch between; it listens on this machine alone. */
async function openTrial({ db, settings }: Context, { port }: Config): Promise<Workspace> {
  const staff = await db
    .selectFrom('staff')
    .leftJoin('stores', 'stores.id', 'staff.store_id')
    .select(['staff.name', 'staff.email', 'staff.role', 'stores.name as store', 'staff.slack_user_id as slackUserId'])
    .where('staff.active', '=', true)
    .orderBy('staff.id')
    .execute()
  const manifest = await readFile(new URL('../manifest.yml', import.meta.url), 'utf8')
  const { name: shopName, timeZone } = settings
  const options = trialOptions({ manifest, shopName, timeZone, staff, ...(port !== undefined && { port }) })
  return openWorkspace(options, handlePage)
}

async function welcome({ db, settings }: Context, page: string | null, team: string): Promise<string> {
  const { customers } = await db
    .selectFrom('customer_summaries')
    .select(db.fn.countAll<number>().as('customers'))
    .executeTakeFirstOrThrow()
  const code = await claimCode(db)
  return [
    `${settings.name}: ${customers.toLocaleString('en-US')} customers.`,
    page === null ? `Regulars is in Slack, in ${team}. Mention it in a channel or write to it.` : `Open ${page}`,
    ...(code === null
      ? []
      : [
          `Nobody administers Regulars yet. Write to it in ${page === null ? 'Slack' : 'the workspace'}: claim ${code}`,
        ]),
    ...(page === null ? [] : ['', 'In the terminal:     npm run -s ask -- "who are our lapsed top customers"']),
    ...(page === null ? [] : ['Your own customers:  npm run -s cli -- import FOLDER']),
    ...(page === null ? [] : ['Your own Slack:      README.md, “In your Slack”']),
    '',
    'Ctrl-C stops it.',
  ].join('\n')
}

/** Ctrl-C, or the service manager. A second one does not wait. */
const stopped = new Promise<void>((resolve) => {
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => {
      process.once(signal, () => process.exit(1))
      resolve()
    })
})

try {
  await main(stopped)
} catch (error) {
  if (!(error instanceof UserError)) throw error
  say([error.message, error.hint].filter(Boolean).join('\n'))
  process.exitCode = 1
}
