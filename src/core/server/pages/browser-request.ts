import { type IncomingMessage } from 'node:http';
import { HttpRefusal } from '../http-refusal.js';
import { readBody } from '../read-body.js';
import { type Form, MAX_FORM_BYTES, readForm } from './form.js';

/** What a browser asks for. */
export interface BrowserRequest {
  readonly method: string;
  readonly path: string;
  /** Without its question mark. */
  readonly query: string;
  readonly sourceIp: string;
  /** Reads the form that comes with it. @throws HttpRefusal */
  readonly form: () => Promise<Form>;
  /** Whether a page of ours sent it, as far as the browser says. */
  readonly isOwn: boolean;
}

export function browserRequest(
  request: IncomingMessage,
  line: Pick<BrowserRequest, 'method' | 'path' | 'query' | 'sourceIp'>,
): BrowserRequest {
  const { origin, host = '', 'content-type': contentType, 'content-length': length = '0' } = request.headers;
  return {
    ...line,
    isOwn: origin === undefined || (URL.canParse(origin) && new URL(origin).host === host.toLowerCase()),
    form: async () => {
      if (Number(length) > MAX_FORM_BYTES) throw tooLong();
      return readForm(await readBody(request, MAX_FORM_BYTES), contentType);
    },
  };
}

/** That a page is there, and not for this method. */
export function wrongMethod(allowed: string): HttpRefusal {
  return new HttpRefusal(405, 'MethodNotAllowedException', `This address is for ${allowed}.`);
}

function tooLong(): HttpRefusal {
  return new HttpRefusal(413, 'RequestEntityTooLargeException', 'The form is too long.');
}
