/** The words of the page of enrolled people. */
import type { Task } from './features/people/tasks';
import type { Verdict } from './socket/messages';

interface TaskText {
  readonly name: string;
  readonly line: string;
  readonly send: string;
  readonly sending: string;
}

const tasks: Record<Task, TaskText> = {
  identify: {
    name: 'Identify',
    line: 'Who is on this picture? Looks through everybody who is enrolled.',
    send: 'Identify',
    sending: 'Looking…',
  },
  verify: {
    name: 'Verify',
    line: 'Is it the person you name? Compares the picture with that person alone.',
    send: 'Verify',
    sending: 'Comparing…',
  },
  enrol: {
    name: 'Enrol',
    line: 'Adds a person by up to five pictures. Of a picture only the face’s numbers are kept.',
    send: 'Enrol',
    sending: 'Enrolling…',
  },
};

interface Words {
  readonly title: string;
  readonly advice: string;
}

/** What can be said better here than by the server, by the code of the problem. */
const problems: Readonly<Record<string, Words>> = {
  away: {
    title: 'The server does not answer',
    advice: 'Check the connection, or ask whoever runs the server.',
  },
  too_late: { title: 'The server took too long', advice: 'Try again in a moment.' },
  malformed: {
    title: 'The server’s answer cannot be read',
    advice: 'It may be of another version than this page. Load the page again.',
  },
  not_found: {
    title: 'This server has no enrolled people',
    advice: 'Its version does not compare faces, or comparing is switched off.',
  },
  unsettled: {
    title: 'It is not known whether that was done',
    advice:
      'The server was asked to enrol or to erase, and its answer did not arrive. Look at the list before you ask again.',
  },
  not_sent: { title: 'That could not be asked', advice: 'Load the page again, then try once more.' },
  no_matcher: {
    title: 'This server does not compare faces now',
    advice: 'Its matcher is switched off or missing. Whoever runs it can fetch it with facevow models pull.',
  },
  not_enrolled: {
    title: 'Nobody is enrolled by that name',
    advice: 'Check the name, or enrol the person first.',
  },
  not_fit: {
    title: 'The picture cannot be used',
    advice: 'Take another: one face, near, sharp, evenly lit, looking straight at the camera.',
  },
  not_live: {
    title: 'This does not look like a live person',
    advice: 'Take the picture of the person, not of a photo or a screen.',
  },
  not_one_person: {
    title: 'The pictures show different people',
    advice: 'Keep the pictures of one person only.',
  },
  not_the_subject: {
    title: 'Somebody else is enrolled by that name',
    advice: 'Choose another name, or replace what is enrolled.',
  },
  gallery_full: {
    title: 'No more can be enrolled of this person',
    advice: 'Replace what is enrolled, or erase some of it.',
  },
  template_outdated: {
    title: 'This person has to be enrolled again',
    advice: 'Their template was made by another matcher than the server has now.',
  },
  no_reference_image: {
    title: 'That session kept no picture',
    advice: 'Only a session with a kept reference picture can be used.',
  },
  no_template: {
    title: 'The face cannot be described',
    advice: 'Take a larger and sharper picture.',
  },
  template_unknown: { title: 'That is erased already', advice: 'Load the list again.' },
  unreadable: { title: 'A picture can no longer be read', advice: 'Take or choose it again.' },
  session_unknown: { title: 'There is no such session', advice: 'Check its id.' },
  scope_missing: {
    title: 'This key may not see enrolled people',
    advice: 'Make one with the scope gallery.',
  },
};

const reasons: Readonly<Record<string, string>> = {
  no_face: 'No face was found.',
  several_faces: 'There is more than one face.',
  too_dark: 'It is too dark.',
  too_bright: 'It is too bright.',
  blurred: 'It is blurred.',
  too_small: 'The face is too small.',
  too_near: 'The face is too near.',
  cut_off: 'Part of the face is outside the picture.',
  turned_away: 'The face is turned away.',
  covered: 'The face is partly covered.',
  not_live: 'It does not look like a live person.',
  no_template: 'The face cannot be described.',
  not_matched: 'It is too unlike the person who is enrolled.',
};

const liveness: Record<Verdict, string> = {
  BONA_FIDE: 'Looks like a live person',
  ATTACK: 'Looks like a photo or a screen',
  NO_RESPONSE: 'Liveness unclear',
};

const date = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium' });
const moment = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'medium' });
const plural = (count: number, one: string, many: string) => `${count} ${count === 1 ? one : many}`;

export const people = {
  title: 'People',
  tasks,
  problems,
  liveness,
  taskLabel: 'What to do',
  reasons,
  reason: (code: string) => reasons[code] ?? code.replaceAll('_', ' '),
  date: (at: string) => date.format(new Date(at)),
  moment: (at: string) => moment.format(new Date(at)),
  score: (score: number) => score.toFixed(2),

  pictures: 'Pictures',
  picturesOf: (most: number) =>
    most === 1 ? 'JPEG, PNG or WebP, one person' : `Up to ${most}, one person on each`,
  startCamera: 'Start camera',
  startingCamera: 'Waiting for the camera…',
  takePicture: 'Take picture',
  stopCamera: 'Stop camera',
  choose: (most: number) => (most === 1 ? 'Choose a file' : 'Choose files'),
  noPicture: 'Start the camera, or choose a file.',
  picture: (number: number) => `Picture ${number}`,
  removePicture: (number: number) => `Remove picture ${number}`,
  notAPicture: (name: string) => `${name} cannot be read as a picture.`,
  noFrame: 'The camera shows no picture yet. Try once more.',
  tooMany: (most: number) => `At most ${most} pictures: the first of them were let go.`,

  subject: 'Name or number of the person',
  subjectHint: 'As your own records call them; best an id that says nothing to others.',
  live: 'Only a live face counts',
  liveHint: 'Off: a photo of a photo is compared as well.',
  replace: 'Replace what is enrolled of this person',
  fromSession: 'Enrol from a finished check instead',
  session: 'Id of the session',
  sessionHint: 'It must have passed, and kept its reference picture.',
  lackPicture: 'Take or choose a picture first.',
  lackSubject: 'Say who it is first.',
  lackCharacter: 'The name has a broken character in it. Type it anew.',
  lackSession: 'A session’s id looks like fvs_ and 22 letters.',

  resultLabel: 'Result',
  match: 'Match',
  matchLine: (subject: string) => `This is the person enrolled as ${subject}.`,
  noMatch: 'No match',
  noMatchLine: (subject: string) => `Not accepted as ${subject}.`,
  notLookedLine: 'The picture was not compared with anybody.',
  found: 'Found',
  foundLine: (count: number) =>
    plural(count, 'enrolled person looks', 'enrolled people look') + ' like this.',
  nobody: 'Nobody found',
  nobodyLine: (searched: number) =>
    searched === 0
      ? 'Nobody is enrolled yet.'
      : `None of ${plural(searched, 'template', 'templates')} is close enough.`,
  likeness: 'Likeness',
  needs: (threshold: number) => `needs ${threshold.toFixed(2)}`,
  matcher: 'Matcher',
  enrolled: 'Enrolled',
  enrolledLine: (subject: string, templates: number) =>
    `${subject}: ${plural(templates, 'template', 'templates')} in all.`,
  duplicates: 'Somebody else looks the same',
  duplicatesLine: 'Perhaps one person is enrolled by two names. Check these before you rely on a match:',

  listTitle: 'Enrolled people',
  listEmpty: 'Nobody is enrolled yet.',
  noMatcher: 'This server compares no faces at present: who is enrolled can only be listed and erased.',
  nameless: 'Name that cannot be read',
  unreadable: (count: number) => `${count} broken`,
  outdated: 'to be enrolled again',
  listAsking: 'Asking the server…',
  more: 'Show more',
  templates: (count: number) => plural(count, 'template', 'templates'),
  sources: { image: 'From a picture', session: 'From a session' } as Readonly<Record<string, string>>,
  details: (subject: string) => `Templates of ${subject}`,
  verifyThis: (subject: string) => `Verify ${subject}`,
  erase: 'Erase',
  erasePerson: (subject: string) => `Erase ${subject}`,
  eraseTemplate: (at: string) => `Erase the template of ${at}`,
  eraseAsk: (subject: string) => `Erase all that is enrolled of ${subject}? This cannot be undone.`,
  eraseTemplateAsk: 'Erase this template? This cannot be undone.',
  erasing: 'Erasing…',
  keep: 'Keep',

  receipt: 'Erased',
  receiptLine: (subject: string, templates: number) =>
    `${plural(templates, 'template', 'templates')} of ${subject} erased.`,
  receiptAt: 'At',
  receiptAudit: 'Line of the audit log',
  receiptHash: 'Its hash',
  saveReceipt: 'Save the receipt',
  receiptFile: (number: number) => `facevow-receipt-${number}.json`,
  dismiss: 'Dismiss',

  keyTitle: 'This server asks for an API key',
  keyLine: 'With the scope gallery. It stays in this page’s memory, and is gone when the page is closed.',
  keyGoesTo: (host: string) => `It is sent to ${host} only.`,
  keyLabel: 'API key',
  keyUse: 'Use this key',
  keyRefused: 'The server does not take this key.',
  keyHeld: 'An API key is in use.',
  keyForget: 'Forget it',

  retryAfter: (seconds: number) => `Try again in ${plural(seconds, 'second', 'seconds')}.`,
  failed: 'That did not work',
} as const;
