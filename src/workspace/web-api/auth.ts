import type { Methods } from './method.ts'

export const auth: Methods = {
  'auth.test': {
    run: ({ origin, team, app }) => ({
      ok: true,
      url: `${origin}/`,
      team: team.name,
      user: app.name,
      team_id: team.id,
      user_id: app.userId,
      bot_id: app.botId,
      is_enterprise_install: false,
    }),
  },
  'apps.connections.open': {
    token: 'app',
    run: ({ origin, sockets }) => ({
      ok: true,
      url: `${origin.replace('http:', 'ws:')}/api/socket?ticket=${sockets.ticket()}`,
    }),
  },
  'team.info': {
    scopes: ['team:read'],
    run: ({ team }) => ({ ok: true, team: { id: team.id, name: team.name, domain: team.domain, email_domain: '' } }),
  },
  'bots.info': {
    scopes: ['users:read'],
    run: ({ app }, args) => {
      if (args.bot !== undefined && args.bot !== app.botId) return { ok: false, error: 'bot_not_found' }
      return { ok: true, bot: { id: app.botId, app_id: app.id, user_id: app.userId, name: app.name, deleted: false } }
    },
  },
}
