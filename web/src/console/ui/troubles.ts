/** What this page finds by itself, in words; for all else the server has its own. */
interface Trouble {
  readonly title: string;
  readonly remedy: string;
}

const TROUBLES: Readonly<Record<string, Trouble>> = {
  away: {
    title: 'The server does not answer',
    remedy: 'Check the connection. The page goes on by itself once the server is back.',
  },
  too_late: {
    title: 'The server took too long',
    remedy: 'It may be busy. Try again in a moment, or ask for a shorter time.',
  },
  malformed: {
    title: 'The server’s answer cannot be read',
    remedy: 'It may be of another version than this page. Load the page again.',
  },
  broken: {
    title: 'This part of the page broke',
    remedy: 'Load the page again. If it breaks once more, it is a fault of the console.',
  },
};

export const troubleOf = (code: string): Trouble | undefined => TROUBLES[code];
