import { Duplex } from 'node:stream'

/** Carries the bytes of one client's session to the database and back. */
export interface Session {
  send(bytes: Uint8Array): void
  end(): void
}

type Open = (receive: (bytes: Uint8Array) => void, lost: (error: Error) => void) => Promise<Session>

/**
 * What `pg` takes for a socket: a duplex stream that talks to the embedded database. Messages written in one go (a
 * parse, bind, execute and sync) travel as one.
 */
export class EmbeddedStream extends Duplex {
  readonly #open: Open
  #session: Session | null = null

  constructor(open: Open) {
    super()
    this.#open = open
  }

  /** Called by `pg` in place of a socket's connect; host and port mean nothing here. */
  connect(): this {
    this.#open(
      (bytes) => this.push(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)),
      (error) => this.destroy(error),
    ).then(
      (session) => {
        this.#session = session
        if (this.destroyed) session.end()
        else this.emit('connect')
      },
      (error: Error) => this.destroy(error),
    )
    return this
  }

  // What else `pg` calls on a socket. There is no network here.
  setNoDelay(): this {
    return this
  }
  setKeepAlive(): this {
    return this
  }
  ref(): this {
    return this
  }
  unref(): this {
    return this
  }

  override _read(): void {
    // Answers are pushed as they come.
  }

  override _write(chunk: Uint8Array, _encoding: BufferEncoding, done: () => void): void {
    this.#session?.send(new Uint8Array(chunk))
    done()
  }

  override _writev(chunks: { chunk: Uint8Array }[], done: () => void): void {
    this.#session?.send(new Uint8Array(Buffer.concat(chunks.map(({ chunk }) => chunk))))
    done()
  }

  override _final(done: () => void): void {
    done()
    this.destroy()
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    this.#session?.end()
    this.#session = null
    done(error)
  }
}
