import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { take } from '../../client';
import type { Schemas } from '../../client';
import { useConsole } from '../../context';
import { Answered } from '../../ui/Answered';
import { Card } from '../../ui/Card';
import { Empty } from '../../ui/Empty';
import { Figure, Figures } from '../../ui/Facts';
import { count } from '../../ui/format';
import { Icon } from '../../ui/Icon';
import { Page } from '../../ui/Page';
import { LiveTable } from './LiveTable';
import './live.css';

/** How often it is asked; a person's check takes half a minute. */
const EVERY_MS = 1500;

/** Who streams to this server at this moment. */
export default function LivePage() {
  const { client } = useConsole();
  const [paused, setPaused] = useState(false);
  const asked = useQuery({
    queryKey: ['live'],
    queryFn: ({ signal }) => take(client.GET('/v1/live', { signal })),
    refetchInterval: paused ? false : EVERY_MS,
  });
  return (
    <Page
      title="Live"
      line="The sessions that this server streams now. Others that share its database are not asked."
      actions={
        <button
          type="button"
          className="button small"
          aria-pressed={paused}
          onClick={() => setPaused(!paused)}
        >
          <Icon name={paused ? 'play' : 'pause'} size={18} />
          {paused ? 'Go on' : 'Pause'}
        </button>
      }
    >
      <Answered query={asked} what="the sessions of now">
        {(live) => <Streams live={live} />}
      </Answered>
    </Page>
  );
}

function Streams({ live }: { readonly live: Schemas['LiveSessions'] }) {
  const { capacity, inside, draining, sessions } = live;
  const faceless = sessions.filter(({ face }) => face === false).length;
  const share = capacity > 0 ? Math.min(1, inside / capacity) : 1;
  return (
    <>
      <Figures>
        <Figure
          name="Streams"
          value={`${count(inside)} of ${count(capacity)}`}
          line={<Room share={share} />}
          tone={share >= 1 ? 'bad' : share >= 0.8 ? 'unsure' : 'quiet'}
        />
        <Figure name="Without a face" value={count(faceless)} line="in their last frame" />
        <Figure
          name="Takes more"
          value={draining ? 'No' : inside < capacity ? 'Yes' : 'Full'}
          line={
            draining
              ? 'It is being stopped'
              : inside < capacity
                ? 'There is room'
                : 'Who comes now has to wait'
          }
          tone={draining || inside >= capacity ? 'unsure' : 'quiet'}
        />
      </Figures>
      <Card flush>
        {sessions.length === 0 ? (
          <Empty icon="live" title="Nobody streams now">
            A session appears here when its person’s camera is on, and is gone when it is over.
          </Empty>
        ) : (
          <LiveTable sessions={sessions} />
        )}
      </Card>
    </>
  );
}

/** How full it is, drawn; the number stands beside it. */
const Room = ({ share }: { readonly share: number }) => (
  <span className="live-room" aria-hidden="true">
    <span style={{ transform: `scaleX(${share})` }} />
  </span>
);
