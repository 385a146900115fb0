import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { dana, hank, openStory, type Story, textOf } from './support.ts'

let story: Story
beforeAll(async () => {
  story = await openStory()
})
afterAll(() => story[Symbol.asyncDispose]())

describe('asking in a channel', () => {
  test('a mention is answered in its thread with a table', async () => {
    const reply = await story.ask(dana, 'top 3 customers')
    expect(reply.blocks.map(({ type }) => type)).toContain('data_table')
    expect(textOf(reply)).toContain('Ana')
  })

  test('a direct message is answered in a thread under it', async () => {
    const reply = await story.tell(hank, 'how many customers do we have')
    expect(reply.threadTs).toBeDefined()
    expect(textOf(reply)).toContain('8')
  })
})
