/** Every word the person reads, in one place. */
import type { CameraProblem } from '@web/camera/problems';
import type { ConnectionState } from './socket/connection';
import { challenge } from './texts-challenge';
import { component } from './texts-component';
import { people } from './texts-people';
import type { Guidance, Verdict } from './socket/messages';

interface ProblemText {
  readonly title: string;
  readonly advice: string;
}

const verdicts: Record<Verdict, { word: string; line: string }> = {
  BONA_FIDE: { word: 'Live person', line: 'A real face is before the camera.' },
  ATTACK: { word: 'Not a live person', line: 'This looks like a photo or a screen.' },
  NO_RESPONSE: { word: 'Looking…', line: 'Not sure yet. Look at the camera.' },
};

const guidance: Record<Guidance, string> = {
  no_face: 'Bring your face into view',
  several_faces: 'Only one person, please',
  too_dark: 'Find a brighter place',
  too_bright: 'Too bright: turn from the light',
  blurred: 'Hold still for a moment',
  too_small: 'Come a little closer',
  too_near: 'Move back a little',
  cut_off: 'Show your whole face',
  turned_away: 'Look straight at the camera',
  covered: 'Uncover your face',
};

type ConnectionProblem =
  | 'reconnecting'
  | 'server_full'
  | 'refused'
  | 'too_big'
  | 'key_needed'
  | 'key_lacks'
  | 'too_often'
  | 'server_broken';

const problems: Record<CameraProblem | ConnectionProblem, ProblemText> = {
  camera_denied: {
    title: 'The camera is not allowed',
    advice: 'Allow the camera for this page: use the camera sign beside the address, then try again.',
  },
  camera_absent: {
    title: 'No camera found',
    advice: 'Connect a camera, or open this page on a device that has one, then try again.',
  },
  camera_busy: {
    title: 'The camera is in use',
    advice: 'Close the other app or tab that uses the camera, then try again.',
  },
  camera_insecure: {
    title: 'This page is not secure',
    advice: 'Browsers share the camera only with pages opened over https:// or on localhost.',
  },
  camera_unsupported: {
    title: 'This browser cannot use the camera',
    advice: 'Open the page in a current version of Chrome, Edge, Firefox or Safari.',
  },
  camera_lost: {
    title: 'The camera went away',
    advice: 'It was unplugged or switched off. Connect it again, then try again.',
  },
  camera_failed: {
    title: 'The camera did not start',
    advice: 'Connect the camera again or restart the browser, then try again.',
  },
  reconnecting: {
    title: 'No connection to the server',
    advice: 'The check goes on by itself as soon as the server answers.',
  },
  server_full: {
    title: 'The server is full',
    advice: 'Others are being checked. Your turn comes by itself: stay on this page.',
  },
  refused: {
    title: 'The server refused the connection',
    advice: 'This page may not use that server. Ask whoever runs it.',
  },
  too_big: {
    title: 'The server found a picture too large',
    advice: 'Choose another camera, or ask whoever runs the server to raise its limit.',
  },
  key_needed: {
    title: 'This server is locked',
    advice: 'The live check is open to holders of an API key only. “As people see it” works with one.',
  },
  key_lacks: {
    title: 'The API key may not do this',
    advice: 'It lacks the scope “seed”. Ask whoever runs the server.',
  },
  too_often: {
    title: 'That was too often',
    advice: 'Too many connections came from this network. Wait a minute, then try again.',
  },
  server_broken: {
    title: 'The server cannot work now',
    advice: 'Its database does not answer. The check goes on by itself as soon as it does.',
  },
};

const connection: Record<ConnectionState, string> = {
  idle: 'Not connected',
  connecting: 'Connecting…',
  open: 'Connected',
  waiting: 'Reconnecting',
  full: 'Server full',
  refused: 'Refused',
};

const percent = new Intl.NumberFormat('en', { style: 'percent', maximumFractionDigits: 0 });

export const texts = {
  name: 'Facevow',
  verdicts,
  guidance,
  problems,
  connection,
  challenge,
  component,
  people,
  nav: { label: 'Pages', live: 'Live check', check: 'As people see it', people: 'People' },
  pageTitle: (page: string) => `${page} · Facevow`,
  percent: (share: number) => percent.format(share),
  start: 'Start camera',
  starting: 'Waiting for the camera…',
  stop: 'Stop',
  welcome: 'Is a live person before the camera?',
  welcomeLine: 'Start the camera and look at it. The answer takes a few seconds.',
  picturesGoTo: (host: string) => `This page sends pictures to ${host} only.`,
  picturesGoAbroad: (host: string) => `This page sends pictures to another server: ${host}`,
  stageLabel: 'Camera picture',
  verdictLabel: 'Verdict',
  ready: 'Ready',
  readyLine: 'The verdict appears here.',
  waiting: 'One moment…',
  waitingLine: 'Waiting for the server’s answer.',
  confidence: 'Confidence',
  none: '–',
  camera: 'Camera',
  defaultCamera: 'Default camera',
  cameraNumber: (number: number) => `Camera ${number}`,
  frameRate: 'Frame rate',
  framesPerSecond: (rate: number) => `${Math.round(rate)} fps`,
  roundTrip: 'Round trip',
  milliseconds: (ms: number) => `${Math.round(ms)} ms`,
  verdictInCheck: 'Not sure yet. Follow the prompts on the picture.',
  noVerdict: { word: 'No verdict', line: 'The active check did not pass.' },
  holdStill: 'Hold still, looking…',
  tryAgain: 'Try again',
  tryNow: 'Try now',
  trySoon: 'Trying again…',
  tryIn: (seconds: number) => `Trying again in ${seconds} s`,
  serverError: 'The server reported a problem',
  log: 'Recent verdicts',
  logEmpty: 'No verdict yet.',
  logAway: 'The log cannot be read now.',
  noFace: 'No face',
  logVerdicts: { BONA_FIDE: 'Live person', ATTACK: 'Not a live person', NO_RESPONSE: 'Not sure' },
  server: 'Server',
  serverHealthy: 'Server ready',
  serverDegraded: 'Server limited',
  serverAway: 'Server away',
  serverAsking: 'Asking the server…',
  model: 'Model',
  modelMissing: 'not loaded',
  places: 'In use',
  placesOf: (used: number, all: number) => `${used} of ${all}`,
  version: 'Version',
} as const;
