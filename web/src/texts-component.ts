/** The words of the page that shows the check as an application embeds it. */
import type { Verdict } from './socket/messages';

interface Words {
  readonly word: string;
  readonly line: string;
}

const verdicts: Record<Verdict, Words> = {
  BONA_FIDE: { word: 'Live person', line: 'The only outcome that is a pass.' },
  ATTACK: { word: 'Not a live person', line: 'A photo, a screen, a recording or a mask.' },
  NO_RESPONSE: { word: 'Undecided', line: 'Not enough was seen. No pass.' },
};

export const component = {
  title: 'The check, as people see it',
  line: 'The element as an application embeds it. This page plays the application: it makes the session, and reads the verdict.',
  stage: 'The embedded check',
  settings: 'How it is embedded',
  language: 'Language',
  languageOfPage: 'As the page or the browser',
  theme: 'Theme',
  themes: { auto: 'As the device', light: 'Light', dark: 'Dark' },
  policy: 'Policy',
  policyOfServer: 'The server’s own',
  policies: { strict: 'Strict', balanced: 'Balanced', lenient: 'Lenient', passive_only: 'No movements' },
  width: 'Width',
  widths: { full: 'All there is', 640: '640 px', 420: '420 px', 320: '320 px', 280: '280 px' },
  direction: 'Direction of the page',
  directions: { ltr: 'Left to right', rtl: 'Right to left' },
  spoken: 'Read prompts aloud',
  anew: 'Begin anew',

  outcome: 'What the application reads',
  outcomeNone: 'The verdict appears here. The browser is not told it.',
  outcomeReading: 'Reading the session…',
  verdicts,
  states: {
    CREATED: 'Not begun',
    IN_PROGRESS: 'Under way',
    EXPIRED: 'Time is up: no verdict',
    ABORTED: 'Broken off: no verdict',
    COMPLETED: 'Complete',
  } as Readonly<Record<string, string>>,
  endedBy: 'Ended by',
  reasons: 'Reasons',
  confidence: 'Passive score',
  judgedBy: 'Policy',
  session: 'Session',

  preflight: 'Look before it begins',
  preflightLine: 'Asks for the camera and turns it on for a second.',
  preflightRun: 'Look',
  preflightRunning: 'Looking…',
  preflightOk: 'A check can be done here.',
  preflightNot: 'A check cannot be done here.',
  checkOk: 'fine',
  checkNot: 'not fine',

  journal: 'Events',
  journalEmpty: 'What the element tells the page appears here.',
  journalClear: 'Clear',
  seconds: (seconds: number) => `${seconds.toFixed(1)} s`,

  lines: 'Ten lines',
  linesLine:
    'Your own server answers /check: POST makes a session and gives its session_token, GET says what came of it.',
  copy: 'Copy',
  copied: 'Copied',
  notCopied: 'Could not be copied: select it by hand.',

  keyLine:
    'With the scope sessions, as your own server has one. It stays in this page’s memory, and is gone when the page is closed.',
  asking: 'Asking the server…',
  again: 'Ask again',
} as const;
