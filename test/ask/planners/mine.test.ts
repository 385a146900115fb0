import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Asker, administrator } from '../../../src/access/asker.ts'
import { ask } from '../../../src/ask/ask.ts'
import { nameMine, withMine } from '../../../src/ask/planners/mine.ts'
import { createOfflinePlanner } from '../../../src/ask/planners/offline/offline.ts'
import { peopleLookup } from '../../../src/ask/planners/offline/people.ts'
import { loadVocabulary } from '../../../src/ask/planners/offline/vocabulary.ts'
import { emptyThread } from '../../../src/ask/threads.ts'
import { asker, associate } from '../../support/askers.ts'
import { type TestDatabase, testDatabase } from '../../support/database.ts'
import { contextOf } from '../asking.ts'
import { openCast, today } from '../cast.ts'
import { catalog, rules } from '../plan-words.ts'

describe('what is theirs is asked for by the colleague’s own name', () => {
  const hank = { ...associate, storeName: 'River Road' }
  test.each<[asked: string, named: string | null]>([
    ['who are my lapsed top customers', 'who are Hank Dombrowski’s lapsed top customers'],
    ['My own buyers', 'Hank Dombrowski’s buyers'],
    ['my top 10 customers', 'Hank Dombrowski’s top 10 customers'],
    ['only mine', 'only Hank Dombrowski’s customers'],
    ['customers assigned to me', 'customers assigned to Hank Dombrowski'],
    ['customers I look after', 'customers Hank Dombrowski looks after'],
    ['my open follow-ups', 'Hank Dombrowski’s open follow-ups'],
    ['follow-ups assigned to me', 'Hank Dombrowski’s follow-ups'],
    ['sales at my store', 'sales at the River Road store'],
    ['my best products for customers', null],
    ['our top customers', null],
    ['my best selling products', null],
    ['customers who bought a mine lamp', null],
  ])('%s', (asked, named) => {
    expect(nameMine(asked, hank)?.text ?? null).toBe(named)
  })

  test('but in the terminal there is no colleague', () => {
    expect(nameMine('my customers at my store', administrator)).toBeNull()
  })
})

describe('“my customers”', () => {
  let shop: TestDatabase
  beforeAll(async () => {
    shop = await testDatabase()
    await openCast(shop.db)
  })
  afterAll(() => shop[Symbol.asyncDispose]())

  const rowsFor = async (text: string, who: Asker) => {
    const planner = createOfflinePlanner({
      catalog,
      vocabulary: await loadVocabulary(shop.reader),
      people: peopleLookup(shop.reader, () => today),
      calendar: rules,
      country: 'US',
      topPercent: 20,
      today: () => today,
    })
    const context = contextOf(shop, { planner: withMine(planner, shop.reader) })
    const reply = await ask({ text, asker: who, thread: emptyThread }, context)
    if (reply.kind !== 'answer') throw new Error(JSON.stringify(reply))
    return { refs: reply.rows.map((row) => row[0]), notes: reply.notes.map((note) => note.text) }
  }
  const note = 'Read “my” as those you look after; “our customers” are everybody’s.'

  test('are those whom the asker looks after, and the answer says so', async () => {
    const { refs, notes } = await rowsFor('show me my customers', await asker(shop.db, 'dana@cast.example'))
    expect(refs).toEqual(['A1', 'B1'])
    expect(notes).toContain(note)
  })

  test('are everybody’s to somebody who looks after nobody', async () => {
    await shop.db.insertInto('staff').values({ email: 'noor@cast.example', name: 'Noor Newcomer' }).execute()
    const { refs, notes } = await rowsFor('show me my customers', await asker(shop.db, 'noor@cast.example'))
    expect(refs).toHaveLength(8)
    expect(notes).not.toContain(note)
  })
})
