import { UserError } from '../errors.ts'

/** The address without its password: what may be shown and logged. No address is the server that comes along. */
export function withoutPassword(url: string): string {
  if (url === '') return 'the address of the one that comes along'
  if (!URL.canParse(url)) return 'the address in DATABASE_URL'
  const address = new URL(url)
  if (address.password) address.password = '…'
  for (const secret of ['password', 'sslpassword']) address.searchParams.delete(secret)
  return decodeURI(address.href)
}

/** What a person can do about a connection that failed; anything else comes back as it is. */
export function connectionFault(error: unknown, url: string): unknown {
  const where = withoutPassword(url)
  const host = URL.canParse(url) ? new URL(url).host : 'the server'
  const database = URL.canParse(url) ? decodeURIComponent(new URL(url).pathname.slice(1)) : ''
  const fault = (message: string, hint: string) => new UserError(message, hint, { cause: error })
  switch (codeOf(error)) {
    case 'ECONNREFUSED':
      return fault(`No PostgreSQL answers at ${where}.`, `Start the server at ${host}, or correct DATABASE_URL.`)
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return fault(`The host of ${where} is not known.`, 'Correct the host in DATABASE_URL, or check the network.')
    case 'ETIMEDOUT':
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
    case 'timeout':
      return fault(
        `PostgreSQL at ${where} does not answer in time.`,
        'Check the address in DATABASE_URL, the network and the firewall.',
      )
    case 'ECONNRESET':
    case 'EPIPE':
    case 'closed':
      return fault(
        `PostgreSQL at ${where} closed the connection.`,
        'Is it restarting, or does it want SSL (?sslmode=require)?',
      )
    case 'ENOENT':
      return fault(
        `There is no PostgreSQL socket at ${where}.`,
        'Start the server, or correct the socket folder in DATABASE_URL.',
      )
    case '28P01':
    case '28000':
      return fault(
        `PostgreSQL at ${where} refuses the login.`,
        'Correct user and password in DATABASE_URL, or allow the login in pg_hba.conf.',
      )
    case 'SASL':
      return fault(
        `PostgreSQL at ${where} wants a password.`,
        'Put one into DATABASE_URL: postgres://user:password@host/database',
      )
    case '3D000':
      return fault(
        `PostgreSQL at ${where} has no database “${database}”.`,
        `Make it (createdb ${database}), or correct DATABASE_URL.`,
      )
    case '42501':
      return fault(
        `The login of ${where} may not connect to the database.`,
        `Grant it: grant connect on database ${database} to …`,
      )
    case '57P03':
      return fault(`PostgreSQL at ${where} is starting or stopping.`, 'Try again in a moment.')
    case '53300':
      return fault(
        `PostgreSQL at ${where} has no connection left.`,
        'Raise max_connections, or close other programs that use it.',
      )
    case 'ssl':
      return fault(
        `PostgreSQL at ${where} does not speak SSL.`,
        'Remove sslmode from DATABASE_URL, or switch SSL on in the server.',
      )
    default:
      return error
  }
}

/** What a person can do about a server that failed in the middle of work; anything else comes back as it is. */
export function serverFault(error: unknown, url: string): unknown {
  switch (codeOf(error)) {
    case '53100':
      return new UserError(
        `The disk of PostgreSQL at ${withoutPassword(url)} is full.`,
        'Make room on it, then try again.',
        {
          cause: error,
        },
      )
    case '57P01':
    case '57P02':
    case 'closed':
      return new UserError(
        `PostgreSQL at ${withoutPassword(url)} stopped in the middle of work; what was not finished is undone.`,
        'Try again in a moment.',
        { cause: error },
      )
    case 'ECONNRESET':
    case 'EPIPE':
    case '57P03':
    case '53300':
      return connectionFault(error, url)
    default:
      return error
  }
}

/** Whether the connection is of no use after this fault. */
export function endsSession(error: unknown): boolean {
  return ['57P01', '57P02', 'closed', 'ECONNRESET', 'EPIPE'].includes(codeOf(error) ?? '')
}

/** PostgreSQL's or the system's code, or one of ours where node-pg gives only words. */
function codeOf(error: unknown): string | null {
  if (!(error instanceof Error)) return null
  if (error instanceof AggregateError && !('code' in error)) return codeOf(error.errors[0])
  if ('code' in error && typeof error.code === 'string') return error.code
  if (/timeout/i.test(error.message)) return 'timeout'
  if (/SASL|password must be a string/i.test(error.message)) return 'SASL'
  if (/does not support SSL/i.test(error.message)) return 'ssl'
  if (/terminated/i.test(error.message)) return 'closed'
  return null
}

/** PostgreSQL's five-letter code of a failed statement, or null for anything else. */
export function sqlState(error: unknown): string | null {
  if (!(error instanceof Error) || !('code' in error) || typeof error.code !== 'string') return null
  return /^[0-9A-Z]{5}$/.test(error.code) ? error.code : null
}
