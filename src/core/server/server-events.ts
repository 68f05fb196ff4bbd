import { printable } from '../text.js';

/** One request, once it is answered. Neither signatures nor bodies are in it, nor a query, which can hold a signature. */
export interface RequestEvent {
  readonly kind: 'request';
  readonly time: Date;
  readonly requestId: string;
  readonly sourceIp: string;
  /** The name of the principal that signed; absent where nobody is known to have. */
  readonly caller?: string;
  /** The operation of the contract; absent where the request was for none. */
  readonly operation?: string;
  readonly method: string;
  readonly path: string;
  /** The HTTP status; 0 where the client was gone before it was answered. */
  readonly status: number;
  /** The exception it was answered with. */
  readonly error?: string;
  readonly milliseconds: number;
}

/** Something the emulator did not foresee, while it answered a request or outside of any. */
interface FailureEvent {
  readonly kind: 'failure';
  readonly time: Date;
  readonly requestId?: string;
  readonly error: unknown;
}

/** Something a person who looks after the emulator wants to know. */
interface NoticeEvent {
  readonly kind: 'notice';
  readonly time: Date;
  readonly message: string;
}

export type ServerEvent = RequestEvent | FailureEvent | NoticeEvent;
export type LogFormat = 'text' | 'json';

const MAX_PATH_LENGTH = 200;

/**
 * An event as lines for a log, without the last line's end: one line, but for a failure as text, whose stack follows it.
 * Nothing in it can end a line early or move a cursor.
 */
export function formatEvent(event: ServerEvent, format: LogFormat): string {
  return format === 'json' ? JSON.stringify(record(event)) : text(event);
}

function text(event: ServerEvent): string {
  const time = event.time.toISOString();
  switch (event.kind) {
    case 'request': {
      const what = event.operation ?? `${event.method} ${shortened(event.path)}`;
      const error = event.error === undefined ? [] : [event.error];
      const status = event.status === 0 ? 'aborted' : String(event.status);
      return [time, event.requestId, event.caller ?? '-', what, status, ...error, `${event.milliseconds}ms`]
        .map(printable)
        .join(' ');
    }
    case 'failure':
      return `${time} ${event.requestId ?? '-'} failure: ${stackOf(event.error).split('\n').map(printable).join('\n')}`;
    case 'notice':
      return `${time} ${printable(event.message)}`;
  }
}

function record(event: ServerEvent): Readonly<Record<string, unknown>> {
  const { kind, time, ...rest } = event;
  const common = { time: time.toISOString(), event: kind, ...rest };
  if (event.kind === 'failure') return { ...common, error: stackOf(event.error) };
  return event.kind === 'request' ? { ...common, path: shortened(event.path) } : common;
}

function shortened(path: string): string {
  return printable(path.length > MAX_PATH_LENGTH ? `${path.slice(0, MAX_PATH_LENGTH)}…` : path);
}

function stackOf(error: unknown): string {
  return error instanceof Error && error.stack !== undefined ? error.stack : String(error);
}
