import { type InviteTemplate } from './template.js';

/** Wide enough for a screen, and what narrower screens shrink. */
const WIDTH = 560;
const FONT = 'font-family:-apple-system,BlinkMacSystemFont,Segoe UI,Roboto,Helvetica,Arial,sans-serif';
/** A word that is wider than a phone, such as a name somebody made up, is broken. */
const BREAKS = 'word-break:break-word;overflow-wrap:anywhere';
const TEXT = `${FONT};font-size:16px;line-height:24px;color:#1f2933;${BREAKS}`;
const HEADING = `${FONT};font-size:18px;line-height:24px;color:#1f2933;font-weight:bold;margin:0 0 8px`;

const step = (number: number, content: string): string => `            <tr>
              <td valign="top" width="36" style="${TEXT};font-weight:bold;padding:0 0 14px">${String(number)}.</td>
              <td valign="top" style="${TEXT};padding:0 0 14px">${content}</td>
            </tr>`;

const STEPS = [
  step(
    1,
    'Download the <b>Amazon WorkLink</b> app: on an iPhone from the App Store, on an Android phone from Google Play.',
  ),
  step(
    2,
    `Open the app and enter the company code <b>{{companyCode}}</b>.{{#link}}<br>
                Or open this link on your phone, which enters it for you:<br>
                <a href="{{link}}" style="color:#0b5cad">{{link}}</a>{{/link}}`,
  ),
  step(3, 'Sign in with the user name and password that you use at work.'),
  step(4, 'Follow the app. Then open internal websites in the phone’s browser as you would at your desk.'),
].join('\n');

// Tables and inline styles: what mail clients lay out alike. No pictures, scripts or fonts from elsewhere.
const HTML = `<!DOCTYPE html>
<html lang="en">
<head>
  <meta charset="utf-8">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <meta name="color-scheme" content="light dark">
  <meta name="supported-color-schemes" content="light dark">
  <title>Use Amazon WorkLink on your phone</title>
  <style>
    @media (prefers-color-scheme: dark) {
      .page { background-color: #111820 !important; }
      .card { background-color: #1b2530 !important; }
      .card td, .card p, .card h1, .card h2 { color: #e6ebf0 !important; }
      .card .code { background-color: #263443 !important; }
      .card .code td { color: #ffffff !important; }
      .card a { color: #8cc4ff !important; }
    }
  </style>
</head>
<body class="page" style="margin:0;padding:0;background-color:#f1f4f7">
  <table role="presentation" class="page" width="100%" cellpadding="0" cellspacing="0" border="0" style="background-color:#f1f4f7">
    <tr>
      <td align="center" style="padding:24px 12px">
        <table role="presentation" class="card" width="100%" cellpadding="0" cellspacing="0" border="0" style="max-width:${String(WIDTH)}px;background-color:#ffffff;border-radius:8px">
          <tr><td style="padding:28px 24px">
            <h1 style="${FONT};font-size:22px;line-height:30px;color:#1f2933;margin:0 0 16px">Use Amazon WorkLink on your phone</h1>
            <p style="${TEXT};margin:0 0 16px">Hello{{#name}} {{name}}{{/name}},</p>
            <p style="${TEXT};margin:0 0 20px">you are invited to use Amazon WorkLink{{#displayName}} for {{displayName}}{{/displayName}}. With it you reach internal websites from your phone.</p>
            <table role="presentation" class="code" width="100%" cellpadding="0" cellspacing="0" border="0" style="background-color:#e8f0f8;border-radius:6px;margin:0 0 24px">
              <tr><td align="center" style="${TEXT};padding:14px 12px">Your company code<br>
                <b style="font-size:24px;line-height:34px;letter-spacing:1px">{{companyCode}}</b></td></tr>
            </table>
            <h2 style="${HEADING}">How to begin</h2>
            <table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0">
${STEPS}
            </table>
            <h2 style="${HEADING};margin-top:10px">What you need</h2>
            <p style="${TEXT};margin:0 0 6px">An iPhone with iOS 11 or later, and Safari.</p>
            <p style="${TEXT};margin:0 0 20px">Or a phone with Android 6 or later, and Google Chrome.</p>
            <p style="${TEXT};margin:0">If anything does not work, ask your IT department.</p>
          </td></tr>
        </table>
      </td>
    </tr>
  </table>
</body>
</html>
`;

const PLAIN = `Use Amazon WorkLink on your phone

Hello{{#name}} {{name}}{{/name}},

you are invited to use Amazon WorkLink{{#displayName}} for {{displayName}}{{/displayName}}. With it you reach internal websites from your phone.

Your company code: {{companyCode}}

How to begin

1. Download the Amazon WorkLink app: on an iPhone from the App Store, on an Android phone from Google Play.
2. Open the app and enter the company code {{companyCode}}.{{#link}}
   Or open this link on your phone, which enters it for you: {{link}}{{/link}}
3. Sign in with the user name and password that you use at work.
4. Follow the app. Then open internal websites in the phone’s browser as you would at your desk.

What you need

- An iPhone with iOS 11 or later, and Safari.
- Or a phone with Android 6 or later, and Google Chrome.

If anything does not work, ask your IT department.
`;

/**
 * The invitation of a fleet whose own was never written: the company code, the steps of signing in and the phones and browsers
 * that are supported (guide, Invite Users; Validate Associated Domains).
 */
export const DEFAULT_TEMPLATE: InviteTemplate = {
  subject: 'Use Amazon WorkLink on your phone{{#displayName}} for {{displayName}}{{/displayName}}',
  text: PLAIN,
  html: HTML,
  link: '',
};
