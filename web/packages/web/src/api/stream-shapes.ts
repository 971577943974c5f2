/* Drawn by `npm run types`: change the server, not this file. */
import type { Shape } from './shape';

const Act: Shape = {
  words: [
    'blink',
    'turn_left',
    'turn_right',
    'look_up',
    'look_down',
    'tilt_left',
    'tilt_right',
    'open_mouth',
    'smile',
    'raise_eyebrows',
    'come_closer',
    'go_back',
  ],
};
const Event: Shape = {
  words: [
    'face_found',
    'settled',
    'prompted',
    'act_done',
    'returned',
    'last_act_done',
    'early_act',
    'hasty_act',
    'wrong_act',
    'flat_act',
    'unasked_act',
    'too_many_faults',
    'window_over',
    'face_lost',
    'face_joined',
    'clock_jumped',
    'too_many_restarts',
    'face_swapped',
    'frozen',
    'looped',
    'clock_went_back',
    'timed_out',
    'broken',
    'reset',
  ],
};
const QualityCode: Shape = {
  words: [
    'no_face',
    'too_dark',
    'too_bright',
    'blurred',
    'too_small',
    'too_near',
    'cut_off',
    'turned_away',
    'several_faces',
    'covered',
  ],
};
const SessionState: Shape = { words: ['CREATED', 'IN_PROGRESS', 'COMPLETED', 'EXPIRED', 'ABORTED'] };
const State: Shape = {
  words: ['face_due', 'settling', 'resting', 'act_due', 'returning', 'passed', 'failed'],
};

/** Each message of the server's, by its type: read.ts holds against them what comes. */
export const MESSAGES: Readonly<Record<string, Shape>> = {
  welcome: {
    fields: {
      type: { words: ['welcome'] },
      session: 'text',
      active: 'flag',
      person_may_exclude: 'flag',
      expires_in: 'number',
      heartbeat: 'number',
      max_bytes: 'whole',
      max_side: 'whole',
    },
  },
  progress: {
    fields: {
      type: { words: ['progress'] },
      sequence: 'whole',
      dropped: 'whole',
      face: { maybe: { list: 'whole', of: 4 } },
      width: 'whole',
      height: 'whole',
      guidance: { list: QualityCode },
      message: 'text',
      active_check: {
        fields: {
          enabled: 'flag',
          state: State,
          done: { list: Act },
          of: 'whole',
          prompt: {
            maybe: {
              fields: {
                act: Act,
                times: 'whole',
                number: 'whole',
                of: 'whole',
                seconds_left: 'number',
                window: 'number',
                progress: 'number',
              },
            },
          },
          notice: { maybe: Event },
        },
      },
    },
  },
  pong: { fields: { type: { words: ['pong'] } } },
  excluded: { fields: { type: { words: ['excluded'] }, acts: { list: Act } } },
  error: {
    fields: { type: { words: ['error'] }, code: 'text', message: 'text', sequence: { maybe: 'whole' } },
  },
  ended: {
    fields: {
      type: { words: ['ended'] },
      state: SessionState,
      ended_by: { maybe: 'text' },
      verdict: { maybe: 'text' },
      reasons: { maybe: { list: 'text' } },
      token: { maybe: 'text' },
    },
  },
};
