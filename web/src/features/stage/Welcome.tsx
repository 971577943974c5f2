import type { ServerAddress } from '../../socket/address';
import { texts } from '../../texts';
import { Icon } from '../shared/Icon';

interface Props {
  readonly starting: boolean;
  readonly address: ServerAddress;
  readonly onStart: () => void;
}

/** The stage before the camera is on: one question, one button, and where the pictures go. */
export function Welcome({ starting, address, onStart }: Props) {
  return (
    <div className="welcome">
      <svg className={starting ? 'portrait starting' : 'portrait'} viewBox="0 0 120 120" aria-hidden="true">
        <path
          className="corners"
          d="M8 32V18A10 10 0 0 1 18 8h14M88 8h14a10 10 0 0 1 10 10v14M112 88v14a10 10 0 0 1-10 10H88M32 112H18a10 10 0 0 1-10-10V88"
        />
        <path className="head" d="M60 26c-16 0-25 12-25 29 0 21 13 38 25 38s25-17 25-38c0-17-9-29-25-29Z" />
        <path className="features" d="M48 55v3M72 55v3M60 56v10l-3 3M51 78c5 5 13 5 18 0" />
      </svg>
      <h2>{texts.welcome}</h2>
      <p>{texts.welcomeLine}</p>
      <button
        type="button"
        className="button primary"
        data-testid="start"
        disabled={starting}
        onClick={onStart}
      >
        <Icon name="camera" />
        {starting ? texts.starting : texts.start}
      </button>
      <p className={address.foreign ? 'host foreign' : 'host'}>
        {address.foreign ? texts.picturesGoAbroad(address.host) : texts.picturesGoTo(address.host)}
      </p>
    </div>
  );
}
