import { type IncomingMessage, type ServerResponse } from 'node:http';
import { type AnswerContext } from '../answers.js';
import { HttpRefusal, isUnforeseen } from '../http-refusal.js';
import { discardBody } from '../read-body.js';
import { type ServerEvent } from '../server-events.js';
import { type BrowserRequest, browserRequest } from './browser-request.js';
import { notePage, type PageAnswer } from './page.js';

/** Answers one request of a browser. */
export type Pages = (request: BrowserRequest) => Promise<PageAnswer>;

export interface Showing {
  readonly line: Pick<BrowserRequest, 'method' | 'path' | 'query' | 'sourceIp'>;
  readonly context: (close?: boolean) => AnswerContext;
  readonly log: (event: ServerEvent) => void;
}

/** Answers a browser: whatever goes wrong becomes a page too. Never rejects for a reason of the pages' own. */
export async function showPage(
  pages: Pages,
  request: IncomingMessage,
  response: ServerResponse,
  { line, context, log }: Showing,
): Promise<void> {
  let answer: PageAnswer;
  try {
    answer = await pages(browserRequest(request, line));
  } catch (error) {
    if (response.destroyed || request.socket.destroyed) return;
    answer = errorPage(error);
    if (isUnforeseen(error)) {
      const { now, requestId } = context();
      log({ kind: 'failure', time: now, requestId, error });
    }
  }
  if (!request.complete) await discardBody(request).catch(() => undefined);
  const { close, now, requestId } = context(!request.complete);
  const bytes = Buffer.from(answer.body, 'utf8');
  response.writeHead(answer.status, {
    ...answer.headers,
    'x-amzn-RequestId': requestId,
    Date: now.toUTCString(),
    'Content-Length': bytes.length,
    ...(close ? { Connection: 'close' } : {}),
  });
  response.end(line.method === 'HEAD' ? undefined : bytes);
}

function errorPage(error: unknown): PageAnswer {
  if (error instanceof HttpRefusal) return notePage(error.status, 'That did not work', error.message);
  return notePage(500, 'Something failed', 'It was not foreseen. The log has the cause.');
}
