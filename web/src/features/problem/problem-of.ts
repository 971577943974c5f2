import type { FailureCause } from '../../socket/connection';
import type { Snapshot } from '../session/snapshot';
import { texts } from '../../texts';
import type { IconName } from '../shared/Icon';

export interface Problem {
  readonly code: string;
  readonly title: string;
  readonly advice: string;
  readonly icon: IconName;
  /** `restart`: ended, the person starts anew; `wait`: heals by itself; `none`: passes. */
  readonly remedy: 'restart' | 'wait' | 'none';
}

const OF_CONNECTION: Record<
  FailureCause,
  Pick<Problem, 'icon' | 'remedy'> & { code: keyof typeof texts.problems }
> = {
  dropped: { code: 'reconnecting', icon: 'plug', remedy: 'wait' },
  full: { code: 'server_full', icon: 'hourglass', remedy: 'wait' },
  refused: { code: 'refused', icon: 'bad', remedy: 'restart' },
  too_big: { code: 'too_big', icon: 'bad', remedy: 'restart' },
  key_needed: { code: 'key_needed', icon: 'key', remedy: 'restart' },
  key_lacks: { code: 'key_lacks', icon: 'key', remedy: 'restart' },
  too_often: { code: 'too_often', icon: 'hourglass', remedy: 'restart' },
  broken: { code: 'server_broken', icon: 'bad', remedy: 'wait' },
};

/** The one problem to tell: the camera's before the connection's before what the server complained of. */
export function problemOf({ cameraProblem, connection, serverError }: Snapshot): Problem | null {
  if (cameraProblem) {
    return { code: cameraProblem, icon: 'cameraOff', remedy: 'restart', ...texts.problems[cameraProblem] };
  }
  if (connection.cause) {
    const known = OF_CONNECTION[connection.cause];
    return { ...known, ...texts.problems[known.code] };
  }
  if (!serverError) return null;
  return {
    code: serverError.code,
    title: texts.serverError,
    advice: serverError.message,
    icon: 'bad',
    remedy: 'none',
  };
}
