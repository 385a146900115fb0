import type { ExportChannel } from '../../present/blocks/actions.ts'
import { exportRow } from '../files.ts'
import { type Click, placeOfClick, tellClicker } from './click.ts'

/** The answer as a file: into the thread, or to the clicker alone when it holds contact details. */
export async function exportAnswer(click: Click, channel: ExportChannel): Promise<void> {
  const { bot, row, user, asker } = click
  const sentence = await exportRow({ bot, row, user, asker, place: placeOfClick(click) }, channel)
  if (sentence !== null) await tellClicker(click, sentence)
}
