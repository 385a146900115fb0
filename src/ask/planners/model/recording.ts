import { createHash } from 'node:crypto'
import { appendFileSync, readFileSync } from 'node:fs'
import { z } from 'zod'
import { UserError } from '../../../errors.ts'
import type { Completed, ModelRequest, ModelServer } from './server.ts'

const tokens = z.object({ input: z.number(), cached: z.number(), output: z.number() })
const exchangeSchema = z.object({
  /** What was asked, by hash: everything but the instructions, which may be worded better without asking anew. */
  asked: z.string(),
  way: z.enum(['schema', 'tool', 'object']),
  /** For people: the last message. */
  said: z.string(),
  text: z.string(),
  tokens,
})
type Exchange = z.infer<typeof exchangeSchema>

const askedOf = ({ messages }: ModelRequest): string =>
  createHash('sha256')
    .update(JSON.stringify(messages.slice(1)))
    .digest('hex')
    .slice(0, 24)

/** The same server, with everything it answers written down: one exchange a line, added to the file. */
export function recording(server: ModelServer, file: string): ModelServer {
  return {
    ...server,
    complete: async (request, signal) => {
      const done = await server.complete(request, signal)
      if (done.kind === 'text') {
        const said = request.messages.at(-1)?.content ?? ''
        const exchange: Exchange = {
          asked: askedOf(request),
          way: request.way,
          said,
          text: done.text,
          tokens: done.tokens,
        }
        appendFileSync(file, `${JSON.stringify(exchange)}\n`)
      }
      return done
    },
  }
}

/** A server that answers from such a file and is nowhere else; what was not recorded it cannot answer. */
export function replaying(file: string): ModelServer {
  const exchanges = readExchanges(file)
  const missing: Completed = {
    kind: 'fault',
    fault: 'unreachable',
    tokens: { input: 0, cached: 0, output: 0 },
    waitMs: null,
  }
  return {
    model: 'recorded',
    address: 'http://recorded.invalid/v1',
    ready: async () => {},
    complete: async (request) => {
      const found = exchanges.get(askedOf(request))
      return found ? { kind: 'text', text: found.text, tokens: found.tokens } : missing
    },
    models: async () => null,
  }
}

function readExchanges(file: string): ReadonlyMap<string, Exchange> {
  try {
    const lines = readFileSync(file, 'utf8')
      .split('\n')
      .filter((line) => line.trim() !== '')
    return new Map(lines.map((line) => exchangeSchema.parse(JSON.parse(line))).map((one) => [one.asked, one]))
  } catch (cause) {
    throw new UserError(
      `The recording ${file} cannot be read.`,
      'It is made by: npm run -s cli -- eval --record FILE',
      { cause },
    )
  }
}
