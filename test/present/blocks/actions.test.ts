import { describe, expect, test } from 'vitest'
import { type AnswerAction, answerActions, readAction } from '../../../src/present/blocks/actions.ts'

const click = (action_id: string, value: string) => ({
  type: 'button',
  action_id,
  value,
  block_id: 'x',
  action_ts: '1.2',
})
const choose = (action_id: string, value: string) => ({ type: 'overflow', action_id, selected_option: { value } })

describe('a click', () => {
  test.each<[action: object, read: AnswerAction]>([
    [click('answer_csv', '17:all'), { kind: 'csv', channel: 'all', answerId: '17' }],
    [click('answer_csv', '17'), { kind: 'csv', channel: 'all', answerId: '17' }],
    [choose('answer_csv_for', '17:sms'), { kind: 'csv', channel: 'sms', answerId: '17' }],
    [click('answer_delete', '17'), { kind: 'delete', answerId: '17' }],
    [click('answer_view', '17:chart'), { kind: 'view', view: 'chart', answerId: '17' }],
    [click('answer_page_back', '17:0'), { kind: 'page', page: 0, answerId: '17' }],
    [click('answer_page_on', '17:12'), { kind: 'page', page: 12, answerId: '17' }],
    [click('answer_next_2', '17'), { kind: 'next', at: 2, answerId: '17' }],
    [click('answer_relax_0', '17'), { kind: 'relax', at: 0, answerId: '17' }],
    [click('clarify_9', '17'), { kind: 'clarify', at: 9, answerId: '17' }],
    [click('suggest_4', '17'), { kind: 'suggest', at: 4, answerId: '17' }],
    [click('answer_segment', '17'), { kind: 'segment', answerId: '17' }],
    [click('answer_verdict', '17:wrong'), { kind: 'verdict', verdict: 'wrong', answerId: '17' }],
    [click('answer_verdict_right', '17:right'), { kind: 'verdict', verdict: 'right', answerId: '17' }],
    [click('answer_show', '17'), { kind: 'show', answerId: '17' }],
    [click('more_rows', '17'), { kind: 'more', answerId: '17' }],
  ])('%j is read', (action, read) => {
    expect(readAction(action)).toEqual(read)
    expect((action as { action_id: string }).action_id).toMatch(answerActions)
  })

  test.each([
    null,
    {},
    click('home_settings', '17'),
    click('answer_view', '17:sideways'),
    click('answer_view', '17'),
    click('answer_csv', '17:fax'),
    click('answer_page_on', '17:-1'),
    click('answer_page_on', '17:999999999'),
    click('answer_verdict', '17:maybe'),
    click('clarify_100', '17'),
    click('clarify', '17'),
    click('answer_delete', ''),
    click('answer_delete', '17; drop table answers'),
    { action_id: 'answer_delete' },
    { action_id: 'answer_csv_for', selected_option: null },
  ])('%j is none of an answer’s', (action) => {
    expect(readAction(action)).toBeNull()
  })
})
