import { type ServerResponse } from 'node:http';
import { definitionOf, type OperationName } from '../contract/contract.js';
import { toWire } from '../contract/wire.js';
import { type ErrorAnswer } from './http-refusal.js';

/** What goes out besides the body, on every answer. */
const ALWAYS: Readonly<Record<string, string>> = {
  'Content-Type': 'application/json',
  'Cache-Control': 'no-store',
  'X-Content-Type-Options': 'nosniff',
};

export interface AnswerContext {
  readonly requestId: string;
  readonly now: Date;
  /** Whether the connection ends with this answer. */
  readonly close: boolean;
}

/** Answers with an operation's output, in the form of REST-JSON 1.1: status 200, `{}` where there is nothing to say. */
export function sendOutput(
  response: ServerResponse,
  operation: OperationName,
  output: unknown,
  context: AnswerContext,
): void {
  send(response, 200, {}, toWire(definitionOf(operation).output, output), context);
}

/**
 * Answers with an error, as the SDKs read it: its name in `x-amzn-ErrorType`, its text in the body's `Message`, which is
 * how the service model spells it. botocore, the JavaScript, Java and Go SDKs all read that spelling beside `message`.
 */
export function sendError(response: ServerResponse, answer: ErrorAnswer, context: AnswerContext): void {
  send(
    response,
    answer.status,
    { 'x-amzn-ErrorType': answer.errorType },
    { Message: answer.message },
    context,
  );
}

export function sendJson(response: ServerResponse, body: unknown, context: AnswerContext): void {
  send(response, 200, {}, body, context);
}

function send(
  response: ServerResponse,
  status: number,
  headers: Readonly<Record<string, string>>,
  body: unknown,
  { requestId, now, close }: AnswerContext,
): void {
  const bytes = Buffer.from(JSON.stringify(body), 'utf8');
  response.writeHead(status, {
    ...ALWAYS,
    ...headers,
    'x-amzn-RequestId': requestId,
    // SDKs mend their own clock by this: it is the clock by which signatures are judged.
    Date: now.toUTCString(),
    'Content-Length': bytes.length,
    ...(close ? { Connection: 'close' } : {}),
  });
  response.end(bytes);
}
