import { useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { take } from '../../client';
import type { Client, Schemas } from '../../client';
import { useConsole } from '../../context';
import { Answered } from '../../ui/Answered';
import { Card } from '../../ui/Card';
import { thresholdOf } from './evidence';
import { Icon } from '../../ui/Icon';
import { Timeline } from './Timeline';
import { timelineOf } from './timeline';
import type { Seen } from './timeline';
import { TimelineTables } from './TimelineTables';

/** The most that the server gives at once, and how often it is asked: far more frames than a session has. */
const LIMIT = 1000;
const PAGES = 20;
const EVERY_MS = 2000;

interface Props {
  readonly session: Schemas['Session'];
  readonly over: boolean;
}

/** The timeline of a session that was begun. */
export function CourseCard({ session, over }: Props) {
  const { client } = useConsole();
  const asked = useQuery({
    queryKey: ['frames', session.id, over],
    queryFn: ({ signal }) => framesOf(client, session.id, signal),
    refetchInterval: over ? false : EVERY_MS,
    staleTime: over ? Infinity : 0,
  });
  const [asTables, setAsTables] = useState(false);
  const toggle = (
    <button
      type="button"
      className="button small quiet"
      aria-pressed={asTables}
      onClick={() => setAsTables(!asTables)}
    >
      <Icon name={asTables ? 'reports' : 'table'} size={18} />
      {asTables ? 'As a drawing' : 'As tables'}
    </button>
  );
  return (
    <Card title="Timeline" line="In seconds since the stream began." actions={toggle} testid="timeline">
      <Answered query={asked} what="the frames" lines={5}>
        {(frames) => <Drawn session={session} frames={frames} asTables={asTables} />}
      </Answered>
    </Card>
  );
}

interface DrawnProps {
  readonly session: Schemas['Session'];
  readonly frames: readonly Seen[];
  readonly asTables: boolean;
}

function Drawn({ session, frames, asTables }: DrawnProps) {
  const { transcript, timings } = session;
  const course = useMemo(
    () => timelineOf(transcript, frames, timings?.seconds ?? 0),
    [transcript, frames, timings],
  );
  return (
    <>
      {asTables ? (
        <TimelineTables course={course} />
      ) : (
        <Timeline course={course} threshold={thresholdOf(session)} />
      )}
      {frames.length === 0 && (
        <p className="c-hint">
          The log of frames has none of this session: they are kept for a shorter time, not at all, or are not
          written yet.
        </p>
      )}
    </>
  );
}

async function framesOf(client: Client, session: string, signal: AbortSignal): Promise<Seen[]> {
  const frames: Seen[] = [];
  let after = 0;
  for (let page = 0; page < PAGES; page += 1) {
    const params = { path: { session }, query: { after, limit: LIMIT } };
    const answer = await take(client.GET('/v1/sessions/{session}/frames', { params, signal }));
    frames.push(...answer.frames);
    if (answer.next === null) break;
    after = answer.next;
  }
  return frames;
}
