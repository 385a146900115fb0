import { qualityActions } from '../../present/blocks/quality.ts'
import { button, row, section } from '../elements.ts'
import type { Rendering } from '../post.ts'

/** A score with what is wrong beneath it, and the way to put it right. */
export const withFaults =
  (rendering: Rendering, faults: readonly string[]): Rendering =>
  (plain) => {
    const post = rendering(plain)
    const told = [
      section(`What is wrong, by the number of customers\n${faults.join('\n')}`),
      row(button(qualityActions.work, 'Work through', { value: 'all:0', says: 'Work through the data of customers' })),
    ]
    return { ...post, blocks: [...post.blocks.slice(0, 48), ...told] }
  }
