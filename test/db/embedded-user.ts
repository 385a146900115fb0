import { startEmbedded } from '../../src/db/embedded.ts'

/** A process that uses the embedded server until its input ends; see embedded.test.ts. */
const server = await startEmbedded({ home: process.argv[2] ?? '' })
process.stdout.write(`${server.url}\n`)
process.stdin.resume()
process.stdin.on('end', () => server[Symbol.asyncDispose]())
