/** The words of the active check. Left and right are the person's own. */
import type { Act, ActiveState, Failure, Inability, Notice, Refusal } from './socket/messages';

interface ActText {
  /** Its name in the list of steps. */
  readonly step: string;
  readonly prompt: (times: number) => string;
  readonly how: string;
  /** Once it is done. */
  readonly back: string;
}

const always = (words: string) => () => words;
const FILL = 'Slowly, until the ring is full';
const HEAD_BACK = 'Good. Look straight ahead again';
const FACE_BACK = 'Good. Relax your face again';
const TIMES = ['once', 'twice', 'three times'];

const acts: Record<Act, ActText> = {
  blink: {
    step: 'Blink',
    prompt: (times) => `Blink ${TIMES[times - 1] ?? `${times} times`}`,
    how: 'With both eyes, looking at the camera',
    back: 'Good. Keep looking ahead',
  },
  turn_left: { step: 'Turn left', prompt: always('Turn your head left'), how: FILL, back: HEAD_BACK },
  turn_right: { step: 'Turn right', prompt: always('Turn your head right'), how: FILL, back: HEAD_BACK },
  look_up: {
    step: 'Look up',
    prompt: always('Look up'),
    how: 'Lift your chin until the ring is full',
    back: HEAD_BACK,
  },
  look_down: {
    step: 'Look down',
    prompt: always('Look down'),
    how: 'Lower your chin until the ring is full',
    back: HEAD_BACK,
  },
  tilt_left: {
    step: 'Tilt left',
    prompt: always('Tilt your head left'),
    how: 'Left ear towards your left shoulder',
    back: HEAD_BACK,
  },
  tilt_right: {
    step: 'Tilt right',
    prompt: always('Tilt your head right'),
    how: 'Right ear towards your right shoulder',
    back: HEAD_BACK,
  },
  open_mouth: {
    step: 'Open mouth',
    prompt: always('Open your mouth'),
    how: 'As wide as is comfortable',
    back: FACE_BACK,
  },
  smile: { step: 'Smile', prompt: always('Smile'), how: 'As broadly as you can', back: FACE_BACK },
  raise_eyebrows: {
    step: 'Raise eyebrows',
    prompt: always('Raise your eyebrows'),
    how: 'As if surprised',
    back: FACE_BACK,
  },
  come_closer: {
    step: 'Come closer',
    prompt: always('Come closer'),
    how: FILL,
    back: 'Good. Move back to where you were',
  },
  go_back: {
    step: 'Move back',
    prompt: always('Move back'),
    how: FILL,
    back: 'Good. Come forward to where you were',
  },
};

const states: Record<Exclude<ActiveState, 'act_due' | 'passed' | 'failed'>, string> = {
  face_due: 'Bring your face into view',
  settling: 'Look straight ahead and hold still',
  resting: 'Get ready…',
  returning: 'Look straight ahead again',
};

const hints = {
  face_due: 'Your whole face, alone in the picture',
  settling: 'Then do what is asked, one thing at a time',
  resting: 'Wait for the next prompt',
} as const;

const notices: Record<Notice, string> = {
  early_act: 'Too early: wait for the prompt',
  hasty_act: 'That was too soon. It will be asked again',
  wrong_act: 'That was another movement',
  flat_act: 'That movement did not count. It will be asked again',
  window_over: 'Time ran out, a new round begins',
  face_lost: 'Your face was out of view, a new round begins',
  face_joined: 'Somebody else was in view, a new round begins',
  clock_jumped: 'The picture was interrupted, a new round begins',
};

const failures: Record<Failure, { title: string; advice: string }> = {
  too_many_faults: {
    title: 'Too many other movements',
    advice: 'Wait for each prompt, then do only what it asks.',
  },
  too_many_restarts: {
    title: 'Too many interruptions',
    advice: 'Keep your face in view, alone, and do each movement in time.',
  },
  face_swapped: {
    title: 'The face changed',
    advice: 'One person does the whole check, without leaving the picture.',
  },
  frozen: {
    title: 'The picture stood still',
    advice: 'Close other apps that use the camera, or choose another camera.',
  },
  looped: {
    title: 'The same pictures came again',
    advice: 'Use a camera that shows you now, not a recording.',
  },
  clock_went_back: {
    title: 'The camera lost its time',
    advice: 'Stop, start the camera again, and keep this page in front.',
  },
  timed_out: {
    title: 'Time is up',
    advice: 'The whole check took too long. Begin again when you are ready.',
  },
  broken: {
    title: 'The check broke off',
    advice: 'An error of the server, not of yours. Try again in a moment.',
  },
};

const refusals: Record<Refusal, string> = {
  challenge_impossible:
    'The check would be too easy to foresee without these movements. Leave out fewer of them.',
  unknown_act: 'This server does not know what to leave out. The check stays as it was.',
  no_challenge: 'This server does not ask for movements.',
  too_many_attempts: 'That was the last try for now. Stop and start the camera for another one.',
};

const inabilities: Record<Inability, string> = {
  head: 'No head movements',
  eyes: 'No blinking',
  mouth: 'No mouth movements',
};

export const challenge = {
  title: 'Active check',
  line: 'Asks for a few movements, drawn anew each time.',
  acts,
  states,
  hints,
  notices,
  failures,
  failed: { title: 'The check did not pass', advice: 'Try again, and do what each prompt asks.' },
  /** All movements done, yet no live person. */
  attack: {
    title: 'The check did not succeed',
    advice: 'Try again in even light, with no photo or screen in the picture.',
  },
  passed: 'All done, thank you',
  passedNext: 'The check has passed. You can stop the camera.',
  passedWait: 'Look at the camera a moment longer',
  notMirrored: {
    left: 'In this picture, that is towards its left edge',
    right: 'In this picture, that is towards its right edge',
  },
  actProgress: 'Progress of the movement',
  timeLeft: 'Time left',
  seconds: (seconds: number) => `${seconds} s`,
  stepOf: (step: number, of: number) => `${step} of ${of}`,
  doneOf: (done: number, of: number) => `${done} of ${of} done`,
  badge: (times: number) => `${times}×`,
  startOver: 'Start over',
  steps: 'Steps of the check',
  unknownStep: (step: number) => `Step ${step}`,
  stepDone: 'done',
  stepNow: 'now',
  stepLater: 'not yet known',
  abilities: 'I cannot do some movements',
  abilitiesLine: 'Tick what the check should leave out. It then asks for more of the rest.',
  inabilities,
  refusals,
} as const;
