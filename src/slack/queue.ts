/** Does what concerns one thing in order, and what concerns different things side by side. */
export type InOrder = <T>(key: string, work: () => Promise<T>) => Promise<T>

/** Two questions in one thread are answered one after the other, so that the second follows up on the first. */
export function inOrder(): InOrder {
  const last = new Map<string, Promise<unknown>>()
  return (key, work) => {
    const mine = (last.get(key) ?? Promise.resolve()).then(work, work)
    last.set(key, mine)
    const forget = () => {
      if (last.get(key) === mine) last.delete(key)
    }
    mine.then(forget, forget)
    return mine
  }
}
