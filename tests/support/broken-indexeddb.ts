/** Puts things right again and says how often the fault happened. */
export type Restore = () => number

/** Makes one call of a platform method fail: the first, or the one after so many. */
export function breakOnce<Host>(host: Host, method: keyof Host, error: string, after = 0): Restore {
  let calls = 0
  return replaceMethod(host, method, () => (calls++ === after ? new DOMException('injected', error) : null))
}

/** Makes every call of a platform method fail. */
export function breakAlways<Host>(host: Host, method: keyof Host, error: string): Restore {
  return replaceMethod(host, method, () => new DOMException('injected', error))
}

function replaceMethod<Host>(host: Host, method: keyof Host, fault: () => DOMException | null): Restore {
  const original = host[method] as (...given: unknown[]) => unknown
  let fired = 0
  const broken = function (this: unknown, ...given: unknown[]): unknown {
    const problem = fault()
    if (problem === null) return original.apply(this, given)
    fired++
    throw problem
  }
  host[method] = broken as Host[keyof Host]
  return () => {
    host[method] = original as Host[keyof Host]
    return fired
  }
}

/** Every second writing transaction commits, and the connection breaks before anyone is told. */
export function failAfterCommit(): Restore {
  const host = IDBDatabase.prototype
  const original = host.transaction
  let fired = 0
  let failNext = true
  host.transaction = function (...given) {
    const transaction = original.apply(this, given)
    if (given[1] !== 'readwrite') return transaction
    if (failNext) {
      let tellError: EventListener = () => undefined
      transaction.addEventListener('complete', (event) => {
        event.stopImmediatePropagation()
        fired++
        tellError(event)
      })
      const listen = transaction.addEventListener.bind(transaction)
      transaction.addEventListener = (type: string, listener: EventListener) => {
        if (type === 'error') tellError = listener
        listen(type, listener)
      }
    }
    failNext = !failNext
    return transaction
  }
  return () => {
    host.transaction = original
    return fired
  }
}
