/// <reference lib="dom" />

const emoji: Readonly<Record<string, string>> = {
  white_check_mark: '✅',
  heavy_check_mark: '✔️',
  x: '❌',
  warning: '⚠️',
  information_source: 'ℹ️',
  bulb: '💡',
  tada: '🎉',
  wave: '👋',
  thumbsup: '👍',
  '+1': '👍',
  thumbsdown: '👎',
  '-1': '👎',
  eyes: '👀',
  heart: '❤️',
  fire: '🔥',
  star: '⭐',
  sparkles: '✨',
  rocket: '🚀',
  calendar: '📅',
  date: '📅',
  bar_chart: '📊',
  chart_with_upwards_trend: '📈',
  chart_with_downwards_trend: '📉',
  moneybag: '💰',
  gift: '🎁',
  birthday: '🎂',
  bust_in_silhouette: '👤',
  busts_in_silhouette: '👥',
  email: '📧',
  phone: '☎️',
  telephone_receiver: '📞',
  mag: '🔍',
  lock: '🔒',
  key: '🔑',
  bell: '🔔',
  no_bell: '🔕',
  memo: '📝',
  clipboard: '📋',
  pushpin: '📌',
  link: '🔗',
  hourglass: '⌛',
  hourglass_flowing_sand: '⏳',
  alarm_clock: '⏰',
  slightly_smiling_face: '🙂',
  smile: '😄',
  raised_hands: '🙌',
  pray: '🙏',
  handshake: '🤝',
  shopping_bags: '🛍️',
  package: '📦',
  gear: '⚙️',
  arrow_right: '➡️',
  arrow_up: '⬆️',
  arrow_down: '⬇️',
  red_circle: '🔴',
  large_green_circle: '🟢',
  large_yellow_circle: '🟡',
}

/** The sign of a name without its colons, or the name with them where it is unknown. */
export function emojiOf(name: string): string {
  return emoji[name] ?? `:${name}:`
}

/** “:wave: Hello” with the sign itself. */
export function withEmoji(text: string): string {
  return text.replace(/:([a-z0-9_+-]+):/g, (_, name: string) => emojiOf(name))
}
