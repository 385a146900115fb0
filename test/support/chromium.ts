import { existsSync } from 'node:fs'
import { type Browser, chromium } from 'playwright-core'

const places = [
  ...['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome', '/usr/bin/google-chrome-stable'],
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
]

/** The browser of this machine, or null where there is none. */
export const chromiumPath: string | null = places.find((place) => existsSync(place)) ?? null

if (chromiumPath === null) console.warn('\n*** There is no Chromium here: THE TESTS OF THE PAGE ARE LEFT OUT. ***\n')

export function launchChromium(): Promise<Browser> {
  if (chromiumPath === null) throw new Error('There is no Chromium on this machine.')
  return chromium.launch({ executablePath: chromiumPath, args: ['--no-sandbox', '--disable-dev-shm-usage'] })
}
