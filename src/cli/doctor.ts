import type { Config } from '../config.ts'
import { type Finding, findings } from './checks.ts'
import type { BareCommand } from './command.ts'

export const command: BareCommand = {
  name: 'doctor',
  summary: 'Checks every setting, connection and right, with the mend for each fault',
  usage: ['doctor'],
  flags: {},
  examples: ['doctor'],
  runBare: async (config: Config, { json, print }, slack) => {
    const found: Finding[] = []
    for await (const finding of findings(config, slack)) {
      found.push(finding)
      if (!json) print(line(finding))
    }
    if (json) print(JSON.stringify(found))
    if (found.some(({ kind }) => kind === 'fault')) process.exitCode = 1
  },
}

const marks = { good: '✓', note: '·', fault: '✗' } as const

function line({ kind, subject, says, mend }: Finding): string {
  return `${marks[kind]} ${subject}: ${says}${mend ? `\n    ${mend}` : ''}`
}
