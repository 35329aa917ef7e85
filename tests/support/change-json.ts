/** A copy of a JSON value in which one value, anywhere inside, is another; every seventh time a field is added to it. */
export function withOneValueChanged(json: unknown, pick: number, value: unknown): unknown {
  const copy: unknown = structuredClone(json)
  const slots: { holder: Record<string, unknown>; key: string }[] = []
  const collect = (node: unknown) => {
    if (typeof node !== 'object' || node === null) return
    const holder = node as Record<string, unknown>
    for (const key of Object.keys(holder)) {
      slots.push({ holder, key })
      collect(holder[key])
    }
  }
  collect(copy)
  const slot = slots[pick % slots.length]
  if (slot && pick % 7 === 0 && !Array.isArray(slot.holder)) slot.holder.added = value
  else if (slot) slot.holder[slot.key] = value
  return copy
}
