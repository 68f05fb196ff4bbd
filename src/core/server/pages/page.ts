import { createHash } from 'node:crypto';
import { Html, html } from './html.js';
import { STYLE } from './style.js';

/** An answer to a browser. */
export interface PageAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface PageContent {
  readonly title: string;
  readonly content: Html;
  readonly status?: number;
  /** Where the page's forms may lead; nowhere by default. A source list of CSP. */
  readonly formAction?: string;
  /** Where the browser goes on by itself. */
  readonly goOn?: string;
}

// To the letter as it is hashed: a formatter may lay out a template anew.
const STYLE_ELEMENT = new Html(`<style>${STYLE}</style>`);
const STYLE_HASH = createHash('sha256').update(STYLE).digest('base64');

/** What goes out with every answer to a browser: nothing is kept, framed, run or loaded. */
const ALWAYS: Readonly<Record<string, string>> = {
  'Cache-Control': 'no-store',
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  // Not `no-referrer`: with it, browsers send `Origin: null` with a page's own forms.
  'Referrer-Policy': 'same-origin',
};

/** A whole page, plain and without script. */
export function page({ title, content, status = 200, formAction = "'none'", goOn }: PageContent): PageAnswer {
  const refresh =
    goOn === undefined ? undefined : html`<meta http-equiv="refresh" content="0;url=${goOn}" />`;
  const { text } = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${title}</title>
        ${refresh} ${STYLE_ELEMENT}
      </head>
      <body>
        <main>${content}</main>
      </body>
    </html> `;
  const policy = [
    "default-src 'none'",
    `style-src 'sha256-${STYLE_HASH}'`,
    `form-action ${formAction}`,
    "frame-ancestors 'none'",
    "base-uri 'none'",
  ];
  return {
    status,
    headers: {
      ...ALWAYS,
      'Content-Type': 'text/html; charset=utf-8',
      'Content-Security-Policy': policy.join('; '),
    },
    body: text,
  };
}

/** Sends a browser on. @param url of http or https */
export function redirect(url: string): PageAnswer {
  return { status: 303, headers: { ...ALWAYS, Location: url }, body: '' };
}

/** A document that is no page. */
export function textAnswer(body: string, contentType: string): PageAnswer {
  return { status: 200, headers: { ...ALWAYS, 'Content-Type': contentType }, body };
}

/** A page with a heading and one sentence. */
export function notePage(status: number, title: string, sentence: string): PageAnswer {
  return page({
    status,
    title,
    content: html`<h1>${title}</h1>
      <p>${sentence}</p>`,
  });
}
