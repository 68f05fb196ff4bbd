/** A page as a browser that runs no script sees it. */
export interface Seen {
  readonly url: string;
  readonly status: number;
  readonly headers: Headers;
  readonly html: string;
  /** Its words, without tags. */
  readonly text: string;
}

export interface SeenForm {
  readonly action: string;
  readonly method: string;
  readonly fields: Record<string, string>;
}

/** Looks at a page. Redirects are followed; a refresh is not. */
export async function visit(url: string, init: RequestInit = {}): Promise<Seen> {
  const response = await fetch(url, init);
  const html = await response.text();
  return {
    url: response.url,
    status: response.status,
    headers: response.headers,
    html,
    text: decode(
      html
        .replace(/<style>[^]*?<\/style>/g, '')
        .replace(/<[^>]*>/g, ' ')
        .replace(/\s+/g, ' '),
    ),
  };
}

/** The one form of a page, with the values it comes with. */
export function formOf({ html, url }: Seen): SeenForm {
  const form = /<form[^>]*>/.exec(html)?.[0] ?? '';
  const fields: Record<string, string> = {};
  for (const [tag] of html.matchAll(/<input[^>]*>/g)) {
    fields[attribute(tag, 'name') ?? ''] = attribute(tag, 'value') ?? '';
  }
  for (const [, tag = '', text = ''] of html.matchAll(/<textarea([^>]*)>([^<]*)</g)) {
    fields[attribute(tag, 'name') ?? ''] = decode(text);
  }
  return {
    action: new URL(attribute(form, 'action') ?? '', url).href,
    method: attribute(form, 'method') ?? 'get',
    fields,
  };
}

/** Fills in the one form of a page and sends it. */
export async function submit(seen: Seen, entries: Readonly<Record<string, string>> = {}): Promise<Seen> {
  const { action, fields } = formOf(seen);
  return post(action, { ...fields, ...entries });
}

export function post(
  url: string,
  fields: Readonly<Record<string, string>>,
  headers: Readonly<Record<string, string>> = {},
): Promise<Seen> {
  return visit(url, { method: 'POST', body: new URLSearchParams(fields), headers });
}

/** Goes where the page takes a browser by itself. */
export async function refreshed({ html }: Seen): Promise<Seen> {
  const tag = /<meta\s+http-equiv="refresh"[^>]*>/.exec(html)?.[0] ?? '';
  const url = attribute(tag, 'content')?.replace(/^0;url=/, '');
  if (url === undefined) throw new Error(`The page leads nowhere: ${html}`);
  return visit(url);
}

function attribute(tag: string, name: string): string | undefined {
  const value = new RegExp(`\\s${name}="([^"]*)"`).exec(tag)?.[1];
  return value === undefined ? undefined : decode(value);
}

function decode(text: string): string {
  return text
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&');
}
