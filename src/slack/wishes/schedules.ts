import type { Wish } from '../../wishes/wish.ts'
import type { Turn } from '../turn.ts'
import { tell } from './tell.ts'

export const scheduleAnswer = (turn: Turn, _: Extract<Wish, { kind: 'schedule' }>) => tell(turn, 'Not yet.')
export const listOwnSchedules = (turn: Turn) => tell(turn, 'Not yet.')
export const changeSchedule = (turn: Turn, _: Wish) => tell(turn, 'Not yet.')
