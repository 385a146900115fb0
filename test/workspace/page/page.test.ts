import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { chromiumPath, launchChromium } from '../../support/chromium.ts'
import { charts, everyTextBlock, hostile, inputBlocks } from './blocks.ts'
import { type Fixture, openFixture } from './fixture.ts'

let browser: Browser
let fixture: Fixture
let page: Page
let complaints: string[]

beforeAll(async () => {
  if (chromiumPath === null) return
  browser = await launchChromium()
  page = await browser.newPage({ reducedMotion: 'reduce' })
  page.setDefaultTimeout(10_000)
  page.on('console', (message) => /error|warning/.test(message.type()) && complaints.push(message.text()))
  page.on('pageerror', (error) => complaints.push(String(error)))
})

afterAll(async () => browser?.close())

beforeEach(async () => {
  if (chromiumPath === null) return
  fixture = await openFixture()
  complaints = []
  await page.setViewportSize({ width: 1440, height: 900 })
  await page.emulateMedia({ colorScheme: 'light' })
})

afterEach(async () => {
  if (chromiumPath === null) return
  await page.goto('about:blank')
  await fixture[Symbol.asyncDispose]()
  expect(complaints, 'what the browser complains of: errors, and breaches of the content security policy').toEqual([])
})

async function open(place: string): Promise<void> {
  await page.goto(`${fixture.url}#${place}`)
  await page.waitForSelector('.main, .sidebar')
}

const composer = () => page.locator('.main .composer-field')
const acts = (kind: string) => fixture.acts.filter(({ act }) => act.kind === kind).map(({ act }) => act)
const rows = () => page.locator('.data-table tbody tr').allInnerTexts()

describe.skipIf(chromiumPath === null)('the page', () => {
  describe('draws', () => {
    test('every block, and says so where it cannot', async () => {
      await open('U0DANA/C0BACK')
      for (const { type } of [...everyTextBlock, ...charts]) {
        const block = page.locator(`[data-block="${type}"]`).first()
        expect(await block.innerHTML(), type).not.toBe('')
      }
      expect(await page.locator('.unknown').allInnerTexts()).toEqual(['cannot draw hologram'])
    })

    test('a chart with its axes, its colours and the same figures in words', async () => {
      await open('U0DANA/C0BACK')
      const line = page.locator('.chart').first()
      expect(await line.locator('svg text').allTextContents()).toEqual(
        expect.arrayContaining(['Oct 2026', 'Month', 'Revenue in $', '40K']),
      )
      expect(await line.locator('.legend').innerText()).toContain('Last year')
      await line.locator('svg').focus()
      await page.keyboard.press('ArrowRight')
      await page.keyboard.press('ArrowRight')
      expect(await line.locator('.tooltip').innerText()).toMatch(/Jul 2026[\s\S]*38,900[\s\S]*37,500/)
      await line.getByText('Show the figures').click()
      expect(await line.locator('tbody tr').nth(4).innerText()).toBe('Oct 2026\t52,100\t44,700')
    })

    test('what others wrote as text, never as markup', async () => {
      await open('U0DANA/C0FLOOR')
      expect(await page.locator('.message .text').innerText()).toBe(hostile.replaceAll('*', ''))
      await open('U0DANA/C0BACK')
      expect(await page.locator('.field').last().innerText()).toBe(hostile)
      expect(
        await page
          .locator('[data-block="section"] a')
          .evaluateAll((all) => all.map((each) => each.getAttribute('href'))),
      ).toEqual(['https://example.com'])
      expect(await page.locator('#workspace :is(script, iframe, img)').count()).toBe(0)
      expect(await page.title()).not.toContain('pwned')
    })

    test('a picture only from this server, and otherwise what it shows', async () => {
      await open('U0DANA/C0BACK')
      expect(await page.locator('[data-block="image"]').innerText()).toContain('A teapot')
    })

    test('what the app says to one person as visible to them alone', async () => {
      await open('U0DANA/C0GENERAL')
      expect(await page.locator('.ephemeral').innerText()).toContain('Only visible to you')
      await open('U0NOOR/C0GENERAL')
      await page.waitForSelector('text=You are Noor')
      expect(await page.locator('.ephemeral').count()).toBe(0)
    })

    test('that the app is at work', async () => {
      const asked = fixture.post({ channel: 'D0DANA', user: 'U0DANA', text: 'how many customers' })
      fixture.change({ statuses: [{ channel: 'D0DANA', threadTs: asked.ts, text: 'is looking …' }] })
      await open(`U0DANA/D0DANA/${asked.ts}`)
      expect(await page.locator('.status').innerText()).toBe('Regulars is looking')
      const streaming = [{ id: '1', title: 'Counting', status: 'in_progress' as const }]
      fixture.change({ statuses: [] })
      fixture.post({ channel: 'D0DANA', threadTs: asked.ts, streaming })
      await page.waitForSelector('.task:has-text("Counting")')
      expect(await page.locator('.status').count()).toBe(0)
    })

    test('the Home tab', async () => {
      await open('U0DANA/D0DANA')
      await page.getByRole('tab', { name: 'Home' }).click()
      await page.getByRole('button', { name: 'Add a person' }).click()
      await expect.poll(() => acts('open')).toContainEqual({ kind: 'open', tab: 'home' })
      await expect
        .poll(() => acts('click'))
        .toMatchObject([{ in: { view: 'V0HOME' }, actionId: 'staff_add', blockId: 'home-actions' }])
    })
  })

  describe('a table', () => {
    beforeEach(async () => {
      await open('U0DANA/D0DANA')
      await page.waitForSelector('.data-table')
    })

    test('turns its pages', async () => {
      expect((await rows()).length).toBe(5)
      await page.getByRole('button', { name: 'Next page' }).click()
      await page.getByRole('button', { name: 'Next page' }).click()
      expect(await rows()).toHaveLength(2)
      expect(await page.locator('.table-foot').innerText()).toContain('11–12 of 12 rows')
      expect(await page.getByRole('button', { name: 'Next page' }).isDisabled()).toBe(true)
    })

    test('sorts numbers by their size, first the largest, then the smallest, then as it came', async () => {
      const orders = page.getByRole('button', { name: 'Orders' })
      await orders.click()
      expect((await rows())[0]).toContain('Gia Conti')
      await orders.click()
      expect((await rows())[0]).toContain('<!channel>')
      expect(await page.locator('th', { hasText: 'Orders' }).getAttribute('aria-sort')).toBe('ascending')
      await orders.click()
      expect((await rows())[0]).toContain('Ana Silva')
    })

    test('is narrowed down by a word without losing what is typed when news comes', async () => {
      const filter = page.getByLabel('Filter rows')
      await filter.fill('wick')
      expect(await rows()).toHaveLength(4)
      fixture.post({ channel: 'C0GENERAL', user: 'U0NOOR', text: 'news' })
      await page.waitForSelector('.channel-link.unread')
      await filter.pressSequentially('er')
      expect(await filter.inputValue()).toBe('wicker')
    })
  })

  describe('clicks', () => {
    beforeEach(() => open('U0DANA/D0DANA'))

    test('reach the app with their place and value', async () => {
      await page.getByRole('button', { name: 'Chart' }).click()
      await expect
        .poll(() => acts('click'))
        .toMatchObject([{ kind: 'click', in: { channel: 'D0DANA' }, blockId: 'answer', actionId: 'answer_view' }])
    })

    test('ask first where the app wants that', async () => {
      await page.getByRole('button', { name: 'Delete', exact: true }).click()
      await page.getByRole('alertdialog').getByRole('button', { name: 'Keep' }).click()
      expect(acts('click')).toEqual([])
      await page.getByRole('button', { name: 'Delete', exact: true }).click()
      await page.getByRole('alertdialog').getByRole('button', { name: 'Delete' }).click()
      await expect.poll(() => acts('click')).toMatchObject([{ actionId: 'answer_delete' }])
    })

    test('in a menu say which line was chosen', async () => {
      await page.locator('.button-icon').click()
      await page.getByRole('menuitem', { name: 'For e-mail' }).click()
      await expect
        .poll(() => acts('click'))
        .toMatchObject([{ actionId: 'answer_csv', chosen: { selected_option: { value: 'A1:email' } } }])
    })

    test('of a verdict stay pressed', async () => {
      const right = page.getByRole('button', { name: "That's right" })
      await right.click()
      expect(await right.getAttribute('aria-pressed')).toBe('true')
      await expect
        .poll(() => acts('click'))
        .toMatchObject([{ actionId: 'answer_verdict', chosen: { value: 'A1:right' } }])
    })

    test('unfold how an answer came about', async () => {
      expect(await page.getByText('Cancelled orders are left out').count()).toBe(0)
      await page.getByRole('button', { name: 'How I got this' }).click()
      expect(await page.getByText('Cancelled orders are left out').isVisible()).toBe(true)
    })

    test('choose from what the app finds for a few letters', async () => {
      await open('U0DANA/C0BACK')
      await page.getByRole('button', { name: 'Find a customer' }).click()
      await page.keyboard.type('oka')
      await page.getByRole('option', { name: 'Cal Okafor' }).click()
      await expect.poll(() => acts('suggest')).toMatchObject([{ actionId: 'customer', value: 'oka' }])
      await expect
        .poll(() => acts('click'))
        .toMatchObject([{ actionId: 'customer', chosen: { selected_option: { value: 'cal-okafor' } } }])
    })
  })

  describe('the composer', () => {
    beforeEach(() => open('U0DANA/C0GENERAL'))

    test('sends with Enter and begins a line with Shift and Enter', async () => {
      await composer().pressSequentially('one')
      await composer().press('Shift+Enter')
      await composer().pressSequentially('two')
      await composer().press('Enter')
      await page.waitForSelector('.message:has-text("one")')
      await expect.poll(() => acts('say')).toEqual([{ kind: 'say', channel: 'C0GENERAL', text: 'one\ntwo' }])
      expect(await composer().inputValue()).toBe('')
    })

    test('offers commands with what they do', async () => {
      await composer().pressSequentially('/')
      expect(await page.getByRole('option').allInnerTexts()).toHaveLength(4)
      await composer().press('ArrowDown')
      await composer().press('Enter')
      await composer().pressSequentially('Ana Silva | likes tea')
      await composer().press('Enter')
      await expect
        .poll(() => acts('slash'))
        .toEqual([{ kind: 'slash', channel: 'C0GENERAL', command: '/note', text: 'Ana Silva | likes tea' }])
    })

    test('does not say aloud a command that does not exist', async () => {
      await composer().pressSequentially('/nope now')
      await composer().press('Enter')
      expect(await page.locator('.toast').innerText()).toContain('/nope is not a command')
      expect(await composer().inputValue()).toBe('/nope now')
      expect(acts('say')).toEqual([])
    })

    test('completes names', async () => {
      await composer().pressSequentially('hi @no')
      await composer().press('Tab')
      expect(await composer().inputValue()).toBe('hi @Noor Haddad ')
    })

    test('keeps what is typed when news comes and when one looks elsewhere', async () => {
      await composer().pressSequentially('half a sen')
      fixture.post({ channel: 'C0GENERAL', user: 'U0NOOR', text: 'in between' })
      await page.waitForSelector('text=in between')
      await composer().pressSequentially('tence')
      expect(await composer().inputValue()).toBe('half a sentence')
      await page.getByRole('button', { name: 'shop-floor' }).click()
      await page.getByRole('button', { name: 'general' }).click()
      expect(await composer().inputValue()).toBe('half a sentence')
    })
  })

  describe('messages', () => {
    test('open their thread, which is answered in the pane beside', async () => {
      await open('U0DANA/C0GENERAL')
      await page.getByRole('button', { name: '2 replies' }).click()
      const pane = page.locator('.thread-pane')
      expect(await pane.locator('.data-table').isVisible()).toBe(true)
      await pane.locator('.composer-field').fill('thanks')
      await pane.locator('.composer-field').press('Enter')
      await pane.locator('.message:has-text("thanks")').waitFor()
      await expect
        .poll(() => acts('say'))
        .toMatchObject([{ channel: 'C0GENERAL', text: 'thanks', threadTs: expect.any(String) }])
      await page.reload()
      expect(await pane.locator('.message:has-text("thanks")').isVisible()).toBe(true)
    })

    test('are edited and deleted by those who wrote them', async () => {
      await open('U0DANA/C0GENERAL')
      const own = page.locator('.message', { hasText: 'who are our lapsed top customers?' })
      await own.hover()
      await own.getByRole('button', { name: 'More actions' }).click()
      await page.getByRole('menuitem', { name: 'Edit message' }).click()
      const editor = page.getByLabel('Edit message')
      expect(await editor.inputValue()).toBe('@Regulars who are our lapsed top customers?')
      await editor.fill('@Regulars who is new?')
      await editor.press('Enter')
      await expect.poll(() => acts('edit')).toMatchObject([{ text: '@Regulars who is new?' }])
    })

    test('offer the shortcuts of the app', async () => {
      await open('U0DANA/C0GENERAL')
      const message = page.locator('.message', { hasText: 'teapots' })
      await message.hover()
      await message.getByRole('button', { name: 'More actions' }).click()
      expect(await page.getByRole('menuitem', { name: 'Edit message' }).count()).toBe(0)
      await page.getByRole('menuitem', { name: 'Log as note' }).click()
      await expect.poll(() => acts('shortcut')).toMatchObject([{ callbackId: 'log_note', channel: 'C0GENERAL' }])
    })

    test('stand beside what the app offers everywhere', async () => {
      fixture.change({ shortcuts: [{ callbackId: 'new_note', name: 'New note', type: 'global' }] })
      await open('U0DANA/C0GENERAL')
      await page.locator('.main').getByRole('button', { name: 'Shortcuts' }).click()
      await page.getByRole('menuitem', { name: 'New note' }).click()
      await expect.poll(() => acts('shortcut')).toEqual([{ kind: 'shortcut', callbackId: 'new_note' }])
    })

    test('carry files that are downloaded under their names', async () => {
      await open('U0DANA/C0GENERAL')
      const [download] = await Promise.all([page.waitForEvent('download'), page.locator('a.file').click()])
      expect(download.suggestedFilename()).toBe('lapsed-top-customers.csv')
    })

    test('of others count as new until they are looked at', async () => {
      await open('U0DANA/D0DANA')
      fixture.post({ channel: 'C0GENERAL', user: 'U0NOOR', text: 'hello' })
      await page.waitForSelector('.channel-link:has-text("general") .count')
      await page.getByRole('button', { name: 'general' }).click()
      expect(await page.locator('.count').count()).toBe(0)
    })

    test('scroll along when they are at their end, and stay when one reads further up', async () => {
      await open('U0DANA/C0BACK')
      const list = page.locator('.messages')
      const place = () =>
        list.evaluate((node) => [node.scrollTop, node.scrollHeight - node.clientHeight - node.scrollTop])
      fixture.post({ channel: 'C0BACK', user: 'U0ADA', text: 'newest' })
      await page.waitForSelector('text=newest')
      expect((await place())[1]).toBeLessThan(2)
      await list.evaluate((node) => node.scrollTo(0, 200))
      fixture.post({ channel: 'C0BACK', user: 'U0ADA', text: 'newer still' })
      await page.waitForSelector('text=newer still')
      expect((await place())[0]).toBe(200)
      await page.getByRole('button', { name: 'New messages' }).click()
      expect((await place())[1]).toBeLessThan(2)
      expect(await page.getByRole('button', { name: 'New messages' }).count()).toBe(0)
    })
  })

  describe('with the app', () => {
    test('a suggested question is one click, and what is typed next goes on with it', async () => {
      await open('U0NOOR/D0NOOR')
      await page.getByRole('button', { name: 'Win-back list' }).click()
      await page.waitForSelector('.open-bar:has-text("Who are our lapsed top customers")')
      await composer().fill('only in Chicago')
      await composer().press('Enter')
      await page.waitForSelector('.under .message')
      const [first, second] = acts('say') as [object, object]
      expect(first).toEqual({ kind: 'say', channel: 'D0NOOR', text: 'Who are our lapsed top customers?' })
      expect(second).toMatchObject({ text: 'only in Chicago', threadTs: expect.any(String) })
    })

    test('a new conversation begins where one wants it to', async () => {
      await open('U0DANA/D0DANA')
      await page.getByRole('button', { name: 'New conversation' }).click()
      await composer().fill('how many customers')
      await composer().press('Enter')
      await expect.poll(() => acts('say')).toEqual([{ kind: 'say', channel: 'D0DANA', text: 'how many customers' }])
      await page.waitForSelector('.open-bar:has-text("how many customers")')
    })
  })

  describe('a modal', () => {
    beforeEach(async () => {
      await open('U0DANA/C0GENERAL')
      await composer().focus()
      fixture.open({})
      await page.getByRole('dialog').waitFor()
    })

    test('says what is missing under its field, and what the app refuses', async () => {
      await page.getByLabel('How many').fill('11')
      await page.getByRole('button', { name: 'Save' }).click()
      expect(await page.locator('.field-error:not(:empty)').allInnerTexts()).toEqual([
        'Please fill in this field.',
        'At most 10, please.',
      ])
      await page.getByLabel('How many').fill('4')
      await page.getByLabel('Name').fill('taken')
      await page.getByRole('button', { name: 'Save' }).click()
      await page.waitForSelector('.field-error:has-text("There is a segment of this name already.")')
      expect(await page.getByLabel('Name').inputValue()).toBe('taken')
    })

    test('sends all that it holds in the shape of Slack', async () => {
      await page.getByLabel('Name').fill('Chicago VIPs')
      await page.getByRole('button', { name: 'Role' }).click()
      await page.getByRole('option', { name: 'Manager' }).click()
      await page.getByRole('button', { name: 'Customer' }).click()
      await page.keyboard.type('ana')
      await page.getByRole('option', { name: 'Ana Silva' }).click()
      await page.getByLabel('Own store').check()
      await page.getByRole('button', { name: 'Save' }).click()
      await expect.poll(() => acts('submit')).toHaveLength(1)
      const [{ values }] = acts('submit') as unknown as [{ values: Record<string, { it: object }> }]
      expect(Object.keys(values)).toEqual(
        inputBlocks.filter(({ type }) => type === 'input').map(({ block_id }) => block_id),
      )
      expect(values.Name).toEqual({ it: { type: 'plain_text_input', value: 'Chicago VIPs' } })
      expect(values.Role).toMatchObject({ it: { type: 'static_select', selected_option: { value: 'manager' } } })
      expect(values.Customer).toMatchObject({ it: { selected_option: { value: 'ana-silva' } } })
      expect(values.From).toEqual({ it: { type: 'datepicker', selected_date: '2026-11-23' } })
      expect(values.Scope).toMatchObject({ it: { selected_option: { value: 'store' } } })
      expect(values.Kinds).toEqual({ it: { type: 'checkboxes', selected_options: [] } })
    })

    test('keeps the keyboard inside and closes on Escape', async () => {
      for (let step = 0; step < 40; step++) await page.keyboard.press('Tab')
      expect(await page.evaluate(() => document.activeElement?.closest('[role="dialog"]') !== null)).toBe(true)
      await page.keyboard.press('Escape')
      await page.getByRole('dialog').waitFor({ state: 'detached' })
      expect(await page.evaluate(() => document.activeElement?.className)).toBe('composer-field')
      await expect.poll(() => acts('close')).toHaveLength(1)
    })

    test('lies on the one before it', async () => {
      await page.getByLabel('Name').fill('below')
      fixture.open({ title: 'On top', blocks: [] })
      await page.waitForSelector('text=On top')
      await page.getByRole('button', { name: 'Back', exact: true }).click()
      await page.waitForSelector('text=Save as segment')
      expect(await page.getByLabel('Name').inputValue()).toBe('below')
    })
  })

  describe('people', () => {
    test('begin as the first of them, and change places', async () => {
      await page.goto(fixture.url)
      await page.getByRole('button', { name: /You are Dana Reyes, Manager/ }).click()
      await page.getByRole('menuitemradio', { name: 'Noor Haddad' }).click()
      await page.waitForSelector('text=You are Noor · Associate')
      expect(await page.locator('.channel-name').allInnerTexts()).not.toContain('back-office')
      expect(page.url()).toContain('#U0NOOR/D0NOOR')
      await page.reload()
      await page.waitForSelector('text=You are Noor · Associate')
    })

    test('hear what Slack itself would tell them', async () => {
      await open('U0DANA/C0GENERAL')
      await page.waitForSelector('.message')
      fixture.notify('/ask did not answer within 3 seconds')
      expect(await page.locator('.toast').innerText()).toContain('/ask did not answer within 3 seconds')
    })
  })

  test('is used with the keyboard alone', async () => {
    await open('U0DANA/D0DANA')
    await page.waitForSelector('.data-table')
    await page.getByRole('button', { name: 'general' }).focus()
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('ArrowUp')
    await page.keyboard.press('Enter')
    await page.waitForSelector('.message:has-text("teapots")')
    await page.keyboard.press('F6')
    await page.keyboard.type('@reg')
    await page.keyboard.press('Tab')
    await page.keyboard.type('hello')
    await page.keyboard.press('Enter')
    await page.waitForSelector('.message:has-text("@Regulars hello")')
    await page.locator('.message').last().focus()
    await page.keyboard.press('ArrowUp')
    await page.keyboard.press('ArrowUp')
    await page.keyboard.press('Tab')
    expect(await page.evaluate(() => document.activeElement?.textContent)).toContain('2 replies')
    await page.keyboard.press('Tab')
    await page.keyboard.press('Tab')
    await page.keyboard.press('Enter')
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Enter')
    await page.getByRole('button', { name: '2 replies' }).focus()
    await page.keyboard.press('Enter')
    await page.waitForSelector('.thread-pane')
    await page.keyboard.press('Escape')
    await page.waitForSelector('.thread-pane', { state: 'detached' })
    await page.locator('.person-switch').focus()
    await page.keyboard.press('Enter')
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Enter')
    await page.waitForSelector('text=You are Noor')
  })

  test('shows one pane at a time where it is narrow', async () => {
    await page.setViewportSize({ width: 390, height: 800 })
    await open('U0DANA/C0GENERAL')
    await page.getByRole('button', { name: '2 replies' }).click()
    expect(await page.locator('.main, .sidebar').count()).toBe(0)
    await page.getByRole('button', { name: 'Back to the channel' }).click()
    await page.getByRole('button', { name: 'Back to the channels' }).click()
    await page.getByRole('button', { name: 'Regulars' }).click()
    await page.waitForSelector('.data-table')
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
    expect(overflow).toBeLessThanOrEqual(0)
  })

  test('is light or dark as the system is, until somebody chooses', async () => {
    await page.emulateMedia({ colorScheme: 'dark' })
    await open('U0DANA/C0GENERAL')
    expect(await page.locator('html').getAttribute('data-theme')).toBe('dark')
    await page.getByRole('button', { name: 'Change to light colours' }).click()
    await page.reload()
    expect(await page.locator('html').getAttribute('data-theme')).toBe('light')
  })
})
